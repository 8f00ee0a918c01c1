package io.gradus.analysis.report;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.compare.SavedLaws;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.law.Scope;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The table law_replicates: fitted laws with their bootstrap replicates, for forecast and plan. */
public final class ReplicateTable {
  private static final DataType DOUBLES = createArrayType(DoubleType, false);

  /** The columns; see {@link SavedLaws.Row}. */
  public static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field("law", StringType, "Name of the law"),
            field("x", StringType, "compute or data"),
            field("family", StringType, "Model family"),
            field("variant", StringType, "base, instruct, unknown"),
            field("benchmark", StringType, "Held-out set"),
            field("scope", StringType, "all sizes, or N=… for one size"),
            field("replicate", IntegerType, "Number from 0; -1 for the fit itself"),
            field("sizes", DOUBLES, "Fitted sizes N, ascending"),
            field("reference_x", DoubleType, "X that theta counts from"),
            field("reference_n", DoubleType, "N that theta counts from"),
            field("largest_x", DoubleType, "Largest X fitted"),
            field("error", DoubleType, "Geometric mean of the law's held-out errors"),
            field("misfits", DOUBLES, "Errors beyond noise by what was hidden, four"),
            field("theta", DOUBLES, "Internal coordinates of the law")
          });

  private ReplicateTable() {}

  /** All laws of a study. */
  public static Dataset<Row> rows(SparkSession spark, StudyResult study) {
    List<Row> rows =
        study.reports().stream()
            .map(PredictiveLaw::of)
            .flatMap(law -> SavedLaws.rows(law).stream())
            .map(ReplicateTable::row)
            .toList();
    return spark.createDataFrame(rows, SCHEMA).coalesce(1);
  }

  /** The laws in a folder that {@code analyze} wrote, for the commands forecast and plan. */
  public static List<PredictiveLaw> read(SparkSession spark, String analysisFolder) {
    Dataset<Row> table = spark.read().parquet(analysisFolder + "/law_replicates");
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

  private static Row row(SavedLaws.Row r) {
    return RowFactory.create(
        r.law(),
        r.x(),
        r.key().family(),
        r.key().variant().name(),
        r.key().benchmark(),
        r.scope().label(),
        r.replicate(),
        r.sizes().toArray(),
        r.referenceX(),
        r.referenceN(),
        r.largestX(),
        r.error(),
        r.misfits().toArray(),
        r.theta().toArray());
  }

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

  private static StructField field(String name, DataType type, String comment) {
    return new StructField(name, type, false, Metadata.empty()).withComment(comment);
  }
}
