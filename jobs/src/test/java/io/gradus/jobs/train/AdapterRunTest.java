package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.inference.MergeJob;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.ModelCache;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.jobs.testkit.TrainProcess;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The small run with low-rank adapters, in float32. */
class AdapterRunTest {
  private static final String[] LORA = {
    "grpo.adapter=lora",
    "grpo.lora.rank=2",
    "grpo.lora.targets=[q_proj,v_proj,down_proj]",
    "grpo.learning-rate=0.02",
    "grpo.dtype=float32",
    "rollout.dtype=float32"
  };

  private static Path store;

  @BeforeAll
  static void train() throws IOException {
    store = SmallRun.again(TestSpark.session(), "lora", LORA);
  }

  private static Path checkpoint(Path store, int step) {
    return store.resolve("checkpoints/%s/step-%08d".formatted(SmallRun.ID, step));
  }

  /** 2 layers · (q 16→16, v 16→16, down in→16) of rank 2, and twice that in moments. */
  @Test
  void aCommitHasAdaptersAndTheirMomentsAlone() throws IOException {
    Path checkpoint = checkpoint(store, 3);
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(checkpoint)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(checkpoint.relativize(file).toString()));
    }
    assertThat(names)
        .contains(
            "adapter_config.json",
            "adapter_model.safetensors",
            "README.md",
            "tokenizer.json",
            "trainer/optimizer.safetensors",
            "trainer/state.json")
        .doesNotContain("config.json", "model.safetensors", "trainer/reference.safetensors");
    long model = Files.size(SmallRun.model().resolve("model.safetensors"));
    long adapters = Files.size(checkpoint.resolve("adapter_model.safetensors"));
    assertThat(adapters).isLessThan(model / 3);
    assertThat(Files.size(checkpoint.resolve("trainer/optimizer.safetensors")))
        .isLessThan(2 * adapters + 200);
    assertThat(Files.readString(checkpoint.resolve("README.md")))
        .contains("library_name: peft")
        .contains("grpo.lora.rank = 2")
        .contains("gradus merge --adapter FOLDER");
  }

  @Test
  void aRunThatIsResumedEndsAsOneNeverStopped() throws IOException {
    String[] one = Stream.concat(Stream.of(LORA), Stream.of("steps=2")).toArray(String[]::new);
    Path resumed = SmallRun.again(TestSpark.session(), "lora-resumed", one);
    SmallRun.again(TestSpark.session(), "lora-resumed", LORA);
    assertThat(SmallRun.sums(resumed)).isEqualTo(SmallRun.sums(store));
    assertThat(SmallRun.steps(resumed)).isEqualTo(SmallRun.steps(store));
  }

  /** In a commit, after its checkpoint is in place; right after its manifest; in the next step. */
  @Test
  void aRunThatIsKilledEndsAsOneNeverStopped() throws Exception {
    Path killed = SmallRun.folder().resolve("lora-killed");
    String[][] events = {
      {"rename", "checkpoints/small-s3/step-00000001"},
      {"delete", "-00000002"},
      {"completion", "no. 30"}
    };
    for (String[] event : events) {
      assertThat(TrainProcess.runUntil(killed, SmallRun.model(), event[0], event[1], LORA))
          .contains("stopped at " + event[0]);
    }
    SmallRun.again(TestSpark.session(), "lora-killed", LORA);
    assertThat(SmallRun.sums(killed)).isEqualTo(SmallRun.sums(store));
    assertThat(SmallRun.steps(killed)).isEqualTo(SmallRun.steps(store));
  }

  /** Each step's completions come from the weights that the step before left the learner with. */
  @Test
  void theSamplerDrawsFromTheWeightsThatLearn() {
    List<Row> rows = SmallRun.rows(store, Tables.STEPS, "step");
    assertThat(rows).hasSize(SmallRun.STEPS);
    for (Row row : rows) {
      assertThat(row.<Double>getAs("logprob_gap_max")).isLessThan(1e-4);
      assertThat(row.<Double>getAs("gradient_norm")).isGreaterThan(0);
    }
    assertThat(rows.get(2).<Double>getAs("kl")).as("moved from the reference").isGreaterThan(1e-5);
  }

  @Test
  void aMergedModelIsTheOneThatWasSampledFrom() throws IOException {
    Path out = SmallRun.folder().resolve("lora-merged");
    MergeJob merge =
        new MergeJob(
            ModelCache.of(TestSpark.session().sessionState().newHadoopConf(), Optional.empty()));
    assertThat(merge.run(checkpoint(store, 3).toString(), Optional.empty(), out))
        .isEqualTo(SmallRun.model().toString());
    Compute compute = Compute.cpu(1, ComputeType.FLOAT32);
    try (Policy base = Checkpoint.loadPolicy(SmallRun.model(), compute);
        Policy expected = Checkpoint.loadMerged(checkpoint(store, 3), base);
        Policy merged = Checkpoint.loadPolicy(out, compute)) {
      assertThat(weights(merged)).isEqualTo(weights(expected)).isNotEqualTo(weights(base));
    }
    assertThat(out.resolve("tokenizer.json")).exists();
    Path other = SmallRun.folder().resolve("lora-other");
    assertThatThrownBy(
            () -> merge.run(checkpoint(store, 3).toString(), Optional.of(out.toString()), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--base = " + out + " has SHA-256")
        .hasMessageContaining("expected the model that the adapters were trained on");
    assertThat(other).doesNotExist();
  }

  @Test
  void otherAdaptersAreAnotherRun() {
    assertThatThrownBy(
            () ->
                TrainJob.run(
                    TestSpark.session(),
                    SmallRun.config(
                        store,
                        Stream.concat(
                                Stream.of(LORA),
                                Stream.of("grpo.lora.rank=4", "model.path=" + SmallRun.model()))
                            .toArray(String[]::new)),
                    new TrainListener() {}))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("was begun with grpo.lora.rank = 2, now it is 4");
  }

  private static float[] weights(Policy policy) {
    FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(policy.layout().totalLength()));
    policy.read(0, all);
    return all.array();
  }
}
