package io.gradus.jobs.study.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.EstimateConfig.Activations;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * A tied Llama of two layers, worked by hand. A layer has 16 + 8 + 8 + 16 weights of attention, 72
 * of feed-forward and 8 of norms, 128; both and the last norm N = 260; the embedding 40 more. A
 * token is multiplied with W = 300 weights and attends to a position with A = 4·2·2·2 = 32
 * operations.
 */
class RunEstimateTest {
  private static final Offset<Double> EXACT = within(1e-6);

  private static final ModelConfig MODEL =
      ModelConfig.builder(Architecture.LLAMA)
          .vocabSize(10)
          .hiddenSize(4)
          .layers(2)
          .heads(2)
          .kvHeads(1)
          .intermediateSize(6)
          .tiedEmbeddings()
          .build();

  private static Settings settings(String... more) {
    List<String> given =
        new ArrayList<>(
            List.of(
                "store.path=s",
                "model.path=models/tiny",
                "problems.train.path=a",
                "problems.test.path=b",
                "problems.test.limit=5",
                "problems.prompt.max-tokens=8",
                "steps=2",
                "grpo.prompts=4",
                "grpo.mini-batch=2",
                "grpo.micro-batch-tokens=10",
                "grpo.dtype=bfloat16",
                "rollout.dtype=bfloat16",
                "rollout.prompts-per-batch=2",
                "rollout.group-size=3",
                "rollout.max-tokens=6",
                "evaluate.every=0",
                "evaluate.samples=2",
                "study.estimate.prompt-tokens=3",
                "study.estimate.completion-tokens=2",
                "study.estimate.gpus=[4, 1, 2]",
                "study.estimate.memory=6000",
                "study.estimate.flops=100",
                "study.estimate.efficiency.sampling=0.5",
                "study.estimate.efficiency.training=0.8"));
    given.addAll(List.of(more));
    return Settings.ofCommandLine("tiny", given);
  }

  private static TrainConfig config(String... more) {
    return TrainConfig.of(settings(more));
  }

  private static RunEstimate estimate(String... more) {
    Settings settings = settings(more);
    return RunEstimate.of(TrainConfig.of(settings), MODEL, EstimateConfig.of(settings));
  }

  @Test
  void aForwardPassMultipliesEveryWeightAndAttendsBackwards() {
    ForwardFlops forward = ForwardFlops.of(MODEL);
    assertThat(forward).isEqualTo(new ForwardFlops(300, 32));
    // 2·300·3 + 32·(1 + 2 + 3)
    assertThat(forward.read(3)).isEqualTo(1992);
    // 2·300·2 + 32·(4 + 5)
    assertThat(forward.write(3, 2)).isEqualTo(1488);
  }

  @Test
  void operationsOfARunByWhatTheyAreFor() {
    // a step samples 4·(1992 + 3·1488) = 25,824 and scores 12·(1992 + 1488) = 41,760 twice
    RunFlops kept = RunFlops.of(config(), MODEL, new Lengths(3, 2), Activations.KEPT);
    assertThat(kept.rollout()).isEqualTo(2 * 25_824);
    assertThat(kept.score()).isEqualTo(2 * 2 * 41_760);
    assertThat(kept.update()).isEqualTo(2 * 3 * 41_760);
    // the initial and the last policy answer 5 problems twice: 2·5·(1992 + 2·1488)
    assertThat(kept.evaluate()).isEqualTo(49_680);
    assertThat(kept.total()).isEqualTo(51_648 + 167_040 + 250_560 + 49_680);
    RunFlops recomputed =
        RunFlops.of(
            config("grpo.kl-coefficient=0", "grpo.epochs=2"),
            MODEL,
            new Lengths(3, 2),
            Activations.RECOMPUTED);
    assertThat(recomputed.score()).as("no reference").isEqualTo(2 * 41_760);
    assertThat(recomputed.update()).isEqualTo(2 * 2 * 4 * 41_760);
  }

