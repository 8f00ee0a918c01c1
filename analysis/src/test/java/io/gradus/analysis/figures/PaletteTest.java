package io.gradus.analysis.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaletteTest {

  @Test
  void rampDarkensSteadily() {
    double last = 1;
    for (int i = 0; i <= 20; i++) {
      double luminance = Palette.ramp(i / 20.0).luminance();
      assertThat(luminance).isLessThan(last);
      last = luminance;
    }
  }

  @Test
  void textInAnyColourIsReadable() {
    for (int i = 0; i < 7; i++) {
      assertThat(1.05 / (Palette.category(i).readable().luminance() + 0.05)).isGreaterThan(4.5);
      assertThat(1.05 / (Palette.ramp(i / 6.0).readable().luminance() + 0.05)).isGreaterThan(4.5);
    }
  }

  @Test
  void luminanceOfKnownColours() {
    assertThat(Ink.hex("ffffff").luminance()).isCloseTo(1, within(1e-12));
    assertThat(Ink.hex("ff0000").luminance()).isCloseTo(0.2126, within(1e-12));
    assertThat(Ink.hex("0a80ff").css()).isEqualTo("#0a80ff");
  }
}
