package io.gradus.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelDirectoryWriter;
import io.gradus.training.hub.ModelFormatException;
import io.gradus.training.hub.SafetensorsWriter;
import io.gradus.training.hub.SafetensorsWriter.Tensor;
import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.hub.WeightType;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Learner.Moment;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TestPolicies;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.pretrain.Likelihood;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointTest {
  private static final AdamW OPTIMIZER = new AdamW(0.01, 0.9, 0.99, 1e-8, 0.1, 0.5);
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(
              new Sequence(new int[] {3, 17, 5, 5, 22, 0}, 2),
              new Sequence(new int[] {9, 14, 2, 11}, 1)));

  @TempDir Path folder;
  private Path initial;

  /** The directory that a run would have started from: its tokenizer files go along. */
  @BeforeEach
  void makeInitialModel() throws IOException {
    initial = folder.resolve("initial");
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      new ModelDirectoryWriter(policy.config(), policy::read).save(initial);
    }
    Files.writeString(initial.resolve("chat_template.jinja"), "{{ messages }}");
  }

  private static void learn(Learner learner, int steps) {
    for (int i = 0; i < steps; i++) {
      float share = 0.1f * (1 + learner.steps() % 3);
      learner.accumulate(
          BATCH, Likelihood.of(new float[] {share, 0.1f, 0.15f, 0.05f, 0.2f, share, 0.2f}));
      learner.step(OPTIMIZER);
    }
  }

  private static float[] moment(Learner learner, Moment moment) {
    FloatBuffer all =
        FloatBuffer.allocate(Math.toIntExact(learner.policy().layout().totalLength()));
    learner.read(moment, 0, all);
    return all.array();
  }

  private Path saved(Learner learner) throws IOException {
    Path directory = Files.createDirectory(folder.resolve("saved"));
    Checkpoint.save(directory, learner, initial, Map.of("data", 48.0, "tokens", 12345678.0));
    return directory;
  }

  private static Policy blank(Architecture architecture) {
    return Policy.allocate(TestPolicies.config(architecture), TestPolicies.FLOAT32);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void whatIsRestoredIsWhatWasSavedBitForBit(Architecture architecture) throws IOException {
    try (Policy policy = TestPolicies.random(architecture);
        Learner learner = new Learner(policy);
        Policy other = blank(architecture);
        Learner restored = new Learner(other)) {
      learn(learner, 3);
      Path directory = saved(learner);
      assertThat(Checkpoint.restore(directory, restored))
          .isEqualTo(Map.of("data", 48.0, "tokens", 12345678.0));
      assertThat(TestPolicies.weights(other)).isEqualTo(TestPolicies.weights(policy));
      for (Moment moment : Moment.values()) {
        assertThat(moment(learner, moment)).isNotEqualTo(new float[moment(learner, moment).length]);
        assertThat(moment(restored, moment)).isEqualTo(moment(learner, moment));
      }
      assertThat(moment(restored, Moment.FIRST)).isNotEqualTo(moment(restored, Moment.SECOND));
      assertThat(restored.steps()).isEqualTo(3);
    }
  }

  @Test
  void aLearnerGoesOnAsIfItHadNeverBeenSaved() throws IOException {
    try (Policy policy = TestPolicies.random(Architecture.QWEN3);
        Learner learner = new Learner(policy);
        Policy other = blank(Architecture.QWEN3);
        Learner restored = new Learner(other)) {
      learn(learner, 2);
      Path directory = saved(learner);
      learn(learner, 3);
      Checkpoint.restore(directory, restored);
      learn(restored, 3);
      assertThat(TestPolicies.weights(other)).isEqualTo(TestPolicies.weights(policy));
      assertThat(moment(restored, Moment.SECOND)).isEqualTo(moment(learner, Moment.SECOND));
      assertThat(restored.steps()).isEqualTo(learner.steps()).isEqualTo(5);
    }
  }

  @Test
  void aCheckpointIsAModelDirectory() throws IOException {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      learn(learner, 1);
      Path directory = saved(learner);
      try (Policy loaded = Checkpoint.loadPolicy(directory, TestPolicies.FLOAT32)) {
        assertThat(loaded.config()).isEqualTo(policy.config());
        assertThat(TestPolicies.weights(loaded)).isEqualTo(TestPolicies.weights(policy));
      }
      assertThat(directory.resolve("chat_template.jinja")).hasContent("{{ messages }}");
      assertThat(directory.resolve("trainer/state.json"))
          .hasContent("{\"optimizer_steps\":1,\"data\":48.0,\"tokens\":1.2345678E7}");
    }
  }

  @Test
  void theSameStateGivesTheSameBytes() throws IOException {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      learn(learner, 1);
      Path first = saved(learner);
      Path second = Files.createDirectory(folder.resolve("second"));
      Checkpoint.save(second, learner, initial, Map.of("tokens", 12345678.0, "data", 48.0));
      for (String name :
          List.of("model.safetensors", "trainer/optimizer.safetensors", "trainer/state.json")) {
        assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
      }
    }
  }

  /** Rewrites optimizer.safetensors with one tensor reshaped, or left out where there is none. */
  private static void damage(Path directory, Policy policy, String name, Optional<List<Long>> shape)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (String prefix : List.of("exp_avg.", "exp_avg_sq.")) {
      for (Slice slice : policy.layout().slices()) {
        String full = prefix + slice.name();
        if (full.equals(name) && shape.isEmpty()) {
          continue;
        }
        tensors.add(
            new Tensor(
                full,
                WeightType.FLOAT32,
                full.equals(name) ? shape.get() : slice.shape(),
                (offset, chunk) -> {
                  while (chunk.hasRemaining()) {
                    chunk.put(0);
                  }
                }));
      }
    }
    SafetensorsWriter.write(directory.resolve("trainer/optimizer.safetensors"), tensors);
  }

  @Test
  void namesAMissingOrMisshapenMoment() throws IOException {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      Path directory = saved(learner);
      Path file = directory.resolve("trainer/optimizer.safetensors");
      String norm = "exp_avg_sq.model.norm.weight";
      damage(directory, policy, norm, Optional.empty());
      assertThatThrownBy(() -> Checkpoint.restore(directory, learner))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(file + ": tensor " + norm + " is missing, expected shape [16]");
      damage(directory, policy, norm, Optional.of(List.of(4L, 4L)));
      assertThatThrownBy(() -> Checkpoint.restore(directory, learner))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(file + ": tensor " + norm + " is [4, 4], expected shape [16]");
    }
  }

  @Test
  void namesAStateWithoutItsCountOfSteps() throws IOException {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      Path directory = saved(learner);
      Path state = directory.resolve("trainer/state.json");
      Files.writeString(state, "{\"data\":48.0}");
      assertThatThrownBy(() -> Checkpoint.restore(directory, learner))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(state + ": optimizer_steps is missing");
    }
  }

  @Test
  void refusesAModelOfAnotherShape() throws IOException {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy);
        Policy other = blank(Architecture.QWEN3);
        Learner otherLearner = new Learner(other)) {
      Path directory = saved(learner);
      float[] before = TestPolicies.weights(other);
      assertThatThrownBy(() -> Checkpoint.restore(directory, otherLearner))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(
              directory + ": the model's tensors differ from those of the policy to be loaded");
      assertThat(TestPolicies.weights(other)).isEqualTo(before);
    }
  }

  @Test
  void halfPrecisionModelsAreLoadedAsTheyAre() throws IOException {
    ModelConfig config =
        ModelConfig.builder(Architecture.LLAMA)
            .vocabSize(23)
            .hiddenSize(16)
            .intermediateSize(24)
            .layers(1)
            .heads(2)
            .maxPositions(64)
            .weightType(WeightType.BFLOAT16)
            .build();
    try (Policy policy = TestPolicies.random(config, TestPolicies.FLOAT32)) {
      Path directory = folder.resolve("half");
      new ModelDirectoryWriter(config, policy::read).save(directory);
      try (Policy loaded = Checkpoint.loadPolicy(directory, TestPolicies.FLOAT32);
          Policy rounded = policy.inferenceCopy(TestPolicies.BFLOAT16)) {
        float[] values = TestPolicies.weights(loaded);
        assertThat(values).isNotEqualTo(TestPolicies.weights(policy));
        assertThat(values).isEqualTo(TestPolicies.weights(rounded));
        // bfloat16 numbers have nothing in their lower halves
        assertThat(Arrays.stream(toBits(values)).allMatch(bits -> (bits & 0xFFFF) == 0)).isTrue();
      }
    }
  }

  @Test
  void weightsOfAHalfPrecisionModelAreKeptInFull() throws IOException {
    ModelConfig config = TestPolicies.config(Architecture.LLAMA).storedAs(WeightType.BFLOAT16);
    try (Policy policy = TestPolicies.random(config, TestPolicies.FLOAT32);
        Learner learner = new Learner(policy);
        Policy other = Policy.allocate(config, TestPolicies.FLOAT32);
        Learner restored = new Learner(other)) {
      learn(learner, 1);
      Checkpoint.restore(saved(learner), restored);
      assertThat(TestPolicies.weights(other)).isEqualTo(TestPolicies.weights(policy));
    }
  }

  private static int[] toBits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
