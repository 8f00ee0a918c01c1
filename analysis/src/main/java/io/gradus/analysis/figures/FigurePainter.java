package io.gradus.analysis.figures;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Places title, subtitle and panels of a figure on a canvas. */
final class FigurePainter {
  private static final double MARGIN = 14;
  private static final double GAP = 22;

  private final Layout layout;
  private final List<String> titleLines;
  private final List<String> subtitleLines;
  private final TextStyle titleStyle;
  private final TextStyle subtitleStyle;
  private final List<PanelPainter> painters = new ArrayList<>();
  private final int columns;
  private final double headHeight;
  private final double panelWidth;
  private final double panelHeight;

  FigurePainter(Figure figure, Layout layout) {
    this.layout = layout;
    double size = layout.textSize();
    titleStyle = TextStyle.medium(size * 1.28, Ink.TEXT);
    subtitleStyle = TextStyle.regular(size, Ink.MUTED);
    double textWidth = layout.width() - 2 * MARGIN;
    titleLines = wrap(figure.title(), titleStyle, textWidth);
    subtitleLines = wrap(figure.subtitle(), subtitleStyle, textWidth);
    headHeight =
        MARGIN
            + titleLines.size() * titleStyle.size() * 1.3
            + subtitleLines.size() * subtitleStyle.size() * 1.4
            + 8;
    columns = Math.min(layout.columns(), figure.panels().size());
    panelWidth = (textWidth - (columns - 1) * GAP) / columns;
    panelHeight = columns == 1 ? layout.panelHeight() : layout.panelHeight() * 0.78;
    for (Panel panel : figure.panels()) {
      painters.add(new PanelPainter(panel, size));
    }
  }

  double height() {
    int rows = (painters.size() + columns - 1) / columns;
    return Math.ceil(headHeight + rows * panelHeight + (rows - 1) * GAP + MARGIN);
  }

  void paint(Canvas canvas) {
    canvas.fill(new Rectangle2D.Double(0, 0, layout.width(), height()), Ink.PAPER);
    double y = MARGIN;
    for (String line : titleLines) {
      y += titleStyle.size() * 1.3;
      canvas.text(line, MARGIN, y - titleStyle.size() * 0.3, titleStyle);
    }
    for (String line : subtitleLines) {
      y += subtitleStyle.size() * 1.4;
      canvas.text(line, MARGIN, y - subtitleStyle.size() * 0.3, subtitleStyle);
    }
    for (int i = 0; i < painters.size(); i++) {
      double left = MARGIN + (i % columns) * (panelWidth + GAP);
      double top = headHeight + (i / columns) * (panelHeight + GAP);
      painters.get(i).paint(canvas, new Rectangle2D.Double(left, top, panelWidth, panelHeight));
    }
  }

  /** Breaks a text at spaces so that each line fits the width; a long word stands alone. */
  static List<String> wrap(String text, TextStyle style, double width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.trim().split("\\s+")) {
      if (word.isEmpty()) {
        continue;
      }
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && style.width(longer) > width) {
        lines.add(line.toString());
        line = new StringBuilder(word);
      } else {
        line = new StringBuilder(longer);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
