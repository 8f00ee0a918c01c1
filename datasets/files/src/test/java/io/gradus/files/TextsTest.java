package io.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(Texts.shortened("abc", 3)).isEqualTo("abc");
    assertThat(Texts.shortened("abcd", 3)).isEqualTo("abc…");
    assertThat(Texts.shortened("ab\uD83D\uDE00d", 3)).isEqualTo("ab…");
    assertThat(Texts.beginning("ab\uD83D\uDE00d", 4)).isEqualTo("ab\uD83D\uDE00");
    assertThat(Texts.beginning("\uD83D\uDE00", 0)).isEmpty();
  }

  /** FIPS 180-2, appendix B.1, and the sum of nothing. */
  @Test
  void sumsAreThoseOfTheStandard() {
    assertThat(Sha256.hex(new byte[] {'a', 'b', 'c'}))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(new Sha256().hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(new Sha256().add("ab").add("c").hex())
        .isNotEqualTo(new Sha256().add("a").add("bc").hex());
  }

  /** Computed with Python's hashlib from the length as 4 bytes and the UTF-8 bytes. */
  @Test
  void ofATextIsTheSumOfItsLengthAndBytes() {
    assertThat(new Sha256().add("abc").hex())
        .isEqualTo("d04b72a650ce0f8ce4963330a53ee2832733d2baeffff3c1d8e256cca096d120");
    assertThat(new Sha256().add("é").hex())
        .isEqualTo("d1e9fa6240157ad2f9401c2bd40da3305678208a1985ff66beae448907f52b8f");
  }
}
