package io.gradus.analysis.figures;

import java.util.List;

/**
 * Colours that colour-blind readers tell apart.
 *
 * <p>Unordered groups take the set of Okabe and Ito (2008) without its yellow, which is too pale on
 * paper. Ordered groups (model sizes, reuse) take a ramp whose lightness falls steadily from the
 * first to the last, so order shows in grey print too.
 */
final class Palette {
  private static final List<Ink> CATEGORIES =
      List.of(
          Ink.hex("0072b2"),
          Ink.hex("d55e00"),
          Ink.hex("009e73"),
          Ink.hex("cc79a7"),
          Ink.hex("e69f00"),
          Ink.hex("56b4e9"),
          Ink.hex("333333"));

  private static final List<Ink> RAMP =
      List.of(
          Ink.hex("f2a541"),
          Ink.hex("df6b4d"),
          Ink.hex("b73a75"),
          Ink.hex("74318c"),
          Ink.hex("33297a"),
          Ink.hex("0f1440"));

  private Palette() {}

  /** Colour of the i-th unordered group; repeats after seven. */
  static Ink category(int index) {
    return CATEGORIES.get(Math.floorMod(index, CATEGORIES.size()));
  }

  /** Colour at position 0 (first, lightest) to 1 (last, darkest) of an ordered group. */
  static Ink ramp(double position) {
    double at = Math.max(0, Math.min(1, position)) * (RAMP.size() - 1);
    int low = Math.min((int) at, RAMP.size() - 2);
    return RAMP.get(low).mix(RAMP.get(low + 1), at - low);
  }
}
