package io.gradus.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedRandomTest {

  @Test
  void streamIsSplitMix64() {
    // First outputs of the reference implementation (Vigna, splitmix64.c) for state 1234567.
    KeyedRandom random = new KeyedRandom(1234567);
    assertThat(IntStream.range(0, 5).mapToObj(i -> Long.toUnsignedString(random.nextLong())))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  @Test
  void doublesAreTheTop53Bits() {
    // 6457827717110365317 / 2^64
    assertThat(new KeyedRandom(1234567).nextDouble()).isCloseTo(0.3500795420214082, within(1e-15));
  }

  @Test
  void everyPartOfTheKeyMatters() {
    Set<Long> firsts = new HashSet<>();
    firsts.add(KeyedRandom.of(1, "a", 1).nextLong());
    firsts.add(KeyedRandom.of(2, "a", 1).nextLong());
    firsts.add(KeyedRandom.of(1, "b", 1).nextLong());
    firsts.add(KeyedRandom.of(1, "a", 2).nextLong());
    firsts.add(KeyedRandom.of(1, "a", 1, 0).nextLong());
    firsts.add(KeyedRandom.of(1, "a", 0, 1).nextLong());
    firsts.add(KeyedRandom.of(1, "ab", 1).nextLong());
    assertThat(firsts).hasSize(7);
    assertThat(KeyedRandom.of(1, "a", 1).nextLong()).isIn(firsts);
  }

  @Test
  void integersAreUniform() {
    KeyedRandom random = KeyedRandom.of(7, "uniform");
    int[] counts = new int[11];
    int draws = 110_000;
    for (int i = 0; i < draws; i++) {
      counts[random.nextInt(11)]++;
    }
    double chiSquare = Arrays.stream(counts).mapToDouble(c -> Math.pow(c - 10_000, 2) / 1e4).sum();
    assertThat(chiSquare).isLessThan(29.59); // 10 degrees of freedom, 0.1 %
  }

  @Test
  void neighbouringKeysAreUncorrelated() {
    int n = 20_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double a = KeyedRandom.of(3, "rows", i).nextDouble() - 0.5;
      double b = KeyedRandom.of(3, "rows", i + 1).nextDouble() - 0.5;
      sum += a * b;
    }
    // Under independence the mean has standard deviation 1 / (12 sqrt n) = 0.00059.
    assertThat(sum / n).isCloseTo(0, within(0.002));
  }

  @Test
  void permutationHoldsEveryIndexOnce() {
    int[] order = KeyedRandom.of(5, "order").permutation(50);
    assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(IntStream.range(0, 50).toArray());
    assertThat(order).isNotEqualTo(IntStream.range(0, 50).toArray());
  }

  @Test
  void refusesAnEmptyRange() {
    assertThatThrownBy(() -> KeyedRandom.of(1, "a").nextInt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Bound 0, expected 1 or more.");
  }
}
