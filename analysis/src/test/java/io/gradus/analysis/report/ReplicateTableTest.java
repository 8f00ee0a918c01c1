package io.gradus.analysis.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.analysis.TwoFamilies;
import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.PredictiveLaw;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.curves.TestSpark;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.uncertainty.LocalRunner;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicateTableTest {
  private static final StudySettings QUICK =
      new StudySettings(List.of(Axis.DATA), List.of("power"), 3, 2, 0.95, 1);

  @TempDir Path dir;

  @Test
  void lawsComeBackWithWhatTheyBelongTo() {
    SparkSession spark = TestSpark.fresh();
    StudyResult study = LawStudy.run(TwoFamilies.curves(), QUICK, new LocalRunner());
    ReplicateTable.rows(spark, study).write().parquet(dir.resolve("law_replicates").toString());

    isRead(spark, study);
  }

  @Test
  void lawsSavedWithoutTheColumnFamilyAreStillRead() {
    SparkSession spark = TestSpark.fresh();
    List<CurvePoint> points = TwoFamilies.curves();
    StudyResult study = LawStudy.run(points, QUICK, new LocalRunner());
    // As laws of several families used to be saved.
    Dataset<Row> older =
        ReplicateTable.rows(spark, study)
            .withColumn("scope", concat(col("family"), lit(": "), col("scope")))
            .drop("family");
    older.write().parquet(dir.resolve("law_replicates").toString());
    CurveTable.write(spark, points, dir.resolve("curves").toString());

    isRead(spark, study);
  }

  @Test
  void lawsOfOneFamilySavedWithoutTheColumnTakeThatOfTheCurves() {
    SparkSession spark = TestSpark.fresh();
    List<CurvePoint> points =
        TwoFamilies.curves().stream().filter(p -> p.family().equals("steep")).toList();
    StudyResult study = LawStudy.run(points, QUICK, new LocalRunner());
    Dataset<Row> older = ReplicateTable.rows(spark, study).drop("family");
    older.write().parquet(dir.resolve("law_replicates").toString());
    CurveTable.write(spark, points, dir.resolve("curves").toString());
    isRead(spark, study);

    CurveTable.write(spark, TwoFamilies.curves(), dir.resolve("curves").toString());
    assertThatThrownBy(() -> ReplicateTable.read(spark, dir.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Table law_replicates: scope 'all sizes' names none of the curves' families [flat,"
                + " steep]; analyze them again");
  }

  private void isRead(SparkSession spark, StudyResult study) {
    List<PredictiveLaw> laws = study.reports().stream().map(PredictiveLaw::of).toList();
    List<PredictiveLaw> read = ReplicateTable.read(spark, dir.toString());

    assertThat(read).extracting(PredictiveLaw::key).isEqualTo(keys(laws));
    for (int i = 0; i < laws.size(); i++) {
      assertThat(read.get(i).scope()).isEqualTo(laws.get(i).scope());
      assertThat(read.get(i).band(4e6, 5000, 0.9)).isEqualTo(laws.get(i).band(4e6, 5000, 0.9));
    }
  }

  private static List<CurveKey> keys(List<PredictiveLaw> laws) {
    return laws.stream().map(PredictiveLaw::key).toList();
  }
}
