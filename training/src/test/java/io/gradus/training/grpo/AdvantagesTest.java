package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdvantagesTest {
  @Test
  void areStandardisedWithinTheGroup() {
    // mean 1/4, squares 3/16 * 4 = 3/4, unbiased std = sqrt((9 + 3) / 16 / 3) = 1/2
    float[] advantages = Advantages.ofGroup(new double[] {0, 1, 0, 0});
    assertThat(advantages[1]).isCloseTo(1.5f, within(1e-5f));
    assertThat(advantages[0]).isCloseTo(-0.5f, within(1e-5f)).isEqualTo(advantages[3]);
  }

  @Test
  void areZeroWithoutSignal() {
    assertThat(Advantages.ofGroup(new double[] {0.1, 0.1, 0.1})).containsOnly(0f);
    assertThat(Advantages.ofGroup(new double[] {1})).containsOnly(0f);
  }
}
