package io.gradus.analysis.figures;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes each series' name at its end, moved up or down where names would overlap. */
final class SeriesLabels {

  /**
   * A name to write.
   *
   * @param x where the series ends
   * @param y where the series ends
   */
  record Label(String text, Ink ink, double x, double y) {}

  private static final double GAP = 7;
  private static final int ROUNDS = 200;

  private final double size;
  private final TextStyle style;

  SeriesLabels(double size) {
    this.size = size;
    this.style = TextStyle.medium(size, Ink.TEXT).haloed();
  }

  void paint(Canvas canvas, Rectangle2D plot, List<Label> labels) {
    List<Label> sorted = new ArrayList<>(labels);
    sorted.sort(Comparator.comparingDouble(Label::y).thenComparing(Label::text));
    double[] ys = settle(sorted, plot);
    for (int i = 0; i < ys.length; i++) {
      Label label = sorted.get(i);
      Ink ink = label.ink().readable();
      if (Math.abs(ys[i] - label.y()) > 0.6 * size) {
        canvas.stroke(
            new Line2D.Double(label.x() + 2, label.y(), label.x() + GAP - 1, ys[i]),
            ink.fade(0.6),
            0.9);
      }
      canvas.text(
          label.text(),
          label.x() + GAP,
          ys[i] + 0.35 * size,
          new TextStyle(size, style.weight(), style.anchor(), ink, style.halo()));
    }
  }

  /** Pushes overlapping names apart by halves until none overlap or the rounds are used up. */
  double[] settle(List<Label> labels, Rectangle2D plot) {
    double distance = 1.18 * size;
    double low = plot.getY() + 0.2 * size;
    double high = plot.getMaxY() - 0.4 * size;
    double[] ys = labels.stream().mapToDouble(l -> Math.max(low, Math.min(high, l.y()))).toArray();
    for (int round = 0; round < ROUNDS; round++) {
      boolean moved = false;
      for (int i = 0; i < ys.length; i++) {
        for (int j = i + 1; j < ys.length; j++) {
          double lack = distance - (ys[j] - ys[i]);
          if (lack > 0.05 && besides(labels.get(i), labels.get(j))) {
            ys[i] = Math.max(low, ys[i] - lack / 2);
            ys[j] = Math.min(high, ys[j] + lack / 2);
            moved = true;
          }
        }
      }
      if (!moved) {
        break;
      }
    }
    return ys;
  }

  private boolean besides(Label a, Label b) {
    double aEnd = a.x() + GAP + style.width(a.text()) + 5;
    double bEnd = b.x() + GAP + style.width(b.text()) + 5;
    return a.x() + GAP < bEnd && b.x() + GAP < aEnd;
  }
}
