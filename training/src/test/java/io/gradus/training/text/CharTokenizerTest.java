package io.gradus.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.text.CharTokenizer.Beginning;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharTokenizerTest {
  @TempDir Path directory;

  @Test
  void makesEachCharacterOneToken() throws IOException {
    // Ids: <pad> 0, <eos> 1, then the alphabet from 2.
    assertThat(CharTokenizer.write(directory, "0123+= é\uD83D\uDE00", Beginning.NONE))
        .isEqualTo(11);
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      int[] ids = {3, 6, 4, 7, 5, 8, 9, 10};
      assertThat(tokenizer.encode("1+2=3 é\uD83D\uDE00")).containsExactly(ids);
      assertThat(tokenizer.encodeWithoutSpecialTokens("1+2=3 é\uD83D\uDE00")).containsExactly(ids);
      assertThat(tokenizer.decode(ids)).isEqualTo("1+2=3 é\uD83D\uDE00");
      assertThat(tokenizer.specialTokenId("pad_token")).hasValue(0);
      assertThat(tokenizer.specialTokenId("eos_token")).hasValue(1);
      assertThat(tokenizer.specialTokenId("bos_token")).isEmpty();
      assertThat(tokenizer.encode("")).isEmpty();
    }
  }

  @Test
  void beginsTextsWithTheirTokenAndReadsSpecialTokensInThem() throws IOException {
    assertThat(CharTokenizer.write(directory, "ab", Beginning.BOS_TOKEN)).isEqualTo(5);
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.encode("ab")).containsExactly(1, 3, 4);
      assertThat(tokenizer.encodeWithoutSpecialTokens("ab<eos>a")).containsExactly(3, 4, 2, 3);
      assertThat(tokenizer.decode(new int[] {1, 3, 4, 2, 0})).isEqualTo("ab");
      assertThat(tokenizer.decodeWithSpecialTokens(new int[] {1, 3, 4, 2, 0}))
          .isEqualTo("<bos>ab<eos><pad>");
    }
  }

  @Test
  void leavesOutCharactersWithoutAToken() throws IOException {
    CharTokenizer.write(directory, "ab", Beginning.NONE);
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.encode("axb")).containsExactly(2, 3);
    }
  }

  @Test
  void refusesAnAlphabetThatRepeatsOrIsEmpty() {
    assertThatThrownBy(() -> CharTokenizer.write(directory, "aba", Beginning.NONE))
        .hasMessage("the alphabet is \"aba\", expected distinct characters, at least one");
    assertThatThrownBy(() -> CharTokenizer.write(directory, "", Beginning.NONE))
        .hasMessageContaining("the alphabet is \"\"");
  }
}
