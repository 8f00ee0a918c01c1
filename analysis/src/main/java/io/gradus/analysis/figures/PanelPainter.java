package io.gradus.analysis.figures;

import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws one panel: grid, rules, bands, lines, points and direct labels, in that order. */
final class PanelPainter {
  private static final double LABEL_GAP = 7;
  private static final double LINE = 1.8;

  private final Panel panel;
  private final double size;
  private final Scale x;
  private final Scale y;
  private final TextStyle tickStyle;
  private final TextStyle nameStyle;

  PanelPainter(Panel panel, double size) {
    this.panel = panel;
    this.size = size;
    List<double[]> xs = new ArrayList<>();
    List<double[]> ys = new ArrayList<>();
    for (Series series : panel.series()) {
      xs.add(series.shownX());
      ys.add(series.shownY());
    }
    for (Panel.Rule rule : panel.rules()) {
      ys.add(new double[] {rule.at()});
    }
    x = Scale.over(panel.x(), xs);
    y = Scale.over(panel.y(), ys);
    tickStyle = TextStyle.regular(size, Ink.MUTED);
    nameStyle = TextStyle.regular(size, Ink.TEXT);
  }

  void paint(Canvas canvas, Rectangle2D box) {
    List<Scale.Tick> yTicks = y.ticks(Math.max(3, (int) (box.getHeight() / 55)));
    double tickWidth = yTicks.stream().mapToDouble(t -> tickStyle.width(t.label())).max().orElse(0);
    double left = box.getX() + tickWidth + 8;
    double top = box.getY() + size * (panel.title().isEmpty() ? 1.9 : 3.7);
    double bottom = box.getMaxY() - size * 3.1;
    double right = box.getMaxX() - rightMargin(box.getMaxX() - left);
    Rectangle2D plot = new Rectangle2D.Double(left, top, right - left, bottom - top);
    names(canvas, box, plot);
    grid(canvas, plot, yTicks);
    rules(canvas, plot);
    canvas.clip(new Rectangle2D.Double(left, top - 5, plot.getWidth() + 5, plot.getHeight() + 5));
    panel.series().forEach(s -> spread(canvas, plot, s));
    panel.series().forEach(s -> marks(canvas, plot, s));
    canvas.unclip();
    new SeriesLabels(size).paint(canvas, plot, labels(plot));
  }

  private void names(Canvas canvas, Rectangle2D box, Rectangle2D plot) {
    if (!panel.title().isEmpty()) {
      canvas.text(
          panel.title(),
          box.getX(),
          box.getY() + size * 1.2,
          TextStyle.medium(size * 1.06, Ink.TEXT));
    }
    canvas.text(panel.y().label(), box.getX(), plot.getY() - size * 0.75, nameStyle);
    canvas.text(
        panel.x().label(),
        plot.getCenterX(),
        box.getMaxY() - size * 0.35,
        nameStyle.anchored(TextStyle.Anchor.MIDDLE));
  }

  private void grid(Canvas canvas, Rectangle2D plot, List<Scale.Tick> yTicks) {
    for (Scale.Tick tick : yTicks) {
      double at = py(plot, tick.value());
      if (!tick.label().isEmpty()) {
        canvas.stroke(new Line2D.Double(plot.getX(), at, plot.getMaxX(), at), Ink.GRID, 1);
        canvas.text(
            tick.label(),
            plot.getX() - 7,
            at + size * 0.35,
            tickStyle.anchored(TextStyle.Anchor.END));
      }
    }
    double base = plot.getMaxY();
    canvas.stroke(new Line2D.Double(plot.getX(), base, plot.getMaxX(), base), Ink.AXIS, 1);
    double lastEnd = Double.NEGATIVE_INFINITY;
    for (Scale.Tick tick : x.ticks(Math.max(2, (int) (plot.getWidth() / 58)))) {
      double at = px(plot, tick.value());
      boolean major = !tick.label().isEmpty();
      canvas.stroke(new Line2D.Double(at, base, at, base + (major ? 5 : 3)), Ink.AXIS, 1);
      double half = tickStyle.width(tick.label()) / 2;
      if (major && at - half > lastEnd + 6) {
        canvas.text(
            tick.label(), at, base + size * 1.45, tickStyle.anchored(TextStyle.Anchor.MIDDLE));
        lastEnd = at + half;
      }
    }
  }

  private void rules(Canvas canvas, Rectangle2D plot) {
    TextStyle style = TextStyle.regular(size * 0.94, Ink.MUTED).haloed();
    for (Panel.Rule rule : panel.rules()) {
      double at = py(plot, rule.at());
      canvas.stroke(new Line2D.Double(plot.getX(), at, plot.getMaxX(), at), Ink.MUTED, 1, 4, 3);
      boolean left = freeLeft(rule.at());
      canvas.text(
          rule.label(),
          left ? plot.getX() + 4 : plot.getMaxX() - 4,
          at - 4,
          style.anchored(left ? TextStyle.Anchor.START : TextStyle.Anchor.END));
    }
  }

  /** Whether marks keep farther from a level in the left quarter of the panel than in the right. */
  private boolean freeLeft(double level) {
    double left = 1;
    double right = 1;
    for (Series s : panel.series()) {
      for (int i = 0; i < s.size(); i++) {
        if (x.shows(s.x(i)) && y.shows(s.y(i))) {
          double distance = Math.abs(y.position(s.y(i)) - y.position(level));
          left = x.position(s.x(i)) < 0.25 ? Math.min(left, distance) : left;
          right = x.position(s.x(i)) > 0.75 ? Math.min(right, distance) : right;
        }
      }
    }
    return left >= right;
  }