  /**
   * Of 300 parameters each takes 4 + 8 + 4 bytes, 2 for the copy computed with and 2 for the
   * initial policy: 6000. A token keeps 2·(4·4 + 2·4 + 2·2 + 3·6) = 92 bytes a layer; logits take
   * 80.
   */
  @Test
  void memoryByPhase() {
    RunMemory kept = RunMemory.of(config(), MODEL, Activations.KEPT, 1, 1);
    assertThat(kept.shared()).isEqualTo(6000);
    // the longest sequence, 14 tokens, is longer than a micro-batch
    assertThat(kept.update()).isEqualTo(14 * (2 * 92 + 80));
    // 2·300, and for 6 sequences of 14 tokens 2·2·2·1·2 = 16 bytes of keys and values a token
    assertThat(kept.rollout()).isEqualTo(600 + 6 * 14 * 16);
    assertThat(kept.peak()).isEqualTo(6000 + 3696);
    RunMemory shared = RunMemory.of(config(), MODEL, Activations.RECOMPUTED, 2, 2);
    assertThat(shared.shared()).isEqualTo(3000);
    assertThat(shared.update()).isEqualTo(14 * (2 * 8 + 92 + 80));
    assertThat(shared.rollout()).isEqualTo((600 + 1344) / 2.0);
    TrainConfig single = config("grpo.dtype=float32", "grpo.kl-coefficient=0");
    assertThat(RunMemory.of(single, MODEL, Activations.KEPT, 1, 1).shared())
        .as("master weights are computed with, and there is no initial policy")
        .isEqualTo(16 * 300);
  }

  /**
   * Rank 2 on all projections: a layer's have 4 + 4, 4 + 2, 4 + 2, 4 + 4, 4 + 6, 4 + 6 and 6 + 4
   * rows and columns, 58, so that both layers' adapters have a = 2·2·58 = 232 numbers.
   */
  @Test
  void adaptersSpareGradientsMomentsAndCommits() {
    String[] lora = {"grpo.adapter=lora", "grpo.lora.rank=2"};
    RunMemory memory = RunMemory.of(config(lora), MODEL, Activations.KEPT, 1, 1);
    assertThat(memory.shared())
        .as("policy and base 4 each, the copy 2, 16 of an adapter's number")
        .isEqualTo(10 * 300 + 16 * 232);
    RunFlops kept = RunFlops.of(config(lora), MODEL, new Lengths(3, 2), Activations.KEPT);
    // 12 sequences of 5 tokens, of which each is spared 2·300 and takes 4·232
    assertThat(kept.update()).isEqualTo(2 * (3 * 41_760 - 60 * (600 - 928)));
    assertThat(kept.score()).as("the base is the reference").isEqualTo(2 * 2 * 41_760);
    RunFlops twice =
        RunFlops.of(
            config("grpo.adapter=lora", "grpo.lora.rank=2", "grpo.epochs=2"),
            MODEL,
            new Lengths(3, 2),
            Activations.KEPT);
    assertThat(twice.update()).isEqualTo(2 * kept.update());
    assertThat(estimate().commit()).isEqualTo(12 * 300);
    assertThat(estimate("grpo.reference-refresh=1").commit()).isEqualTo(16 * 300);
    assertThat(estimate(lora).commit()).isEqualTo(12 * 232);
  }

  @Test
  void aRunGetsTheFewestGpusThatHoldIt() {
    RunEstimate two = estimate();
    assertThat(two.params()).isEqualTo(260);
    assertThat(two.steps()).isEqualTo(2);
    // 2 steps of 4·3 sequences of 3 + 2 tokens
    assertThat(two.tokens()).isEqualTo(120);
    assertThat(two.compute()).isEqualTo(6 * 260 * 120);
    assertThat(two.gpus()).isEqualTo(2);
    assertThat(two.memory()).isEqualTo(3000 + 2632);
    assertThat(two.fits()).isTrue();
    // 101,328 / 50 and (167,040 + 334,080) / 80 seconds
    assertThat(two.hours()).isCloseTo((2026.56 + 6264) / 2 / 3600, EXACT);
    RunEstimate none = estimate("study.estimate.memory=4000");
    assertThat(none.gpus()).isEqualTo(4);
    assertThat(none.memory()).isEqualTo(1500 + 2632);
    assertThat(none.fits()).isFalse();
  }

  @Test
  void lengthsThatAreNotGivenAreTheLongest() {
    RunEstimate longest =
        estimate("study.estimate.prompt-tokens=null", "study.estimate.completion-tokens=null");
    assertThat(longest.tokens()).isEqualTo(2 * 12 * 14);
  }

  @Test
  void aModelThatIsNowhereIsNamed() {
    Settings settings = settings();
    assertThatThrownBy(
            () -> StudyEstimate.of(List.of(TrainConfig.of(settings)), EstimateConfig.of(settings)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "models/tiny of run tiny-s1 is not known: expected models/tiny/config.json, or"
                + " study.shapes.\"tiny\"");
  }
}
