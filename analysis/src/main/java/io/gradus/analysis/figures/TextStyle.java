package io.gradus.analysis.figures;

/**
 * How a line of text is set.
 *
 * @param size height of the em in pixels
 * @param weight how heavy the letters are: regular or medium
 * @param anchor which end of the text its x coordinate names
 * @param ink the colour of the letters
 * @param halo whether lines beneath are kept off by a white edge
 */
record TextStyle(double size, Weight weight, Anchor anchor, Ink ink, Halo halo) {

  enum Weight {
    REGULAR("Roboto-Regular.ttf", 400),
    MEDIUM("Roboto-Medium.ttf", 500);

    final GlyphFont font;
    final int css;

    Weight(String resource, int css) {
      this.font = GlyphFont.load(resource);
      this.css = css;
    }
  }

  enum Anchor {
    START("start", 0),
    MIDDLE("middle", 0.5),
    END("end", 1);

    final String css;
    final double share;

    Anchor(String css, double share) {
      this.css = css;
      this.share = share;
    }
  }

  enum Halo {
    NONE,
    PAPER
  }

  static TextStyle regular(double size, Ink ink) {
    return new TextStyle(size, Weight.REGULAR, Anchor.START, ink, Halo.NONE);
  }

  static TextStyle medium(double size, Ink ink) {
    return new TextStyle(size, Weight.MEDIUM, Anchor.START, ink, Halo.NONE);
  }

  TextStyle anchored(Anchor at) {
    return new TextStyle(size, weight, at, ink, halo);
  }

  TextStyle haloed() {
    return new TextStyle(size, weight, anchor, ink, Halo.PAPER);
  }

  /** Width of a text in pixels. */
  double width(String text) {
    return weight.font.width(text, size);
  }
}
