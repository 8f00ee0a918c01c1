package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.model.Learner.Moment;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.pretrain.Likelihood;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(
              new Sequence(new int[] {3, 17, 5, 5, 22, 0}, 2),
              new Sequence(new int[] {9, 14, 2, 11}, 1)));

  @Test
  void gradientsAddUpOverMicroBatches() {
    try (Policy policy = TestPolicies.random(Architecture.QWEN2);
        Learner whole = new Learner(policy);
        Learner parts = new Learner(policy)) {
      float[] weights = {0.2f, 0.1f, 0.15f, 0.05f, 0.2f, 0.1f, 0.2f};
      double loss = whole.accumulate(BATCH, Likelihood.of(weights)).sums()[0];
      TokenBatch first = new TokenBatch(BATCH.sequences().subList(0, 1));
      TokenBatch second = new TokenBatch(BATCH.sequences().subList(1, 2));
      double sum =
          parts.accumulate(first, Likelihood.of(new float[] {0.2f, 0.1f, 0.15f, 0.05f})).sums()[0]
              + parts.accumulate(second, Likelihood.of(new float[] {0.2f, 0.1f, 0.2f})).sums()[0];
      assertThat(sum).isCloseTo(loss, within(1e-6));
      float[] a = TestPolicies.gradient(whole);
      float[] b = TestPolicies.gradient(parts);
      for (int i = 0; i < a.length; i++) {
        assertThat(b[i]).isCloseTo(a[i], within(1e-6f + 1e-5f * Math.abs(a[i])));
      }
    }
  }

  @Test
  void refusesALossOverOtherTokens() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      assertThatThrownBy(() -> learner.accumulate(BATCH, Likelihood.of(new float[3])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A loss over 3 tokens does not fit a batch that scores 7");
    }
  }

  @Test
  void stepsAreAdamWWithClipping() {
    AdamW settings = new AdamW(0.01, 0.9, 0.99, 1e-8, 0.1, 0.5);
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      float[] weights = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
      double[] expected = doubles(TestPolicies.weights(policy));
      double[] m = new double[expected.length];
      double[] v = new double[expected.length];
      for (int step = 1; step <= 3; step++) {
        learner.accumulate(BATCH, Likelihood.of(weights));
        double[] gradient = doubles(TestPolicies.gradient(learner));
        double norm = 0;
        for (double g : gradient) {
          norm += g * g;
        }
        norm = Math.sqrt(norm);
        assertThat(norm).as("large enough to be clipped").isGreaterThan(0.5);
        for (int i = 0; i < expected.length; i++) {
          double g = gradient[i] * 0.5 / (norm + 1e-6);
          m[i] = 0.9 * m[i] + 0.1 * g;
          v[i] = 0.99 * v[i] + 0.01 * g * g;
          double update =
              m[i]
                  / (1 - Math.pow(0.9, step))
                  / (Math.sqrt(v[i] / (1 - Math.pow(0.99, step))) + 1e-8);
          expected[i] = expected[i] * (1 - 0.01 * 0.1) - 0.01 * update;
        }
        assertThat(learner.step(settings)).isCloseTo(norm, within(1e-5 * norm));
      }
      float[] actual = TestPolicies.weights(policy);
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-5));
      }
      assertThat(learner.steps()).isEqualTo(3);
      assertThat(TestPolicies.gradient(learner)).containsOnly(0f);
    }
  }

  @Test
  void momentsAreWrittenAndRead() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      learner.write(Moment.SECOND, 5, FloatBuffer.wrap(new float[] {1.5f, 2.5f}));
      FloatBuffer read = FloatBuffer.allocate(4);
      learner.read(Moment.SECOND, 4, read);
      assertThat(read.array()).containsExactly(0, 1.5f, 2.5f, 0);
    }
  }

  @Test
  void anInfiniteGradientChangesNothing() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      float[] before = TestPolicies.weights(policy);
      learner.accumulate(
          BATCH, Likelihood.of(new float[] {Float.POSITIVE_INFINITY, 0, 0, 0, 0, 0, 0}));
      assertThatThrownBy(() -> learner.step(new AdamW(0.01, 0.9, 0.99, 1e-8, 0.1, 1)))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("at optimiser step 1; weights are unchanged");
      assertThat(TestPolicies.weights(policy)).isEqualTo(before);
      assertThat(learner.steps()).isZero();
    }
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }
}
