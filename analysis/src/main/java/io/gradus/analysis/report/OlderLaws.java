package io.gradus.analysis.report;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.report.ReplicateTable.Belongs;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Saved laws from before their table had the column {@code family}: where the curves had several,
 * the family stood in front of the scope, as in {@code qwen2.5: all sizes}; else it is that of the
 * curves beside them.
 *
 * @param families the families of the curves beside the laws
 */
record OlderLaws(List<String> families) {
  static final OlderLaws NONE = new OlderLaws(List.of());
  private static final String AFTER_FAMILY = ": ";

  static OlderLaws of(List<CurvePoint> points) {
    return new OlderLaws(
        List.copyOf(new TreeSet<>(points.stream().map(CurvePoint::family).toList())));
  }

  /**
   * What a row's law was fitted to.
   *
   * @throws IllegalArgumentException if its family cannot be told
   */
  Belongs belongs(Row row) {
    String scope = row.getAs("scope");
    for (String family : families) {
      boolean named = scope.startsWith(family + AFTER_FAMILY);
      if (named || families.size() == 1) {
        String own = named ? scope.substring(family.length() + AFTER_FAMILY.length()) : scope;
        return new Belongs(
            CurveKey.of(family, row.<String>getAs("variant"), row.<String>getAs("benchmark")),
            Scope.named(own));
      }
    }
    throw new IllegalArgumentException(
        "Table law_replicates: scope '%s' names none of the curves' families %s; analyze them again"
            .formatted(scope, families));
  }
}
