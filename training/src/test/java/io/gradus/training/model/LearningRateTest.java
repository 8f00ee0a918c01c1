package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.model.LearningRate.Shape;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void risesLinearlyThenStays() {
    LearningRate rate = new LearningRate(0.8, 4, 10, Shape.CONSTANT);
    assertThat(rate.at(0)).isEqualTo(0.2);
    assertThat(rate.at(1)).isEqualTo(0.4);
    assertThat(rate.at(3)).isEqualTo(0.8);
    assertThat(rate.at(4)).isEqualTo(0.8);
    assertThat(rate.at(9)).isEqualTo(0.8);
  }

  @Test
  void fallsByHalfACosineAfterTheWarmUp() {
    LearningRate rate = new LearningRate(2, 2, 10, Shape.COSINE);
    assertThat(rate.at(0)).isEqualTo(1);
    assertThat(rate.at(1)).isEqualTo(2);
    assertThat(rate.at(2)).isEqualTo(2);
    // a quarter of the way: 1 + cos(45°) = 1.7071068; half: 1; three quarters: 1 - 0.7071068
    assertThat(rate.at(4)).isCloseTo(1.7071068, within(1e-7));
    assertThat(rate.at(6)).isCloseTo(1, within(1e-15));
    assertThat(rate.at(8)).isCloseTo(0.2928932, within(1e-7));
    assertThat(rate.at(10)).isCloseTo(0, within(1e-15));
    assertThat(rate.at(25)).as("after the last step").isCloseTo(0, within(1e-15));
  }

  @Test
  void aPhaseWithoutWarmUpBeginsAtItsPeak() {
    assertThat(new LearningRate(3, 0, 5, Shape.COSINE).at(0)).isEqualTo(3);
    assertThat(new LearningRate(3, 0, 5, Shape.CONSTANT).at(0)).isEqualTo(3);
  }

  @Test
  void fallsInAStraightLineToItsEnd() {
    LearningRate rate = new LearningRate(2, 2, 10, Shape.LINEAR, 0.1);
    assertThat(rate.at(0)).isEqualTo(1);
    assertThat(rate.at(2)).isEqualTo(2);
    // half way between 2 and 0.2
    assertThat(rate.at(6)).isCloseTo(1.1, within(1e-15));
    assertThat(rate.at(10)).isCloseTo(0.2, within(1e-15));
    assertThat(rate.at(99)).isCloseTo(0.2, within(1e-15));
    assertThat(new LearningRate(2, 2, 10, Shape.COSINE, 0.1).at(6)).isCloseTo(1.1, within(1e-15));
  }
}
