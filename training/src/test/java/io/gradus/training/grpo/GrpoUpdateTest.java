package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.grpo.Advantage.Estimator;
import io.gradus.training.hub.Architecture;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TestPolicies;
import io.gradus.training.rollout.CounterRandom;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrpoUpdateTest {
  private static final AdamW OPTIMIZER = new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.1, 1);

  /** Four prompts of three completions of 1 to 9 tokens. */
  private static List<List<Trajectory>> groups(Policy policy) {
    CounterRandom random = CounterRandom.of(4);
    List<List<Trajectory>> groups = new ArrayList<>();
    for (int prompt = 0; prompt < 4; prompt++) {
      float[] advantages = advantages(0, 1, prompt % 2);
      List<Trajectory> group = new ArrayList<>();
      for (int sample = 0; sample < 3; sample++) {
        int[] promptIds = ids(random, prompt, 10, 2 + prompt);
        int[] completion = ids(random, prompt, sample, 1 + (prompt * 5 + sample * 3) % 9);
        Rollout rollout =
            new Rollout(
                "p" + prompt,
                sample,
                promptIds,
                completion,
                new float[completion.length],
                FinishReason.STOP);
        group.add(scored(policy, rollout, advantages[sample]));
      }
      groups.add(group);
    }
    return groups;
  }

  private static float[] advantages(double... rewards) {
    return new Advantage(Estimator.GROUP, 1e-6)
        .of(List.of(rewards), List.of(new int[rewards.length]))[0];
  }

  private static Trajectory scored(Policy policy, Rollout rollout, float advantage) {
    Trajectory unscored = new Trajectory(rollout, advantage, Optional.empty(), Optional.empty());
    Scores scores = new SequenceScorer(policy, 64).score(List.of(unscored.sequence()), 1).get(0);
    return new Trajectory(rollout, advantage, Optional.of(scores), Optional.of(scores.logprobs()));
  }

  private static int[] ids(CounterRandom random, int a, int b, int length) {
    float[] uniforms = random.uniforms(a, b, length);
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = (int) (uniforms[i] * 23);
    }
    return ids;
  }

  private static GrpoSettings settings(int miniBatch, int tokens, Aggregation aggregation) {
    return new GrpoSettings(
        miniBatch,
        1,
        tokens,
        OPTIMIZER,
        GrpoLoss.of(Clip.of(0.2), 0.001, 1),
        aggregation,
        9,
        OldLogprobs.RECOMPUTED,
        Overlong.KEEP);
  }

  @Test
  void theSizeOfMicroBatchesDoesNotMatter() {
    for (Aggregation aggregation : Aggregation.values()) {
      float[] large = updated(settings(2, 1000, aggregation));
      float[] small = updated(settings(2, 8, aggregation));
      double difference = 0;
      double size = 0;
      float[] before = updated(settings(2, 1000, aggregation), 0);
      for (int i = 0; i < large.length; i++) {
        difference += Math.pow(large[i] - small[i], 2);
        size += Math.pow(large[i] - before[i], 2);
      }
      assertThat(size).isPositive();
      assertThat(Math.sqrt(difference / size)).isLessThan(1e-3);
    }
  }

  private static GrpoSettings withLearningRate(int miniBatch, double rate) {
    return new GrpoSettings(
        miniBatch,
        1,
        1000,
        new AdamW(rate, 0.9, 0.999, 1e-8, 0.1, 1),
        GrpoLoss.of(Clip.of(0.2), 0.001, 1),
        Aggregation.TOKEN_MEAN,
        9,
        OldLogprobs.RECOMPUTED,
        Overlong.KEEP);
  }

  /** Steps of 1e30 leave weights finite, but no product of two. */
  @Test
  void saysWhatIsNotFinite() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      List<List<Trajectory>> groups = groups(policy);
      assertThatThrownBy(() -> new GrpoUpdate(learner, withLearningRate(2, 1e30)).run(groups))
          .isInstanceOfSatisfying(
              DivergedUpdateException.class,
              e -> assertThat(e.summary().optimizerSteps()).isEqualTo(1))
          .hasMessage("the norm of the gradient is not finite at the step's optimiser step 2");
    }
  }

  @Test
  void oneWeightThatIsNotFiniteIsSeen() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      assertThat(policy.isFinite()).isTrue();
      for (float value :
          new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        policy.write(3, FloatBuffer.wrap(new float[] {value}));
        assertThat(policy.isFinite()).as("%s", value).isFalse();
        policy.write(3, FloatBuffer.wrap(new float[] {-1e38f}));
        assertThat(policy.isFinite()).isTrue();
      }
    }
  }

  private static float[] updated(GrpoSettings settings) {
    return updated(settings, Integer.MAX_VALUE);
  }

  private static float[] updated(GrpoSettings settings, int groups) {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      List<List<Trajectory>> all = groups(policy);
      if (groups > 0) {
        new GrpoUpdate(learner, settings).run(all);
      }
      return TestPolicies.weights(policy);
    }
  }

  @Test
  void gradientsAgreeToOneInAHundredThousandForAnyMicroBatch() {
    try (Policy policy = TestPolicies.random(Architecture.QWEN3);
        Learner whole = new Learner(policy);
        Learner parts = new Learner(policy)) {
      MiniBatch all = MiniBatch.of(groups(policy), settings(4, 1000, Aggregation.TOKEN_MEAN));
      GrpoSums a =
          new GrpoUpdate(whole, settings(4, 1000, Aggregation.TOKEN_MEAN))
              .accumulate(all, true)
              .sums();
      GrpoSums b =
          new GrpoUpdate(parts, settings(4, 8, Aggregation.TOKEN_MEAN))
              .accumulate(all, true)
              .sums();
      assertThat(b.loss()).isCloseTo(a.loss(), within(1e-5 * Math.abs(a.loss()) + 1e-7));
      double normA = whole.step(OPTIMIZER);
      double normB = parts.step(OPTIMIZER);
      assertThat(normB).isCloseTo(normA, within(1e-5 * normA));
    }
  }

  @Test
  void theFirstMiniBatchHasRatioOneAndNoClipping() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      List<List<Trajectory>> groups = groups(policy);
      UpdateSummary summary =
          new GrpoUpdate(learner, settings(4, 1000, Aggregation.SEQ_MEAN_TOKEN_MEAN)).run(groups);
      assertThat(summary.optimizerSteps()).isEqualTo(1);
      assertThat(summary.clips().all()).isZero();
      assertThat(summary.kl()).isCloseTo(0, within(1e-6));
      // ratio 1 everywhere: minus the mean advantage, which is zero within each group
      assertThat(summary.policyLoss()).isCloseTo(0, within(1e-6));
      assertThat(summary.gradientNorm()).isGreaterThan(0.01);
    }
  }

  private static List<List<Trajectory>> unscored(List<List<Trajectory>> groups, int prompts) {
    List<List<Trajectory>> all = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      boolean scored = group >= prompts;
      all.add(
          groups.get(group).stream()
              .map(
                  t ->
                      new Trajectory(
                          t.rollout(),
                          t.advantage(),
                          scored ? t.scores() : Optional.empty(),
                          t.referenceLogprobs()))
              .toList());
    }
    return all;
  }

  private static GrpoSettings twoEpochs(OldLogprobs old) {
    return new GrpoSettings(
        2,
        2,
        1000,
        OPTIMIZER,
        GrpoLoss.of(Clip.of(0.2), 0.001, 1),
        Aggregation.TOKEN_MEAN,
        9,
        old,
        Overlong.KEEP);
  }

  /** The pass that learns from the first mini-batch finds what a pass before it would find. */
  @Test
  void theFirstMiniBatchNeedsNoPassOfItsOwn() {
    float[] scored;
    UpdateSummary expected;
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      expected = new GrpoUpdate(learner, twoEpochs(OldLogprobs.RECOMPUTED)).run(groups(policy));
      scored = TestPolicies.weights(policy);
    }
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      float[] before = TestPolicies.weights(policy);
      List<List<Trajectory>> groups = unscored(groups(policy), 2);
      UpdateSummary summary =
          new GrpoUpdate(learner, twoEpochs(OldLogprobs.RECOMPUTED)).run(groups);
      assertThat(summary.optimizerSteps()).isEqualTo(4);
      assertThat(summary.begin().entropy()).isCloseTo(expected.begin().entropy(), within(1e-5));
      assertThat(summary.begin().mean()).isCloseTo(expected.begin().mean(), within(1e-5));
      assertThat(summary.kl()).isCloseTo(expected.kl(), within(1e-6));
      float[] weights = TestPolicies.weights(policy);
      double difference = 0;
      double size = 0;
      for (int i = 0; i < weights.length; i++) {
        difference += Math.pow(weights[i] - scored[i], 2);
        size += Math.pow(scored[i] - before[i], 2);
      }
      assertThat(Math.sqrt(difference / size)).isLessThan(1e-3);
    }
  }

  @Test
  void laterMiniBatchesNeedTheirOldLogprobs() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      List<List<Trajectory>> groups = unscored(groups(policy), 3);
      assertThatThrownBy(
              () -> new GrpoUpdate(learner, twoEpochs(OldLogprobs.RECOMPUTED)).run(groups))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Sample 0 of problem p2 has no old logprobs, which later mini-batches need");
    }
  }

  /**
   * Rollouts here say that every sampled token had logprob 0: every ratio is clipped or below 1.
   */
  @Test
  void theSamplersLogprobsAreOldOnesWhereThatIsAsked() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      List<List<Trajectory>> groups = groups(policy);
      double expected = 0;
      int tokens = 0;
      for (Trajectory trajectory : groups.stream().flatMap(List::stream).toList()) {
        for (float logprob : trajectory.scores().orElseThrow().logprobs()) {
          double ratio = Math.exp(logprob);
          double a = trajectory.advantage();
          expected += Math.max(-a * ratio, -a * Math.min(Math.max(ratio, 0.8), 1.2));
          tokens++;
        }
      }
      GrpoSettings settings =
          new GrpoSettings(
              4,
              1,
              1000,
              OPTIMIZER,
              GrpoLoss.of(Clip.of(0.2), 0.001, 1),
              Aggregation.TOKEN_MEAN,
              9,
              OldLogprobs.SAMPLER,
              Overlong.KEEP);
      UpdateSummary summary = new GrpoUpdate(learner, settings).run(unscored(groups, 4));
      assertThat(summary.policyLoss()).isCloseTo(expected / tokens, within(1e-5));
      assertThat(summary.begin().mean()).as("recorded").isGreaterThan(1);
    }
  }

  @Test
  void withoutReferenceLogprobsThereIsNoKlTerm() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      List<List<Trajectory>> groups =
          groups(policy).stream()
              .map(
                  group ->
                      group.stream()
                          .map(
                              t ->
                                  new Trajectory(
                                      t.rollout(), t.advantage(), t.scores(), Optional.empty()))
                          .toList())
              .toList();
      assertThatThrownBy(
              () -> new GrpoUpdate(learner, twoEpochs(OldLogprobs.RECOMPUTED)).run(groups))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Sample 0 of problem p0 has no reference logprobs, which the KL term needs");
      GrpoSettings settings =
          new GrpoSettings(
              4,
              1,
              1000,
              OPTIMIZER,
              GrpoLoss.of(Clip.of(0.2), 0, 1),
              Aggregation.TOKEN_MEAN,
              9,
              OldLogprobs.RECOMPUTED,
              Overlong.KEEP);
      UpdateSummary summary = new GrpoUpdate(learner, settings).run(groups);
      assertThat(summary.kl()).isZero();
      assertThat(summary.loss()).isEqualTo(summary.policyLoss());
    }
  }

  @Test
  void aRewardedCompletionBecomesLikelier() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      List<List<Trajectory>> groups = groups(policy);
      Trajectory rewarded = groups.get(0).get(1);
      double before = sum(rewarded.scores().orElseThrow().logprobs());
      UpdateSummary summary =
          new GrpoUpdate(learner, settings(2, 1000, Aggregation.TOKEN_MEAN)).run(groups);
      assertThat(summary.optimizerSteps()).isEqualTo(2);
      double after = sum(scored(policy, rewarded.rollout(), 0).scores().orElseThrow().logprobs());
      assertThat(after).isGreaterThan(before);
    }
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