  private void spread(Canvas canvas, Rectangle2D plot, Series s) {
    if (s.spread() == Series.Spread.BARS) {
      for (int i = 0; i < s.size(); i++) {
        if (x.shows(s.x(i)) && y.shows(s.low(i)) && y.shows(s.high(i))) {
          double at = px(plot, s.x(i));
          canvas.stroke(
              new Line2D.Double(at, py(plot, s.low(i)), at, py(plot, s.high(i))),
              s.ink().fade(0.55),
              1.4);
        }
      }
    } else if (s.spread() == Series.Spread.BAND) {
      Path2D area = new Path2D.Double();
      for (int i = 0; i < s.size(); i++) {
        extend(area, plot, s.x(i), s.high(i));
      }
      for (int i = s.size() - 1; i >= 0; i--) {
        extend(area, plot, s.x(i), s.low(i));
      }
      if (area.getCurrentPoint() != null) {
        area.closePath();
        canvas.fill(area, s.ink().fade(0.16));
      }
    }
  }

  private void extend(Path2D area, Rectangle2D plot, double vx, double vy) {
    if (!x.shows(vx) || !y.shows(vy)) {
      return;
    }
    double atY = Math.max(plot.getY() - 40, Math.min(plot.getMaxY() + 40, py(plot, vy)));
    if (area.getCurrentPoint() == null) {
      area.moveTo(px(plot, vx), atY);
    } else {
      area.lineTo(px(plot, vx), atY);
    }
  }

  private void marks(Canvas canvas, Rectangle2D plot, Series s) {
    if (s.mark() != Series.Mark.POINTS) {
      Path2D line = new Path2D.Double();
      boolean pen = false;
      for (int i = 0; i < s.size(); i++) {
        boolean shown = x.shows(s.x(i)) && y.shows(s.y(i));
        if (shown && pen) {
          line.lineTo(px(plot, s.x(i)), py(plot, s.y(i)));
        } else if (shown) {
          line.moveTo(px(plot, s.x(i)), py(plot, s.y(i)));
          // So that a value between two gaps leaves a dot.
          line.lineTo(px(plot, s.x(i)), py(plot, s.y(i)));
        }
        pen = shown;
      }
      double[] dash = s.mark() == Series.Mark.DASHED ? new double[] {5, 3.5} : new double[0];
      canvas.stroke(line, s.ink(), LINE, dash);
    }
    if (s.mark() == Series.Mark.POINTS || s.mark() == Series.Mark.LINE_AND_POINTS) {
      double radius = s.mark() == Series.Mark.POINTS ? pointRadius() : 2.8;
      // A line of no length with round ends is a dot, and the shortest one to write as SVG.
      Path2D dots = new Path2D.Double();
      for (int i = 0; i < s.size(); i++) {
        if (x.shows(s.x(i)) && y.shows(s.y(i))) {
          dots.moveTo(px(plot, s.x(i)), py(plot, s.y(i)));
          dots.lineTo(px(plot, s.x(i)), py(plot, s.y(i)));
        }
      }
      double opacity = s.mark() == Series.Mark.POINTS ? (radius < 2 ? 0.5 : 0.75) : 1;
      canvas.stroke(dots, s.ink().fade(opacity), 2 * radius);
    }
  }

  /** Smaller dots where there are many, but one size in a panel. */
  private double pointRadius() {
    int points =
        panel.series().stream()
            .filter(s -> s.mark() == Series.Mark.POINTS)
            .mapToInt(Series::size)
            .sum();
    return points > 300 ? 1.6 : 2.4;
  }

  private List<SeriesLabels.Label> labels(Rectangle2D plot) {
    List<SeriesLabels.Label> labels = new ArrayList<>();
    for (Series s : panel.series()) {
      int last = lastShown(s);
      if (!s.label().isEmpty() && last >= 0) {
        double atX = Math.min(px(plot, s.x(last)), plot.getMaxX());
        labels.add(new SeriesLabels.Label(s.label(), s.ink(), atX, py(plot, s.y(last))));
      }
    }
    return labels;
  }

  /** Space right of the plot that the widest label needs, given where its series ends. */
  private double rightMargin(double available) {
    double margin = 10;
    TextStyle style = TextStyle.medium(size, Ink.TEXT);
    for (Series s : panel.series()) {
      int last = lastShown(s);
      if (!s.label().isEmpty() && last >= 0) {
        double end = Math.max(0.05, Math.min(1, x.position(s.x(last))));
        double need = LABEL_GAP + 2 + style.width(s.label()) - (1 - end) * available;
        margin = Math.max(margin, need / end);
      }
    }
    return Math.min(margin, available * 0.45);
  }

  private int lastShown(Series s) {
    int last = -1;
    for (int i = 0; i < s.size(); i++) {
      if (x.shows(s.x(i)) && y.shows(s.y(i)) && (last < 0 || s.x(i) >= s.x(last))) {
        last = i;
      }
    }
    return last;
  }

  private double px(Rectangle2D plot, double value) {
    return plot.getX() + x.position(value) * plot.getWidth();
  }

  private double py(Rectangle2D plot, double value) {
    return plot.getMaxY() - y.position(value) * plot.getHeight();
  }
}
