package io.gradus.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogprobScorerTest {
  @TempDir static Path folder;
  private static SparkSession spark;
  private static String model;

  @BeforeAll
  static void start() throws IOException {
    spark = RolloutGeneratorTest.session();
    model = SmallModel.write(folder.resolve("model"), 5).toString();
  }

  @Test
  void logprobsAreThePolicysOfEachRowByItself() throws IOException {
    Dataset<Row> rows =
        spark
            .sql(
                "SELECT * FROM VALUES ('1+2=3#3<eos>'), ('9-4=5'), ('7'), ('12*3=3#3'), (null)"
                    + " AS t(text)")
            .toDF();
    LogprobScorer scorer =
        new LogprobScorer().setModelUrl(model).setInputCols("text").setBatchSize(2);
    List<Row> scored = scorer.transform(rows).collectAsList();
    assertThat(scored).hasSize(5);
    Compute compute = Compute.cpu(1, ComputeType.FLOAT32);
    try (Policy policy = Checkpoint.loadPolicy(Path.of(model), compute);
        TextTokenizer tokenizer = TextTokenizer.open(Path.of(model))) {
      for (Row row : scored) {
        if (row.isNullAt(0)) {
          assertThat(row.isNullAt(1)).isTrue();
          continue;
        }
        int[] ids = tokenizer.encodeWithoutSpecialTokens(row.getString(0));
        float[] expected =
            policy.score(new TokenBatch(List.of(new Sequence(ids, 1))), 1).logprobs();
        List<Float> found = row.getList(1);
        assertThat(found).hasSize(ids.length - 1);
        for (int t = 0; t < expected.length; t++) {
          assertThat(found.get(t)).isCloseTo(expected[t], within(1e-5f));
        }
      }
    }
  }

  @Test
  void survivesWriteAndRead() throws IOException {
    LogprobScorer scorer =
        new LogprobScorer().setModelUrl(model).setInputCols("p", "c").setTemperature(0.5);
    String other = folder.resolve("scorer").toString();
    scorer.write().overwrite().save(other);
    LogprobScorer readScorer = LogprobScorer.load(other);
    assertThat(readScorer.uid()).isEqualTo(scorer.uid());
    assertThat(readScorer.getOrDefault(readScorer.inputCols())).containsExactly("p", "c");
    assertThat(readScorer.getOrDefault(readScorer.temperature())).isEqualTo(0.5);
    assertThat(readScorer.getOrDefault(readScorer.modelUrl())).isEqualTo(model);
    LogprobScorer copy = scorer.copy(scorer.extractParamMap());
    assertThat(copy.uid()).isEqualTo(scorer.uid());
  }

  @Test
  void wrongColumnsAndSettingsAreNamedBeforeAnythingRuns() {
    StructType other =
        new StructType()
            .add("prompt", DataTypes.DoubleType)
            .add("id", DataTypes.DoubleType)
            .add("text", DataTypes.StringType);
    LogprobScorer scorer = new LogprobScorer().setModelUrl(model);
    assertThatThrownBy(() -> scorer.setInputCols("prompt").transformSchema(other))
        .hasMessage("Column prompt is double, expected string or array<int>");
    assertThatThrownBy(() -> scorer.setInputCols("a", "b", "c").transformSchema(other))
        .hasMessage("Cannot set inputCols to a, b, c, expected one column or two");
    assertThatThrownBy(() -> scorer.setInputCols("text").setTemperature(0).transformSchema(other))
        .hasMessage("Cannot set temperature to 0.0, expected a number above 0");
  }
}
