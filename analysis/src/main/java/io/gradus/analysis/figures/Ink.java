package io.gradus.analysis.figures;

import java.util.Locale;

/**
 * A colour in sRGB with opacity.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 * @param opacity 0 (clear) to 1 (opaque)
 */
record Ink(int red, int green, int blue, double opacity) {
  static final Ink TEXT = hex("1f2328");
  static final Ink MUTED = hex("59636e");
  static final Ink GRID = hex("e4e7eb");
  static final Ink AXIS = hex("8c959f");
  static final Ink PAPER = hex("ffffff");

  static Ink hex(String rgb) {
    int value = Integer.parseInt(rgb, 16);
    return new Ink(value >> 16, (value >> 8) & 0xFF, value & 0xFF, 1);
  }

  Ink fade(double newOpacity) {
    return new Ink(red, green, blue, newOpacity);
  }

  /** Linear mixture: this at share 0, the other at share 1. */
  Ink mix(Ink other, double share) {
    return new Ink(
        (int) Math.round(red + share * (other.red - red)),
        (int) Math.round(green + share * (other.green - green)),
        (int) Math.round(blue + share * (other.blue - blue)),
        opacity);
  }

  /** The same hue, darkened until text in it has WCAG contrast 4.5 on white. */
  Ink readable() {
    Ink ink = this;
    while (1.05 / (ink.luminance() + 0.05) < 4.5) {
      ink = new Ink((int) (ink.red * 0.95), (int) (ink.green * 0.95), (int) (ink.blue * 0.95), 1);
    }
    return ink;
  }

  /** Relative luminance as WCAG 2.1 defines it. */
  double luminance() {
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }

  String css() {
    return String.format(Locale.ROOT, "#%02x%02x%02x", red, green, blue);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
