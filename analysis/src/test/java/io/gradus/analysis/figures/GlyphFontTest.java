package io.gradus.analysis.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class GlyphFontTest {
  private final GlyphFont font = GlyphFont.load("Roboto-Regular.ttf");

  @Test
  void widthsAreThoseOfTheFont() {
    // Advances of Roboto in units of 1/2048 em, as fontTools reads them: H 1461, i 498.
    assertThat(font.width("H", 2048)).isCloseTo(1461, within(0.5));
    assertThat(font.width("Hi", 2048)).isCloseTo(1959, within(0.5));
    assertThat(font.width("Hi", 10.24)).isCloseTo(9.795, within(0.01));
  }

  @Test
  void outlinesStandOnTheBaseline() {
    Rectangle2D box = font.outline("H", 100, 50, 20.48).getBounds2D();

    // Cap height 1456 units; left side bearing 169.
    assertThat(box.getMaxY()).isCloseTo(50, within(0.01));
    assertThat(box.getHeight()).isCloseTo(14.56, within(0.02));
    assertThat(box.getX()).isCloseTo(101.69, within(0.02));
  }

  @Test
  void compositeGlyphsAndCounters() {
    assertThat(font.outline("é", 0, 0, 100).getBounds2D().getHeight())
        .isGreaterThan(font.outline("e", 0, 0, 100).getBounds2D().getHeight() * 1.2);
    // The hole of an o is empty.
    Rectangle2D o = font.outline("o", 0, 0, 100).getBounds2D();
    assertThat(font.outline("o", 0, 0, 100).contains(o.getCenterX(), o.getCenterY())).isFalse();
  }

  @Test
  void everySignThatFiguresWriteIsThere() {
    double missing = font.outline("\uFFFF", 0, 0, 100).getBounds2D().getWidth();
    Rectangle2D box = font.outline("\uFFFF", 0, 0, 100).getBounds2D();
    assertThat(missing).isPositive();
    for (String sign : "−·×…–“”τβ₀⁰¹²³⁴⁵⁶⁷⁸⁹⁻@%≥≤≈é".split("")) {
      for (GlyphFont each : new GlyphFont[] {font, GlyphFont.load("Roboto-Medium.ttf")}) {
        assertThat(each.outline(sign, 0, 0, 100).getBounds2D()).as(sign).isNotEqualTo(box);
      }
    }
  }

  @Test
  void missingFontIsNamed() {
    assertThatThrownBy(() -> GlyphFont.load("None.ttf"))
        .hasMessage("Font resource None.ttf is missing from the jar");
  }
}
