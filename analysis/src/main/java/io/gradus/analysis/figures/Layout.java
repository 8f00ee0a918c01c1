package io.gradus.analysis.figures;

/**
 * For which width a figure is drawn.
 *
 * @param width width of the figure in pixels
 * @param panelHeight height of a panel's plotting area when the figure has one column
 * @param columns most panels side by side
 * @param textSize size of tick and series labels in pixels
 */
public record Layout(double width, double panelHeight, int columns, double textSize) {
  /** A desktop column, a slide or a printed page. */
  public static final Layout WIDE = new Layout(760, 350, 2, 12.5);

  /** A phone held upright. */
  public static final Layout NARROW = new Layout(360, 250, 1, 12);

  public Layout {
    if (width < 200 || panelHeight < 80 || columns < 1 || textSize < 6) {
      throw new IllegalArgumentException(
          "Cannot lay out a figure %s wide, %s high, in %d columns with text of %s: too small"
              .formatted(width, panelHeight, columns, textSize));
    }
  }
}
