package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.rollout.CounterRandom;
import org.junit.jupiter.api.Test;

class OptimizerSliceTest {
  private static final AdamW SETTINGS = new AdamW(0.01, 0.9, 0.99, 1e-8, 0.1, 1);

  /**
   * Worked by hand. Norm 2 clips the gradient 1.2 to 0.6 (nearly: 1e-6 is added to the norm). First
   * moment 0.9 · 0.5 + 0.1 · 0.6 = 0.51; second 0.99 · 0.04 + 0.01 · 0.36 = 0.0432. Step 2 corrects
   * them by 1 − 0.81 = 0.19 and 1 − 0.9801 = 0.0199. Weight 2 · (1 − 0.001) − 0.01 · (0.51 / 0.19)
   * / sqrt(0.0432 / 0.0199) = 1.998 − 0.0182178.
   */
  @Test
  void takesOneStepAsWrittenDown() {
    OptimizerSlice slice =
        new OptimizerSlice(new float[] {2}, new float[] {0.5f}, new float[] {0.04f});
    OptimizerSlice next = slice.step(new float[] {1.2f}, 2, 2, SETTINGS);
    assertThat(next.first()[0]).isCloseTo(0.51f, within(1e-6f));
    assertThat(next.second()[0]).isCloseTo(0.0432f, within(1e-7f));
    assertThat(next.weights()[0]).isCloseTo(1.9797822f, within(2e-6f));
    assertThat(slice.weights()).as("is not changed").containsExactly(2);
    assertThat(slice.first()).containsExactly(0.5f);
  }

  @Test
  void partsAreSteppedAsTheWholeIs() {
    int length = 5000;
    float[] weights = CounterRandom.of(1).normals(0, 0, length);
    float[] gradient = CounterRandom.of(2).normals(0, 0, length);
    OptimizerSlice whole =
        new OptimizerSlice(weights, new float[length], new float[length])
            .step(gradient, 70, 1, SETTINGS);
    int cut = 1984;
    OptimizerSlice part =
        new OptimizerSlice(
                java.util.Arrays.copyOfRange(weights, cut, length),
                new float[length - cut],
                new float[length - cut])
            .step(java.util.Arrays.copyOfRange(gradient, cut, length), 70, 1, SETTINGS);
    assertThat(part.weights())
        .isEqualTo(java.util.Arrays.copyOfRange(whole.weights(), cut, length));
  }

  @Test
  void squaresAreAddedInDoublePrecision() {
    assertThat(OptimizerSlice.squares(new float[] {3, 4})).isEqualTo(25);
    float[] small = new float[1000];
    java.util.Arrays.fill(small, 1e-3f);
    small[0] = 1e4f;
    assertThat(OptimizerSlice.squares(small)).isCloseTo(1e8 + 999e-6, within(1e-5));
    assertThat(OptimizerSlice.squares(new float[] {Float.POSITIVE_INFINITY})).isInfinite();
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> new OptimizerSlice(new float[2], new float[2], new float[1]))
        .hasMessage(
            "A slice has 2 weights, 2 first and 1 second moments, expected as many of each");
    OptimizerSlice slice = new OptimizerSlice(new float[2], new float[2], new float[2]);
    assertThatThrownBy(() -> slice.step(new float[3], 1, 1, SETTINGS))
        .hasMessage("A gradient of 3 numbers does not fit a slice of 2");
    assertThat(slice.isFinite()).isTrue();
    slice.weights()[1] = Float.NaN;
    assertThat(slice.isFinite()).isFalse();
  }
}
