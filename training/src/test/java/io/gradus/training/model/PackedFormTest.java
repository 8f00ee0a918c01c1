package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.pretrain.Initializer;
import io.gradus.training.pretrain.Likelihood;
import io.gradus.training.rollout.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Packed tokens and the written-out backward pass give what the plain form gives. */
class PackedFormTest {
  private static final double TOLERANCE = 1e-5;

  private static int[] ids(int stream, int length) {
    float[] uniforms = CounterRandom.of(31).uniforms(stream, 0, length);
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = (int) (uniforms[i] * 23);
    }
    return ids;
  }

  /**
   * Groups of several sizes, single sequences, completions of one token and of none, a prompt of
   * one.
   */
  private static TokenBatch batch() {
    List<Sequence> sequences = new ArrayList<>();
    int[][] shapes = {
      {5, 7, 7, 1, 3}, {5, 2, 9}, {1, 4, 4}, {12, 6}, {3, 1, 1, 1}, {2, 0, 5}, {9, 14, 14, 14}
    };
    for (int group = 0; group < shapes.length; group++) {
      int[] prompt = ids(100 + group, shapes[group][0]);
      for (int sample = 1; sample < shapes[group].length; sample++) {
        sequences.add(Sequence.of(prompt, ids(10 * group + sample, shapes[group][sample])));
      }
    }
    return new TokenBatch(sequences);
  }

  private static TokenLoss loss(TokenBatch batch) {
    float[] weights = CounterRandom.of(32).uniforms(0, 0, batch.scored());
    return new TokenLoss(
        Likelihood.of(weights).program(), 0.8, new float[][] {weights}, new double[0]);
  }

  /** The largest difference, relative to the largest number. */
  private static double relativeError(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double error = 0;
    double size = 0;
    for (int i = 0; i < actual.length; i++) {
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
      size = Math.max(size, Math.abs(expected[i]));
    }
    return error / size;
  }

  private static float[] gradient(Policy policy, TokenBatch batch, Activations activations) {
    try (Learner learner = new Learner(policy, activations)) {
      learner.accumulate(batch, loss(batch));
      return TestPolicies.gradient(learner);
    }
  }

  private static ModelConfig wide(Architecture architecture) {
    return ModelConfig.builder(architecture)
        .vocabSize(23)
        .hiddenSize(128)
        .intermediateSize(160)
        .layers(3)
        .heads(6)
        .kvHeads(2)
        .headDim(32)
        .maxPositions(64)
        .build();
  }

  @ParameterizedTest
  @CsvSource({"LLAMA, false", "QWEN2, false", "QWEN3, false", "LLAMA, true", "QWEN3, true"})
  void logprobsAndGradientsAreThoseOfThePlainForm(Architecture architecture, boolean wide) {
    ModelConfig config = wide ? wide(architecture) : TestPolicies.config(architecture);
    try (Policy policy = TestPolicies.random(config, TestPolicies.FLOAT32);
        Learner learner = new Learner(policy)) {
      if (wide) {
        Initializer.fill(policy, 9);
      }
      TokenBatch batch = batch();
      PlainForm.Result plain = new PlainForm(policy).gradient(batch, loss(batch));
      Learner.Pass pass = learner.accumulate(batch, loss(batch));
      assertThat(pass.sums()[0]).isCloseTo(plain.sums()[0], within(TOLERANCE * plain.sums()[0]));
      assertThat(relativeError(pass.scores().logprobs(), plain.logprobs())).isLessThan(TOLERANCE);
      assertThat(relativeError(TestPolicies.gradient(learner), plain.gradient()))
          .isLessThan(TOLERANCE);
      Policy.Scores scores = policy.score(batch, 0.8);
      assertThat(relativeError(scores.logprobs(), plain.logprobs())).isLessThan(TOLERANCE);
      assertThat(scores).usingRecursiveComparison().isEqualTo(pass.scores());
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void everySliceHasItsOwnSmallError(Architecture architecture) {
    try (Policy policy = TestPolicies.random(architecture)) {
      TokenBatch batch = batch();
      float[] plain = new PlainForm(policy).gradient(batch, loss(batch)).gradient();
      float[] packed = gradient(policy, batch, Activations.KEPT);
      policy
          .layout()
          .slices()
          .forEach(
              slice -> {
                int from = (int) slice.offset();
                int to = (int) slice.end();
                float[] expected = Arrays.copyOfRange(plain, from, to);
                float[] actual = Arrays.copyOfRange(packed, from, to);
                // a key's bias adds the same to all scores of a query, so its gradient is rounding
                if (!slice.name().endsWith("k_proj.bias")) {
                  assertThat(relativeError(actual, expected)).as(slice.name()).isLessThan(3e-5);
                }
              });
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void recomputedActivationsGiveTheSameBits(Architecture architecture) {
    try (Policy policy = TestPolicies.random(architecture)) {
      TokenBatch batch = batch();
      assertThat(gradient(policy, batch, Activations.RECOMPUTED))
          .isEqualTo(gradient(policy, batch, Activations.KEPT));
    }
  }

  /**
   * Of the families whose random weights here are not so sharp that rounding decides: those of
   * packed names are other numbers, and Granite's attention multiplier is 1 by default.
   */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PHI3", "GRANITE"})
  void bfloat16IsTheSameUpToItsRounding(Architecture architecture) {
    try (Policy exact = TestPolicies.random(architecture);
        Policy rounded =
            TestPolicies.random(TestPolicies.config(architecture), TestPolicies.BFLOAT16)) {
      TokenBatch batch = batch();
      float[] expected = gradient(exact, batch, Activations.KEPT);
      float[] actual = gradient(rounded, batch, Activations.RECOMPUTED);
      double product = 0;
      double a = 0;
      double b = 0;
      for (int i = 0; i < actual.length; i++) {
        product += (double) actual[i] * expected[i];
        a += (double) actual[i] * actual[i];
        b += (double) expected[i] * expected[i];
      }
      assertThat(product / Math.sqrt(a * b)).isGreaterThan(0.999);
      assertThat(Math.sqrt(a / b)).isCloseTo(1, within(0.02));
    }
  }

  /** More tokens than logits are held of, and attention with rectangles of several sizes. */
  @Test
  void manyTokensInSeveralChunks() {
    List<Sequence> sequences = new ArrayList<>();
    for (int group = 0; group < 6; group++) {
      int[] prompt = ids(200 + group, 20 + group % 2);
      for (int sample = 0; sample < 8; sample++) {
        sequences.add(Sequence.of(prompt, ids(group * 8 + sample, 5 + (group * sample) % 29)));
      }
    }
    TokenBatch batch = new TokenBatch(sequences);
    assertThat(batch.scored()).isGreaterThan(2 * 256);
    try (Policy policy = TestPolicies.random(Architecture.QWEN2)) {
      PlainForm.Result plain = new PlainForm(policy).gradient(batch, loss(batch));
      assertThat(relativeError(gradient(policy, batch, Activations.AUTO), plain.gradient()))
          .isLessThan(TOLERANCE);
      assertThat(relativeError(policy.score(batch, 0.8).logprobs(), plain.logprobs()))
          .isLessThan(TOLERANCE);
    }
  }
}
