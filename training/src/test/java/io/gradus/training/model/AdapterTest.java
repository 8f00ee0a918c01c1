package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.LoraLayout;
import io.gradus.training.hub.LoraLayout.Pair;
import io.gradus.training.hub.LoraSettings;
import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.model.Policy.Decoded;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.pretrain.AdapterInitializer;
import io.gradus.training.pretrain.Likelihood;
import io.gradus.training.rollout.CounterRandom;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTest {
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(
              new Sequence(new int[] {3, 17, 5, 5, 22, 0}, 2),
              new Sequence(new int[] {9, 14, 2, 11}, 1)));
  private static final float[] WEIGHTS = {0.2f, 0.1f, 0.15f, 0.05f, 0.2f, 0.1f, 0.2f};
  private static final LoraSettings SETTINGS =
      new LoraSettings(3, 4.5, List.of(LoraSettings.ALL_LINEAR));
  private static final AdamW OPTIMIZER = new AdamW(0.01, 0.9, 0.99, 1e-8, 0.1, 0.5);

  /** A base, a policy made of it, and adapters with random numbers in both parts. */
  private record Model(Policy base, Policy policy, Adapter adapter) implements AutoCloseable {
    static Model of(Architecture architecture, LoraSettings settings) {
      Policy base = TestPolicies.random(architecture);
      Policy policy = Policy.allocate(base.config(), base.compute());
      Adapter adapter = new Adapter(policy, base, LoraLayout.of(base.config(), settings));
      for (Slice slice : adapter.layout().slices()) {
        float[] values =
            CounterRandom.of(8, slice.name()).normals(0, 0, Math.toIntExact(slice.length()));
        for (int i = 0; i < values.length; i++) {
          values[i] *= 0.2f;
        }
        adapter.write(slice.offset(), FloatBuffer.wrap(values));
      }
      adapter.merge();
      return new Model(base, policy, adapter);
    }

    float[] values() {
      FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(adapter.layout().totalLength()));
      adapter.read(0, all);
      return all.array();
    }

    @Override
    public void close() {
      adapter.close();
      policy.close();
      base.close();
    }
  }

  private static float[] gradient(Learner learner) {
    long length =
        learner
            .adapter()
            .map(a -> a.layout().totalLength())
            .orElse(learner.policy().layout().totalLength());
    FloatBuffer all = FloatBuffer.allocate(Math.toIntExact(length));
    learner.readGradient(0, all);
    return all.array();
  }

  /** Σ over k of left[k·leftStep + i] · right[j + k·rightStep], a product of matrices' entry. */
  private static double dot(
      float[] left, long from, int leftStep, float[] right, long at, int rightStep, int length) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += (double) left[(int) from + k * leftStep] * right[(int) at + k * rightStep];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void weightsAreThoseOfTheBasePlusTheProductsOfTheAdapters(Architecture architecture) {
    try (Model model = Model.of(architecture, SETTINGS)) {
      float[] expected = TestPolicies.weights(model.base());
      float[] values = model.values();
      for (Pair pair : model.adapter().layout().pairs()) {
        int inputs = (int) pair.inputs();
        for (int row = 0; row < pair.rows(); row++) {
          for (int column = 0; column < inputs; column++) {
            double product =
                dot(
                    values,
                    pair.b().offset() + row * 3L,
                    1,
                    values,
                    pair.a().offset() + column,
                    inputs,
                    3);
            expected[(int) pair.matrix().offset() + row * inputs + column] +=
                (float) (1.5 * product);
          }
        }
      }
      float[] merged = TestPolicies.weights(model.policy());
      for (int i = 0; i < expected.length; i++) {
        assertThat(merged[i]).isCloseTo(expected[i], within(1e-6f));
      }
      assertThat(merged).isNotEqualTo(TestPolicies.weights(model.base()));
    }
  }

  /** With G the gradient of W: that of A is 1.5 B' G, that of B is 1.5 G A'. */
  @ParameterizedTest
  @EnumSource(Architecture.class)
  void gradientsAreTheWeightsGradientsTimesTheOtherPart(Architecture architecture) {
    try (Model model = Model.of(architecture, SETTINGS);
        Learner whole = new Learner(model.policy());
        Learner learner = Learner.of(model.policy(), model.adapter(), Activations.KEPT);
        Learner again = Learner.of(model.policy(), model.adapter(), Activations.RECOMPUTED)) {
      var expected = whole.accumulate(BATCH, Likelihood.of(WEIGHTS));
      var pass = learner.accumulate(BATCH, Likelihood.of(WEIGHTS));
      again.accumulate(BATCH, Likelihood.of(WEIGHTS));
      assertThat(pass.sums()).isEqualTo(expected.sums());
      assertThat(pass.scores().logprobs())
          .isEqualTo(model.policy().score(BATCH, 1).logprobs())
          .isEqualTo(expected.scores().logprobs());
      float[] g = gradient(whole);
      float[] values = model.values();
      float[] found = gradient(learner);
      assertThat(gradient(again)).isEqualTo(found);
      double largest = 0;
      for (Pair pair : model.adapter().layout().pairs()) {
        int inputs = (int) pair.inputs();
        int rows = (int) pair.rows();
        for (int r = 0; r < 3; r++) {
          for (int column = 0; column < inputs; column++) {
            double slope =
                1.5
                    * dot(
                        values,
                        pair.b().offset() + r,
                        3,
                        g,
                        pair.matrix().offset() + column,
                        inputs,
                        rows);
            largest = Math.max(largest, Math.abs(slope));
            assertThat((double) found[(int) pair.a().offset() + r * inputs + column])
                .as(pair.a().name())
                .isCloseTo(slope, within(2e-5 + 1e-4 * Math.abs(slope)));
          }
          for (int row = 0; row < rows; row++) {
            double slope =
                1.5
                    * dot(
                        g,
                        pair.matrix().offset() + (long) row * inputs,
                        1,
                        values,
                        pair.a().offset() + (long) r * inputs,
                        1,
                        inputs);
            assertThat((double) found[(int) pair.b().offset() + row * 3 + r])
                .as(pair.b().name())
                .isCloseTo(slope, within(2e-5 + 1e-4 * Math.abs(slope)));
          }
        }
      }
      assertThat(largest).as("slopes that rounding could not make").isGreaterThan(0.01);
    }
  }

  /** Central differences of the loss as scoring gives it, one number of each adapter at a time. */
  @ParameterizedTest
  @EnumSource(
      value = Architecture.class,
      names = {"LLAMA", "QWEN2", "PHI3", "GEMMA2"})
  void gradientsAreThoseOfFiniteDifferences(Architecture architecture) {
    try (Model model = Model.of(architecture, SETTINGS);
        Learner learner = Learner.of(model.policy(), model.adapter(), Activations.AUTO)) {
      learner.accumulate(BATCH, Likelihood.of(WEIGHTS));
      float[] found = gradient(learner);
      for (Slice slice : model.adapter().layout().slices()) {
        int at = (int) (slice.offset() + slice.length() / 2);
        double slope = (lossAt(model, at, 0.02f) - lossAt(model, at, -0.02f)) / 0.04;
        assertThat((double) found[at])
            .as(slice.name())
            .isCloseTo(slope, within(5e-4 + 0.02 * Math.abs(slope)));
      }
    }
  }

  private static double lossAt(Model model, int at, float change) {
    float value = model.values()[at];
    model.adapter().write(at, FloatBuffer.wrap(new float[] {value + change}));
    model.adapter().merge();
    float[] logprobs = model.policy().score(BATCH, 1).logprobs();
    model.adapter().write(at, FloatBuffer.wrap(new float[] {value}));
    model.adapter().merge();
    double loss = 0;
    for (int i = 0; i < logprobs.length; i++) {
      loss -= (double) WEIGHTS[i] * logprobs[i];
    }
    return loss;
  }

  @Test
  void theSamplerSeesOneChangedNumberOfAnAdapter() {
    try (Model model = Model.of(Architecture.QWEN3, SETTINGS)) {
      Policy.DecodeRequest request =
          new Policy.DecodeRequest(
              List.of(new int[] {3, 17, 5}),
              new float[][] {{0.3f, 0.7f, 0.1f, 0.9f}},
              new Sampling(1, 1, 0),
              new int[0]);
      Decoded before = sample(model, request);
      assertThat(sample(model, request).logprobs()).isEqualTo(before.logprobs());
      for (Slice slice : model.adapter().layout().slices()) {
        float value = model.values()[(int) slice.offset()];
        model.adapter().write(slice.offset(), FloatBuffer.wrap(new float[] {value + 0.5f}));
        model.adapter().merge();
        assertThat(sample(model, request).logprobs())
            .as(slice.name())
            .isNotEqualTo(before.logprobs());
        model.adapter().write(slice.offset(), FloatBuffer.wrap(new float[] {value}));
        model.adapter().merge();
      }
      assertThat(sample(model, request).logprobs()).isEqualTo(before.logprobs());
    }
  }

  /** As an executor does: from a copy for inference. */
  private static Decoded sample(Model model, Policy.DecodeRequest request) {
    try (Policy copy = model.policy().inferenceCopy(TestPolicies.FLOAT32)) {
      return copy.decode(request).get(0);
    }
  }

  @Test
  void aStepChangesAdaptersAndTheMatricesThatHaveThemAlone() {
    LoraSettings some = new LoraSettings(2, 2, List.of("v_proj", "down_proj"));
    try (Model model = Model.of(Architecture.QWEN2, some);
        Learner learner = Learner.of(model.policy(), model.adapter(), Activations.AUTO)) {
      AdapterInitializer.fill(model.adapter(), 7);
      float[] base = TestPolicies.weights(model.base());
      assertThat(TestPolicies.weights(model.policy())).as("B is zero").isEqualTo(base);
      float[] before = model.values();
      learner.accumulate(BATCH, Likelihood.of(WEIGHTS));
      learner.step(OPTIMIZER);
      assertThat(TestPolicies.weights(model.base())).isEqualTo(base);
      assertThat(gradient(learner)).containsOnly(0f);
      assertThat(model.values()).isNotEqualTo(before);
      float[] after = TestPolicies.weights(model.policy());
      for (Slice slice : model.policy().layout().slices()) {
        boolean target = slice.name().matches(".*(v_proj|down_proj)\\.weight");
        assertThat(
                Arrays.equals(
                    after,
                    (int) slice.offset(),
                    (int) slice.end(),
                    base,
                    (int) slice.offset(),
                    (int) slice.end()))
            .as(slice.name())
            .isEqualTo(!target);
      }
    }
  }

  @Test
  void initialAdaptersAreUniformWithinOneByTheRootOfTheirInputs() {
    try (Model model = Model.of(Architecture.LLAMA, new LoraSettings(64, 64, List.of("up_proj")))) {
      AdapterInitializer.fill(model.adapter(), 7);
      float[] values = model.values();
      Slice a = model.adapter().layout().pairs().get(0).a();
      double squares = 0;
      float largest = 0;
      for (int i = 0; i < a.length(); i++) {
        squares += (double) values[i] * values[i] / a.length();
        largest = Math.max(largest, Math.abs(values[i]));
      }
      // 16 inputs: within 1/4, with a variance of 1/48
      assertThat(largest).isBetween(0.245f, 0.25f);
      assertThat(squares).isCloseTo(1.0 / 48, within(0.001));
    }
  }
}
