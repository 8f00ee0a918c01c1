package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.model.Learner;
import io.gradus.training.model.NaiveTransformer;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TestPolicies;
import io.gradus.training.model.TokenBatch;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.CounterRandom;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpoLossTest {
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(
              new Sequence(new int[] {3, 17, 5, 5, 22, 0}, 2),
              new Sequence(new int[] {9, 14, 2, 11}, 1)));
  private static final GrpoLoss LOSS = GrpoLoss.of(new Clip(0.2, 0.3, Clip.NO_DUAL), 0.05, 0.9);

  /** Old logprobs near and far from the policy's, so that both clips are met. */
  private static GrpoTokens tokens(Policy policy) {
    float[] now = policy.score(BATCH, LOSS.temperature()).logprobs();
    float[] shifts = {0.1f, -0.4f, 0.5f, -0.05f, 0.3f, -0.6f, 0.02f};
    float[] old = new float[now.length];
    float[] reference = new float[now.length];
    for (int i = 0; i < now.length; i++) {
      old[i] = now[i] - shifts[i];
      reference[i] = now[i] + 0.3f * shifts[now.length - 1 - i];
    }
    float[] weights = {0.2f, 0.1f, 0.15f, 0.05f, 0.2f, 0.1f, 0.2f};
    float[] advantages = {1.2f, 1.2f, 1.2f, 1.2f, -0.7f, -0.7f, -0.7f};
    return new GrpoTokens(weights, advantages, old, reference, new float[7], new int[] {4, 3});
  }

  /** GRPO's loss by its formula, in double precision. */
  private static GrpoSums expected(float[] logprobs, GrpoTokens t) {
    GrpoSums sums = GrpoSums.ZERO;
    for (int i = 0; i < logprobs.length; i++) {
      double change = (double) logprobs[i] - t.oldLogprobs()[i];
      double ratio = Math.exp(change);
      double clipped = Math.min(Math.max(ratio, 1 - LOSS.clip().low()), 1 + LOSS.clip().high());
      double free = -t.advantages()[i] * ratio;
      double bound = -t.advantages()[i] * clipped;
      double policy = t.weights()[i] * Math.max(free, bound);
      double q = (double) t.referenceLogprobs()[i] - logprobs[i];
      double kl = t.weights()[i] * (Math.exp(q) - q - 1);
      sums =
          sums.plus(
              new GrpoSums(
                  policy + LOSS.kl().coefficient() * kl,
                  policy,
                  kl,
                  bound > free ? 1 : 0,
                  change,
                  bound > free && t.advantages()[i] < 0 ? 1 : 0,
                  bound > free && t.advantages()[i] > 0 ? 1 : 0,
                  0));
    }
    return sums;
  }

  @ParameterizedTest
  @EnumSource(names = {"LLAMA", "QWEN2", "QWEN3"})
  void grpoLossIsItsFormula(Architecture architecture) {
    try (Policy policy = TestPolicies.random(architecture);
        Learner learner = new Learner(policy)) {
      GrpoTokens tokens = tokens(policy);
      GrpoSums sums = GrpoSums.of(learner.accumulate(BATCH, LOSS.over(tokens)).sums());
      GrpoSums expected = expected(policy.score(BATCH, LOSS.temperature()).logprobs(), tokens);
      assertThat(expected.clipped()).isBetween(2.0, 6.0);
      assertThat(sums.loss()).isCloseTo(expected.loss(), within(2e-6));
      assertThat(sums.policyLoss()).isCloseTo(expected.policyLoss(), within(2e-6));
      assertThat(sums.kl()).isCloseTo(expected.kl(), within(2e-6));
      assertThat(sums.clipped()).isEqualTo(expected.clipped());
      assertThat(sums.clippedLow()).isEqualTo(expected.clippedLow());
      assertThat(sums.clippedHigh()).isEqualTo(expected.clippedHigh());
      assertThat(sums.logRatio()).isCloseTo(expected.logRatio(), within(2e-5));
    }
  }

  @Test
  void oneTokenByHand() {
    // ratio e^0.5 = 1.648721 is clipped to 1.3 for A = 2: -2.6; k3 with q = 0.1: e^0.1 - 0.1 - 1
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      TokenBatch one = new TokenBatch(List.of(new Sequence(new int[] {3, 17, 5}, 2)));
      float now = policy.score(one, 1).logprobs()[0];
      GrpoSums sums =
          GrpoSums.of(
              learner
                  .accumulate(
                      one,
                      GrpoLoss.of(new Clip(0.2, 0.3, Clip.NO_DUAL), 0.01, 1)
                          .over(
                              new GrpoTokens(
                                  new float[] {1},
                                  new float[] {2},
                                  new float[] {now - 0.5f},
                                  new float[] {now + 0.1f},
                                  new float[1],
                                  new int[] {1})))
                  .sums());
      assertThat(sums.policyLoss()).isCloseTo(-2.6, within(1e-5));
      assertThat(sums.kl()).isCloseTo(0.00517092, within(1e-6));
      assertThat(sums.loss()).isCloseTo(-2.6 + 0.01 * 0.00517092, within(1e-5));
      assertThat(sums.clipped()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LLAMA", "QWEN2", "QWEN3"})
  void grpoGradientIsTheFiniteDifference(Architecture architecture) {
    try (Policy policy = TestPolicies.random(architecture);
        Learner learner = new Learner(policy)) {
      GrpoTokens tokens = tokens(policy);
      GrpoSums sums = GrpoSums.of(learner.accumulate(BATCH, LOSS.over(tokens)).sums());
      float[] weights = TestPolicies.weights(policy);
      float[] gradient = TestPolicies.gradient(learner);
      assertThat(lossAt(policy, weights, new float[weights.length], 0, tokens))
          .as("the loss whose differences are taken")
          .isCloseTo(sums.loss(), within(2e-6));
      for (int direction = 0; direction < 4; direction++) {
        float[] along = CounterRandom.of(8).normals(0, direction, weights.length);
        double slope = 0;
        for (int i = 0; i < along.length; i++) {
          slope += (double) along[i] * gradient[i];
        }
        double difference =
            (lossAt(policy, weights, along, 1e-3, tokens)
                    - lossAt(policy, weights, along, -1e-3, tokens))
                / 2e-3;
        assertThat(difference).isCloseTo(slope, within(2e-3 + 5e-3 * Math.abs(slope)));
      }
    }
  }

  /** The loss with weights moved by {@code by} along a direction, by plain loops. */
  private static double lossAt(
      Policy policy, float[] weights, float[] along, double by, GrpoTokens tokens) {
    try (Policy moved = Policy.allocate(policy.config(), TestPolicies.FLOAT32)) {
      float[] values = new float[weights.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (weights[i] + by * along[i]);
      }
      moved.write(0, FloatBuffer.wrap(values));
      NaiveTransformer naive = new NaiveTransformer(moved);
      float[] logprobs = new float[BATCH.scored()];
      int at = 0;
      for (Sequence sequence : BATCH.sequences()) {
        double[][] all = naive.logprobs(sequence.ids());
        for (int t = sequence.first(); t < sequence.ids().length; t++) {
          double[] logits = all[t - 1].clone();
          for (int i = 0; i < logits.length; i++) {
            logits[i] /= LOSS.temperature();
          }
          logprobs[at++] = (float) NaiveTransformer.logSoftmax(logits)[sequence.ids()[t]];
        }
      }
      return expected(logprobs, tokens).loss();
    }
  }
}
