package io.gradus.analysis.figures;

import java.awt.Shape;
import java.awt.geom.Rectangle2D;

/** What a figure is drawn on. Pixels; x to the right, y downwards. */
interface Canvas {

  /** Fills a shape. */
  void fill(Shape shape, Ink ink);

  /**
   * Strokes a shape with round joins.
   *
   * @param dash lengths of strokes and gaps in pixels; empty for a solid line
   */
  void stroke(Shape shape, Ink ink, double width, double... dash);

  /** Writes a line of text whose anchor lies at (x, baseline). */
  void text(String text, double x, double baseline, TextStyle style);

  /** Draws inside the rectangle only, until {@link #unclip()}. */
  void clip(Rectangle2D area);

  /** Ends {@link #clip}. */
  void unclip();
}
