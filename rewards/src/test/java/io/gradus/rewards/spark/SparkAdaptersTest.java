package io.gradus.rewards.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkAdaptersTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.IntegerType)
          .add("answer", DataTypes.StringType)
          .add("text", DataTypes.StringType);
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    // Tests may share a process: a session that is there would be given as it is, without
    // extension.
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .withExtensions(new GradusExtensions())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> rows() {
    return spark.createDataFrame(
        Arrays.asList(
            RowFactory.create(1, "\\frac12", "So it is \\boxed{0.5}."),
            RowFactory.create(2, "2", "The answer is 2 2/3."),
            RowFactory.create(3, null, "\\boxed{1}"),
            RowFactory.create(4, "7", "The answer is 7.")),
        SCHEMA);
  }

  @Test
  void sqlFunctionComparesAndPassesNullOn() {
    MathEqual.register(spark);
    rows().createOrReplaceTempView("answers");
    List<Row> found =
        spark.sql("SELECT math_equal(answer, text) FROM answers ORDER BY id").collectAsList();
    assertThat(found.stream().map(r -> r.get(0))).containsExactly(true, false, null, true);
  }

  /** As sessions do that Spark Connect makes for its clients. */
  @Test
  void aSessionKnowsTheFunctionByTheExtensionAndByItsClass() {
    SparkSession session = spark.newSession();
    String compare =
        "SELECT %s(gold, text) FROM VALUES ('1/2', 'It is 0.5.'), (NULL, '1') t(gold, text)";
    assertThat(session.sql(compare.formatted("math_equal")).collectAsList())
        .containsExactly(RowFactory.create(true), RowFactory.create((Object) null));
    assertThatThrownBy(() -> session.sql("SELECT math_equal('1')").collect())
        .hasMessageContaining("math_equal has 1 arguments, expected the gold answer");
    session.udf().registerJava("equal", MathEqual.class.getName(), DataTypes.BooleanType);
    assertThat(session.sql(compare.formatted("equal")).first().getBoolean(0)).isTrue();
  }

  @Test
  void stageSurvivesWriteAndRead(@TempDir Path dir) throws Exception {
    RewardVerifier stage =
        new RewardVerifier()
            .setGoldCol("answer")
            .setCompletionCol("text")
            .setOutputCol("judged")
            .setExtraction("strict");
    String path = dir.resolve("stage").toString();
    new RewardVerifier().save(path);
    stage.write().overwrite().save(path);
    RewardVerifier read = RewardVerifier.load(path);
    assertThat(read.uid()).isEqualTo(stage.uid());
    assertThat(read.explainParams()).isEqualTo(stage.explainParams());
    List<Row> judged = read.transform(rows()).orderBy("id").select("judged.*").collectAsList();
    assertThat(judged.stream().map(r -> r.getBoolean(0)))
        .containsExactly(true, false, false, false); // strict: no box in row 4
    assertThat(judged.get(0).getString(1)).isEqualTo("0.5");
    assertThat(judged.get(2).getString(2)).isEqualTo("no gold answer");
    assertThat(judged.get(3).getString(2)).contains("no \\boxed");
  }

  @Test
  void wrongColumnsAndSettingsAreNamed() {
    RewardVerifier stage = new RewardVerifier();
    assertThatThrownBy(() -> stage.transform(rows()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No column gold, found id, answer, text");
    assertThatThrownBy(() -> new RewardVerifier().setGoldCol("id").transform(rows()))
        .hasMessage("Column id is int, expected string");
    assertThatThrownBy(() -> new RewardVerifier().setExtraction("loose"))
        .hasMessage("Cannot set extraction to 'loose', expected strict or flexible");
    stage.set("extraction", "loose");
    assertThatThrownBy(() -> stage.transformSchema(SCHEMA))
        .hasMessage("Cannot set extraction to 'loose', expected strict or flexible");
  }

  @Test
  void aCompletionMayBeAFieldOfAStruct() {
    Dataset<Row> nested = rows().selectExpr("id", "answer", "named_struct('text', text) AS r");
    RewardVerifier stage = new RewardVerifier().setGoldCol("answer").setCompletionCol("r.text");
    List<Row> judged = stage.transform(nested).orderBy("id").select("verdict.*").collectAsList();
    assertThat(judged.stream().map(r -> r.getBoolean(0))).containsExactly(true, false, false, true);
    assertThatThrownBy(() -> stage.setCompletionCol("r.body").transform(nested))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No column r.body, found text");
    assertThatThrownBy(() -> stage.setCompletionCol("r").transform(nested))
        .hasMessage("Column r is struct<text:string>, expected string");
  }
}
