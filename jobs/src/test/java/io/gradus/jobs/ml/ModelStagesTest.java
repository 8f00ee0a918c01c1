package io.gradus.jobs.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.rewards.spark.RewardVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages together, and what they share. */
class ModelStagesTest {
  @TempDir static Path folder;
  private static SparkSession spark;
  private static String model;

  @BeforeAll
  static void start() throws IOException {
    spark = RolloutGeneratorTest.session();
    model = SmallModel.write(folder.resolve("model"), 5).toString();
  }

  @Test
  void stagesFollowOneAnotherInAPipelineThatPersists() throws IOException {
    LogprobScorer scorer =
        new LogprobScorer()
            .setModelUrl(model)
            .setInputCols("question", "rollout.completion_ids")
            .setTemperature(1);
    RewardVerifier verifier = new RewardVerifier().setCompletionCol("rollout.completion");
    Dataset<Row> rows =
        RolloutGeneratorTest.problems()
            .withColumn("text", col("question"))
            .withColumn(
                "question",
                expr("transform(split(question, ''), c -> instr('0123456789+-*=#', c) + 1)"));
    PipelineModel pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {RolloutGeneratorTest.generator(model), scorer, verifier})
            .fit(rows);
    List<Row> result = pipeline.transform(rows).collectAsList();
    assertThat(result).hasSize(15);
    for (Row row : result) {
      List<Float> drawn = row.getStruct(row.fieldIndex("rollout")).getList(3);
      List<Float> scored = row.getList(row.fieldIndex("logprobs"));
      assertThat(scored).hasSameSizeAs(drawn);
      for (int t = 0; t < drawn.size(); t++) {
        assertThat(scored.get(t)).isCloseTo(drawn.get(t), within(1e-4f));
      }
      Row verdict = row.getStruct(row.fieldIndex("verdict"));
      assertThat(verdict.getString(2)).isNotEmpty();
    }
    String path = folder.resolve("pipeline").toString();
    pipeline.write().overwrite().save(path);
    assertThat(RolloutGeneratorTest.sorted(PipelineModel.load(path).transform(rows)))
        .isEqualTo(RolloutGeneratorTest.sorted(pipeline.transform(rows)));
  }

  @Test
  void batchesAreCutByContent() {
    Dataset<Row> rows =
        spark
            .createDataset(Arrays.asList("c", "e", "a", "b", "d", "b", null), Encoders.STRING())
            .toDF("x");
    StructType output = rows.schema().add("batch", DataTypes.StringType);
    BatchFunction together =
        contents ->
            contents.stream()
                .map(
                    content ->
                        List.<Object>of(
                            contents.stream()
                                .map(c -> String.valueOf(c.getString(0)))
                                .reduce("", String::concat)))
                .toList();
    for (int partitions : new int[] {1, 3}) {
      Dataset<Row> result =
          new BatchLayout(2, 1)
              .compute(rows.repartition(partitions), List.of(col("x")), output, together);
      assertThat(RolloutGeneratorTest.sorted(result))
          .containsExactly(
              "{\"x\":\"a\",\"batch\":\"nulla\"}",
              "{\"x\":\"b\",\"batch\":\"bc\"}",
              "{\"x\":\"b\",\"batch\":\"bc\"}",
              "{\"x\":\"c\",\"batch\":\"bc\"}",
              "{\"x\":\"d\",\"batch\":\"de\"}",
              "{\"x\":\"e\",\"batch\":\"de\"}",
              "{\"x\":null,\"batch\":\"nulla\"}");
    }
  }
}
