package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.training.model.TokenBatch.Sequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedTokensTest {
  private static PackedTokens pack(Sequence... sequences) {
    return PackedTokens.of(new TokenBatch(List.of(sequences)), Integer.MAX_VALUE);
  }

  private static Sequence sequence(int[] prompt, int... completion) {
    return Sequence.of(prompt, completion);
  }

  @Test
  void oneSequenceIsOneSegmentWithoutItsLastToken() {
    PackedTokens packed = pack(sequence(new int[] {4, 5}, 6, 7));
    assertThat(packed.ids()).containsExactly(4, 5, 6);
    assertThat(packed.positions()).containsExactly(0, 1, 2, 4, 4, 4);
    assertThat(packed.predictors()).containsExactly(1, 2);
    assertThat(packed.targets()).containsExactly(6, 7);
    // one rectangle of 3 queries and 3 keys, own segment, both from row 0, 3 rows each
    assertThat(packed.parts()).containsExactly(1, 3, 3, 1, 0, 0, 3, 3);
    assertThat(packed.index()).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
  }

  @Test
  void aSharedPromptStandsOnce() {
    int[] prompt = {4, 5, 6};
    PackedTokens packed =
        pack(sequence(prompt, 7, 8, 9), sequence(prompt, 1), sequence(prompt, 2, 3));
    // the prompt, then 7 8 and 2; the last token of each predicts nothing
    assertThat(packed.ids()).containsExactly(4, 5, 6, 7, 8, 2);
    assertThat(packed.positions()).containsExactly(0, 1, 2, 3, 4, 3, 6, 6, 6, 6, 6, 5);
    assertThat(packed.predictors()).containsExactly(2, 3, 4, 2, 2, 5);
    assertThat(packed.targets()).containsExactly(7, 8, 9, 1, 2, 3);
    assertThat(packed.parts())
        .containsExactly(
            // segments of 3, 2 and 1 tokens in a padded square of 3
            3,
            3,
            3,
            1,
            -1,
            -1,
            6,
            6,
            // rows 3 to 5 attend to rows 0 to 2
            1,
            3,
            3,
            0,
            3,
            0,
            3,
            3);
    assertThat(packed.index())
        .containsExactly(
            0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 6, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 6, //
            3, 4, 5, 0, 1, 2, 0, 1, 2, 0, 1, 2);
  }

  @Test
  void equalPromptsApartAreTwoGroups() {
    int[] prompt = {4, 5};
    PackedTokens packed =
        pack(sequence(prompt, 7), sequence(new int[] {6}, 1), sequence(prompt, 8));
    assertThat(packed.ids()).containsExactly(4, 5, 6, 4, 5);
    assertThat(packed.predictors()).containsExactly(1, 2, 4);
  }

  @Test
  void sequencesThatScoreNothingAreNotComputed() {
    PackedTokens packed = pack(sequence(new int[] {4, 5}), sequence(new int[] {6}, 1));
    assertThat(packed.ids()).containsExactly(6);
    assertThat(packed.targets()).containsExactly(1);
  }

  @Test
  void promptsOfOtherLengthsAreNeverPadded() {
    int[] one = {1, 2};
    int[] other = {3, 4, 5};
    PackedTokens packed =
        pack(
            sequence(one, 6, 7), sequence(one, 8, 9), sequence(other, 6, 7), sequence(other, 8, 9));
    // all six segments side by side, then the links to the prompt of 3 and to that of 2
    assertThat(packed.parts()).hasSize(3 * 8);
    assertThat(packed.parts()).startsWith(6, 3, 3, 1, -1, -1, 9, 9);
    assertThat(packed.parts()).endsWith(1, 2, 3, 0, 7, 4, 2, 3, 1, 2, 2, 0, 2, 0, 2, 2);
  }

  @Test
  void muchLongerSegmentsHaveRectanglesOfTheirOwn() {
    PackedTokens packed =
        pack(
            sequence(new int[] {1}, new int[1000]),
            sequence(new int[] {2}, new int[10]),
            sequence(new int[] {3}, new int[8]));
    // 1000 alone, then 10 and 8 together
    assertThat(packed.parts()).startsWith(1, 1000, 1000, 1, 0, 0, 1000, 1000);
    assertThat(packed.parts()).endsWith(2, 10, 10, 1, -1, -1, 18, 18);
  }
}
