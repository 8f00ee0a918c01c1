package io.gradus.training.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelConfigBuilder;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Sampling;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TestPolicies;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutEngineTest {
  private static final RolloutPrompt A = new RolloutPrompt("a", new int[] {4, 8, 15});
  private static final RolloutPrompt B = new RolloutPrompt("b", new int[] {16});
  private static final RolloutPrompt C = new RolloutPrompt("c", new int[] {4, 8, 15});
  private static final RolloutKey KEY = new RolloutKey(5, "train", 2);
  private static final int STOP = 3;

  private static Policy policy;

  @BeforeAll
  static void makePolicy() {
    policy = TestPolicies.random(Architecture.QWEN3);
  }

  @AfterAll
  static void freePolicy() {
    policy.close();
  }

  private static List<Rollout> generate(RolloutKey key, RolloutPrompt... prompts) {
    return new RolloutEngine(
            policy, new RolloutSettings(6, Sampling.temperature(1), 12, List.of(STOP, 12)))
        .generate(List.of(prompts), key);
  }

  private static void assertSame(Rollout actual, Rollout expected, float logprobTolerance) {
    assertThat(actual.problemId()).isEqualTo(expected.problemId());
    assertThat(actual.sample()).isEqualTo(expected.sample());
    assertThat(actual.promptIds()).isEqualTo(expected.promptIds());
    assertThat(actual.completionIds()).isEqualTo(expected.completionIds());
    assertThat(actual.finishReason()).isEqualTo(expected.finishReason());
    assertThat(actual.logprobs()).hasSameSizeAs(expected.logprobs());
    for (int t = 0; t < expected.logprobs().length; t++) {
      assertThat(actual.logprobs()[t]).isCloseTo(expected.logprobs()[t], within(logprobTolerance));
    }
  }

  @Test
  void rolloutsAreAFunctionOfTheirKey() {
    List<Rollout> first = generate(KEY, A, B);
    List<Rollout> second = generate(new RolloutKey(5, "train", 2), A, B);
    assertThat(first).hasSize(12);
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.get(i).problemId()).isEqualTo(i < 6 ? "a" : "b");
      assertThat(first.get(i).sample()).isEqualTo(i % 6);
      assertSame(second.get(i), first.get(i), 0);
    }
  }

  @Test
  void everyPartOfTheKeyMatters() {
    List<Integer> base = ids(generate(KEY, A));
    assertThat(ids(generate(new RolloutKey(6, "train", 2), A))).isNotEqualTo(base);
    assertThat(ids(generate(new RolloutKey(5, "evaluate", 2), A))).isNotEqualTo(base);
    assertThat(ids(generate(new RolloutKey(5, "train", 3), A))).isNotEqualTo(base);
    assertThat(ids(generate(KEY, C))).as("another problem, same text").isNotEqualTo(base);
  }

  private static List<Integer> ids(List<Rollout> rollouts) {
    return rollouts.stream()
        .flatMap(r -> java.util.Arrays.stream(r.completionIds()).boxed())
        .toList();
  }

  @Test
  void aProblemKeepsItsNumbersWhereverItStandsInTheBatch() {
    List<Rollout> forth = generate(KEY, A, B, C);
    List<Rollout> back = generate(KEY, C, B, A);
    for (int i = 0; i < 6; i++) {
      assertSame(back.get(12 + i), forth.get(i), 1e-5f);
      assertSame(back.get(6 + i), forth.get(6 + i), 1e-5f);
      assertSame(back.get(i), forth.get(12 + i), 1e-5f);
    }
  }

  @Test
  void finishesByAStopIdOrAtTheLimit() {
    List<Rollout> rollouts = generate(KEY, A, B, C);
    assertThat(rollouts).extracting(Rollout::finishReason).contains(FinishReason.STOP);
    assertThat(rollouts).extracting(Rollout::finishReason).contains(FinishReason.LENGTH);
    for (Rollout rollout : rollouts) {
      int[] ids = rollout.completionIds();
      assertThat(rollout.logprobs()).hasSize(ids.length);
      for (int t = 0; t + 1 < ids.length; t++) {
        assertThat(ids[t]).isNotIn(STOP, 12);
      }
      int last = ids[ids.length - 1];
      if (rollout.finishReason() == FinishReason.STOP) {
        assertThat(last).isIn(STOP, 12);
      } else {
        assertThat(ids).hasSize(12);
        assertThat(last).isNotIn(STOP, 12);
      }
    }
  }

  @Test
  void logprobsAreThoseOfScoringAtTheSamplingTemperature() {
    assertLogprobsAreThoseOfScoring(policy, 1e-4f);
  }

  /** From this width on, sampling multiplies by packed matrices, and scoring by plain ones. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void packedMatricesGiveTheSameLogprobs(Architecture architecture) {
    ModelConfigBuilder wide =
        ModelConfig.builder(architecture)
            .vocabSize(23)
            .hiddenSize(128)
            .intermediateSize(160)
            .layers(2)
            .heads(4)
            .kvHeads(2)
            .ropeTheta(1000)
            .maxPositions(64);
    if (architecture == Architecture.QWEN2) {
      wide.tiedEmbeddings();
    }
    try (Policy packed = TestPolicies.random(wide.build(), TestPolicies.FLOAT32)) {
      assertLogprobsAreThoseOfScoring(packed, 1e-3f);
    }
  }

  private static void assertLogprobsAreThoseOfScoring(Policy policy, float tolerance) {
    List<Rollout> rollouts =
        new RolloutEngine(
                policy, new RolloutSettings(3, new Sampling(0.7, 0.9, 5), 8, List.of(STOP)))
            .generate(List.of(A, B), KEY);
    SequenceScorer scorer = new SequenceScorer(policy, 64);
    for (Rollout rollout : rollouts) {
      float[] scored =
          scorer
              .score(List.of(Sequence.of(rollout.promptIds(), rollout.completionIds())), 0.7)
              .get(0)
              .logprobs();
      for (int t = 0; t < scored.length; t++) {
        assertThat(rollout.logprobs()[t]).isCloseTo(scored[t], within(tolerance));
      }
    }
  }

  @Test
  void refusesAPromptThatLeavesTooLittleRoom() {
    RolloutPrompt fits = new RolloutPrompt("fits", new int[64 - 12]);
    RolloutPrompt tooLong = new RolloutPrompt("too-long", new int[64 - 11]);
    assertThat(generate(KEY, fits)).hasSize(6);
    assertThatThrownBy(() -> generate(KEY, A, tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The prompt of problem too-long has 53 tokens; with 12 new ones it exceeds the model's"
                + " 64 positions");
  }

  @Test
  void refusesEmptyPromptsAndSettings() {
    assertThatThrownBy(() -> new RolloutPrompt("p", new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompt of problem p has no tokens");
    assertThatThrownBy(() -> new RolloutSettings(0, Sampling.greedy(), 4, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot sample 0 completions of at most 4 tokens, expected at least 1 of each");
    assertThatThrownBy(() -> new RolloutSettings(1, Sampling.greedy(), 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot sample 1 completions of at most 0 tokens, expected at least 1 of each");
  }
}
