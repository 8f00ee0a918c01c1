package io.gradus.training.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  /** The known answers published with Random123 for philox4x32 with 10 rounds. */
  @Test
  void blocksAreThePublishedOnes() {
    assertThat(CounterRandom.ofKey(0, 0).block(0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(CounterRandom.ofKey(-1, -1).block(-1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(
            CounterRandom.ofKey(0xa4093822, 0x299f31d0)
                .block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void aLongerStreamBeginsWithTheShorterOne() {
    CounterRandom random = CounterRandom.of(7, "train", "problem-1");
    float[] longer = random.uniforms(3, 2, 11);
    assertThat(random.uniforms(3, 2, 6)).isEqualTo(Arrays.copyOf(longer, 6));
  }

  @Test
  void everyPartOfTheKeyMatters() {
    float[] base = CounterRandom.of(7, "train", "p").uniforms(3, 2, 4);
    assertThat(CounterRandom.of(8, "train", "p").uniforms(3, 2, 4)).isNotEqualTo(base);
    assertThat(CounterRandom.of(7, "test", "p").uniforms(3, 2, 4)).isNotEqualTo(base);
    assertThat(CounterRandom.of(7, "train", "q").uniforms(3, 2, 4)).isNotEqualTo(base);
    assertThat(CounterRandom.of(7, "trai", "np").uniforms(3, 2, 4)).isNotEqualTo(base);
    assertThat(CounterRandom.of(7, "train", "p").uniforms(4, 2, 4)).isNotEqualTo(base);
    assertThat(CounterRandom.of(7, "train", "p").uniforms(3, 1, 4)).isNotEqualTo(base);
  }

  @Test
  void momentsAreThoseOfTheDistributions() {
    CounterRandom random = CounterRandom.of(1);
    float[] uniforms = random.uniforms(0, 0, 100_000);
    double mean = 0;
    for (float u : uniforms) {
      assertThat(u).isGreaterThanOrEqualTo(0).isLessThan(1);
      mean += u / uniforms.length;
    }
    // five standard errors of the mean: 5 * 0.2887 / sqrt(1e5)
    assertThat(mean).isCloseTo(0.5, within(0.0046));
    float[] normals = random.normals(0, 1, 100_000);
    double sum = 0;
    double squares = 0;
    for (float z : normals) {
      sum += z;
      squares += z * z;
    }
    assertThat(sum / normals.length).isCloseTo(0, within(0.016));
    assertThat(squares / normals.length).isCloseTo(1, within(0.023));
  }
}
