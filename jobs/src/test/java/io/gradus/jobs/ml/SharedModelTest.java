package io.gradus.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.policy.SharedModel;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What driver and executors hold of a model. */
class SharedModelTest {
  private static final Compute COMPUTE = Compute.cpu(1, ComputeType.FLOAT32);
  private static final TokenBatch BATCH =
      new TokenBatch(List.of(new Sequence(new int[] {2, 3, 4}, 1)));

  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = RolloutGeneratorTest.session();
  }

  private static SharedModel open(Path model) {
    return SharedModel.open(spark, model.toString(), ComputeType.FLOAT32);
  }

  @Test
  void tasksOfAnExecutorShareOnePolicy() throws IOException {
    SharedModel model = open(SmallModel.write(folder.resolve("shared"), 1));
    List<Integer> policies =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(Collections.nCopies(6, 0), 6)
            .map(task -> model.with(COMPUTE, System::identityHashCode))
            .collect();
    assertThat(policies).hasSize(6).containsOnly(policies.get(0));
  }

  @Test
  void aDirectoryIsReadOnceUntilItChanges() throws IOException {
    Path directory = SmallModel.write(folder.resolve("once"), 1);
    SharedModel first = open(directory);
    assertThat(open(directory)).isSameAs(first);
    assertThat(SharedModel.open(spark, directory.toUri().toString(), ComputeType.FLOAT32))
        .as("as a URL")
        .isSameAs(first);
    assertThat(SharedModel.open(spark, directory.toString(), ComputeType.BFLOAT16))
        .isNotSameAs(first);
    Files.writeString(directory.resolve("notes.txt"), "changed");
    assertThat(open(directory)).isNotSameAs(first);
  }

  @Test
  void theModelsUsedLastAreHeld() throws IOException {
    SharedModel first = open(SmallModel.write(folder.resolve("first"), 1));
    SharedModel second = open(SmallModel.write(folder.resolve("second"), 2));
    SharedModel third = open(SmallModel.write(folder.resolve("third"), 3));
    Policy ofFirst = first.with(COMPUTE, Function.identity());
    Policy ofSecond = second.with(COMPUTE, Function.identity());
    first.with(COMPUTE, Function.identity());
    third.with(COMPUTE, Function.identity());
    assertThat(ofFirst.score(BATCH, 1).logprobs()).hasSize(2);
    assertThatThrownBy(() -> ofSecond.score(BATCH, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NDManager has been closed already");
    float[] loadedAgain = second.with(COMPUTE, policy -> policy.score(BATCH, 1).logprobs());
    assertThat(loadedAgain).hasSize(2);
  }
}
