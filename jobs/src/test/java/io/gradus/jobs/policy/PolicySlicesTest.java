package io.gradus.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySlicesTest {
  /** 1000 numbers for 3: 334, rounded up to 384; 384, 384 and 232. */
  @Test
  void cutsAsWorkedOut() {
    PolicySlices slices = new PolicySlices(1000, 3, 100);
    assertThat(slices.length(0)).isEqualTo(384);
    assertThat(slices.length(2)).isEqualTo(232);
    assertThat(slices.chunks(0)).isEqualTo(4);
    assertThat(slices.chunks(2)).isEqualTo(3);
    assertThat(slices.size(0, 3)).isEqualTo(84);
    assertThat(slices.size(2, 2)).isEqualTo(32);
    assertThat(slices.offset(2, 2)).isEqualTo(968);
    assertThat(slices.memberAt(383)).isZero();
    assertThat(slices.memberAt(384)).isEqualTo(1);
    assertThat(slices.chunkAt(383)).isEqualTo(3);
    assertThat(slices.chunkAt(384)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,4,10", "64,2,64", "5000,3,64", "100000,7,4096", "129,2,1000"})
  void everyNumberIsInOneChunk(long length, int members, int chunk) {
    PolicySlices slices = new PolicySlices(length, members, chunk);
    long next = 0;
    Set<Integer> indices = new HashSet<>();
    for (int member = 0; member < members; member++) {
      for (int number = 0; number < slices.chunks(member); number++) {
        assertThat(slices.offset(member, number)).isEqualTo(next);
        assertThat(slices.size(member, number)).isBetween(1, chunk);
        assertThat(slices.memberAt(next)).isEqualTo(member);
        assertThat(slices.chunkAt(next)).isEqualTo(number);
        assertThat(indices.add(slices.index(member, number))).isTrue();
        assertThat(slices.index(member, number)).isLessThan(slices.count());
        next += slices.size(member, number);
      }
    }
    assertThat(next).isEqualTo(length);
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> new PolicySlices(10, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot cut 10 numbers into 0 slices of chunks of 5, expected at least 1 of each");
  }
}
