package io.gradus.jobs.reference;

import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.report.ReplicateTable;
import io.gradus.analysis.report.ResultTables;
import io.gradus.datasets.importing.QuarantineTable;
import io.gradus.jobs.inference.EvaluateJob;
import io.gradus.jobs.store.Table;
import io.gradus.jobs.store.Tables;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Every table with its columns. */
final class TablesChapter {
  /** One table. */
  record Entry(String name, String doc, StructType schema) {}

  private TablesChapter() {}

  static List<Entry> tables() {
    List<Entry> tables = new ArrayList<>();
    for (Table<?> table : Tables.ALL) {
      List<String> folders = table.partitions().stream().map(c -> "`" + c.name() + "`").toList();
      String doc =
          folders.isEmpty()
              ? table.doc()
              : "%s Partitioned by %s.".formatted(table.doc(), String.join(", ", folders));
      tables.add(new Entry(table.name(), doc, table.schema()));
    }
    tables.add(
        new Entry(
            "_quarantine",
            "Rows that `datasets import` refused, beside the table it made.",
            QuarantineTable.schema()));
    tables.add(
        new Entry(
            "curves",
            "Points of test loss: what `curves import` makes, and `analyze` of a store.",
            CurveTable.SCHEMA));
    tables.add(new Entry("laws", "Of `analyze`: one fitted parameter.", ResultTables.LAWS));
    tables.add(
        new Entry(
            "law_replicates",
            "Of `analyze`: what the bootstrap fitted, from which `plan` and `forecast` have"
                + " intervals.",
            ReplicateTable.SCHEMA));
    tables.add(
        new Entry(
            "fits",
            "Of `analyze`: quality of one fit, and its errors on what it did not see.",
            ResultTables.FITS));
    tables.add(new Entry("forecasts", "Of `analyze`: one prediction.", ResultTables.FORECASTS));
    tables.add(
        new Entry("findings", "Of `analyze`: one comparison of a finding.", ResultTables.FINDINGS));
    tables.add(
        new Entry("answers", "What `evaluate --out` writes: one answer.", EvaluateJob.SCHEMA));
    return tables;
  }

  static String render() {
    StringBuilder page = new StringBuilder();
    for (Entry table : tables()) {
      page.append(page.isEmpty() ? "" : "\n");
      page.append("## `%s`\n\n%s\n\n".formatted(table.name(), table.doc()));
      page.append("| column | type | null | meaning |\n|---|---|---|---|\n");
      for (StructField field : table.schema().fields()) {
        page.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    field.name(),
                    field.dataType().catalogString(),
                    field.nullable() ? "yes" : "",
                    ReferencePage.cell(field.getComment().getOrElse(() -> ""))));
      }
    }
    return page.toString();
  }
}
