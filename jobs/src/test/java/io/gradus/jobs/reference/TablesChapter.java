package io.gradus.jobs.reference;

import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.report.RecipeTable;
import io.gradus.analysis.report.ReplicateTable;
import io.gradus.analysis.report.ResultTables;
import io.gradus.datasets.importing.QuarantineTable;
import io.gradus.files.table.Column;
import io.gradus.files.table.Table;
import io.gradus.jobs.inference.EvaluateJob;
import io.gradus.jobs.store.Tables;
import java.util.ArrayList;
import java.util.List;

/** Every table with its columns. */
final class TablesChapter {
  private TablesChapter() {}

  static List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(Tables.ALL);
    tables.addAll(
        List.of(
            QuarantineTable.TABLE,
            CurveTable.TABLE,
            ResultTables.LAWS,
            ReplicateTable.TABLE,
            ResultTables.FITS,
            ResultTables.FORECASTS,
            ResultTables.FINDINGS,
            RecipeTable.TABLE,
            EvaluateJob.ANSWERS));
    return tables;
  }

  static String render() {
    StringBuilder page = new StringBuilder();
    for (Table<?> table : tables()) {
      page.append(page.isEmpty() ? "" : "\n");
      page.append("## `%s`\n\n%s\n\n".formatted(table.name(), about(table)));
      page.append("| column | type | null | meaning |\n|---|---|---|---|\n");
      for (Column<?> column : table.all()) {
        page.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    column.name(),
                    column.type().sql(),
                    column.nullable() ? "yes" : "",
                    ReferencePage.cell(column.doc())));
      }
    }
    return page.toString();
  }

  private static String about(Table<?> table) {
    List<String> folders = table.partitions().stream().map(c -> "`" + c.name() + "`").toList();
    return folders.isEmpty()
        ? table.doc()
        : "%s Partitioned by %s.".formatted(table.doc(), String.join(", ", folders));
  }
}
