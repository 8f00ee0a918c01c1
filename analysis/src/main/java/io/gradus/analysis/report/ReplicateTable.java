package io.gradus.analysis.report;

import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.INT;
import static io.gradus.files.table.ColumnType.Plain.STRING;

import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.compare.SavedLaws;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.curves.TableRows;
import io.gradus.analysis.law.Scope;
import io.gradus.files.table.Column;
import io.gradus.files.table.ColumnType;
import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The table law_replicates: fitted laws with their bootstrap replicates, for forecast and plan. */
public final class ReplicateTable {
  private static final ColumnType DOUBLES = new ListOf(DOUBLE);

  /** The columns; see {@link SavedLaws.Row}. */
  public static final Table<SavedLaws.Row> TABLE =
      Table.of(
          "law_replicates",
          "Of `analyze`: what the bootstrap fitted, from which `plan` and `forecast` have"
              + " intervals.",
          Column.of("law", STRING, "Name of the law", SavedLaws.Row::law),
          Column.of("x", STRING, "compute or data", SavedLaws.Row::x),
          Column.of("family", STRING, "Model family", r -> r.key().family()),
          Column.of("variant", STRING, "base, instruct, unknown", r -> r.key().variant().name()),
          Column.of("benchmark", STRING, "Held-out set", r -> r.key().benchmark()),
          Column.of("scope", STRING, "all sizes, or N=… for one size", r -> r.scope().label()),
          Column.of(
              "replicate", INT, "Number from 0; -1 for the fit itself", SavedLaws.Row::replicate),
          Column.of("sizes", DOUBLES, "Fitted sizes N, ascending", SavedLaws.Row::sizes),
          Column.of("reference_x", DOUBLE, "X that theta counts from", SavedLaws.Row::referenceX),
          Column.of("reference_n", DOUBLE, "N that theta counts from", SavedLaws.Row::referenceN),
          Column.of("largest_x", DOUBLE, "Largest X fitted", SavedLaws.Row::largestX),
          Column.of(
              "error", DOUBLE, "Geometric mean of the law's held-out errors", SavedLaws.Row::error),
          Column.of(
              "misfits",
              DOUBLES,
              "Errors beyond noise by what was hidden, four",
              SavedLaws.Row::misfits),
          Column.of("theta", DOUBLES, "Internal coordinates of the law", SavedLaws.Row::theta));

  private ReplicateTable() {}

  /** All laws of a study. */
  public static Dataset<Row> rows(SparkSession spark, StudyResult study) {
    return TableRows.of(
        spark,
        TABLE,
        study.reports().stream()
            .map(PredictiveLaw::of)
            .flatMap(law -> SavedLaws.rows(law).stream())
            .toList());
  }

  /** The laws in a folder that {@code analyze} wrote, for the commands forecast and plan. */
  public static List<PredictiveLaw> read(SparkSession spark, String analysisFolder) {
    Dataset<Row> table =
        spark.read().option("__globPaths__", "false").parquet(analysisFolder + "/law_replicates");
    boolean families = List.of(table.columns()).contains("family");
    OlderLaws older =
        families
            ? OlderLaws.NONE
            : OlderLaws.of(CurveTable.read(spark, analysisFolder + "/curves"));
    return SavedLaws.restore(
        table.collectAsList().stream()
            .map(row -> families ? saved(row, belongs(row)) : saved(row, older.belongs(row)))
            .toList());
  }

  private static Belongs belongs(Row row) {
    return new Belongs(
        CurveKey.of(
            row.<String>getAs("family"),
            row.<String>getAs("variant"),
            row.<String>getAs("benchmark")),
        Scope.named(row.getAs("scope")));
  }

  /** What a row's law was fitted to. */
  record Belongs(CurveKey key, Scope scope) {}

  private static SavedLaws.Row saved(Row row, Belongs belongs) {
    return new SavedLaws.Row(
        row.getAs("law"),
        row.getAs("x"),
        belongs.key(),
        belongs.scope(),
        row.<Integer>getAs("replicate"),
        row.getList(row.fieldIndex("sizes")),
        row.<Double>getAs("reference_x"),
        row.<Double>getAs("reference_n"),
        row.<Double>getAs("largest_x"),
        row.<Double>getAs("error"),
        row.getList(row.fieldIndex("misfits")),
        row.getList(row.fieldIndex("theta")));
  }
}
