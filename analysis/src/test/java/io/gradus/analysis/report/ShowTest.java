package io.gradus.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShowTest {

  @Test
  void numbersInThreeDigits() {
    assertThat(Show.number(0.12345)).isEqualTo("0.123");
    assertThat(Show.number(-12.345)).isEqualTo("−12.3");
    assertThat(Show.number(2371)).isEqualTo("2371");
    assertThat(Show.number(23_714)).isEqualTo("23,714");
    assertThat(Show.number(1.234e18)).isEqualTo("1.23·10¹⁸");
    assertThat(Show.number(0.00012)).isEqualTo("1.20·10⁻⁴");
    assertThat(Show.number(0)).isEqualTo("0");
    assertThat(Show.number(Double.NaN)).isEqualTo("–");
    assertThat(Show.number(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
  }

  @Test
  void amountsAndShares() {
    assertThat(Show.amount(23_714)).isEqualTo("24k");
    assertThat(Show.amount(512)).isEqualTo("510");
    assertThat(Show.amount(0)).isEqualTo("0");
    assertThat(Show.amount(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    assertThat(Show.power(2.4e9)).isEqualTo("2.4·10⁹");
    assertThat(Show.power(Double.NaN)).as("without replicates").isEqualTo("–");
    assertThat(Show.percent(0.1234)).isEqualTo("12 %");
    assertThat(Show.percent(-0.012)).isEqualTo("−1.2 %");
    assertThat(Show.p(0.00001)).isEqualTo("&lt; 0.001");
    assertThat(Show.p(0.0456)).isEqualTo("0.046");
  }

  @Test
  void notesEndAsSentences() {
    assertThat(Answers.sentence("qwen3, gsm8k: no laws")).isEqualTo("qwen3, gsm8k: no laws.");
    assertThat(Answers.sentence("gsm8k: caution.")).isEqualTo("gsm8k: caution.");
  }
}
