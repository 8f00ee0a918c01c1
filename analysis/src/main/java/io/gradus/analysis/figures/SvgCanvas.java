package io.gradus.analysis.figures;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * Writes SVG 1.1 that stands alone or inside HTML: no ids, scripts, style sheets or outside
 * references. Text stays text. Clipping is done by nested {@code svg} elements, which need no id.
 */
final class SvgCanvas implements Canvas {
  private static final String FONTS =
      "GradusRoboto, Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";
  private final StringBuilder out = new StringBuilder(1 << 14);

  SvgCanvas(double width, double height, String title, String description) {
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
        .append(number(width))
        .append("\" height=\"")
        .append(number(height))
        .append("\" viewBox=\"0 0 ")
        .append(number(width))
        .append(' ')
        .append(number(height))
        .append("\" role=\"img\" aria-label=\"")
        .append(escape(title))
        .append("\" font-family=\"")
        .append(FONTS)
        .append("\">\n<title>")
        .append(escape(title))
        .append("</title>\n<desc>")
        .append(escape(description))
        .append("</desc>\n");
  }

  @Override
  public void fill(Shape shape, Ink ink) {
    out.append("<path d=\"").append(path(shape)).append("\" fill=\"").append(ink.css()).append('"');
    if (ink.opacity() < 1) {
      out.append(" fill-opacity=\"").append(number(ink.opacity())).append('"');
    }
    out.append("/>\n");
  }

  @Override
  public void stroke(Shape shape, Ink ink, double width, double... dash) {
    out.append("<path d=\"")
        .append(path(shape))
        .append("\" fill=\"none\" stroke=\"")
        .append(ink.css())
        .append("\" stroke-width=\"")
        .append(number(width))
        .append("\" stroke-linejoin=\"round\"");
    if (ink.opacity() < 1) {
      out.append(" stroke-opacity=\"").append(number(ink.opacity())).append('"');
    }
    if (dash.length == 0) {
      out.append(" stroke-linecap=\"round\"");
    } else {
      out.append(" stroke-dasharray=\"");
      for (int i = 0; i < dash.length; i++) {
        out.append(i == 0 ? "" : " ").append(number(dash[i]));
      }
      out.append('"');
    }
    out.append("/>\n");
  }

  @Override
  public void text(String text, double x, double baseline, TextStyle style) {
    out.append("<text x=\"")
        .append(number(x))
        .append("\" y=\"")
        .append(number(baseline))
        .append("\" font-size=\"")
        .append(number(style.size()))
        .append("\" fill=\"")
        .append(style.ink().css())
        .append('"');
    if (style.weight() != TextStyle.Weight.REGULAR) {
      out.append(" font-weight=\"").append(style.weight().css).append('"');
    }
    if (style.anchor() != TextStyle.Anchor.START) {
      out.append(" text-anchor=\"").append(style.anchor().css).append('"');
    }
    if (style.halo() == TextStyle.Halo.PAPER) {
      out.append(" stroke=\"#ffffff\" stroke-opacity=\"0.85\" stroke-width=\"3\"")
          .append(" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
    out.append('>').append(escape(text)).append("</text>\n");
  }

  @Override
  public void clip(Rectangle2D area) {
    String x = number(area.getX());
    String y = number(area.getY());
    String w = number(area.getWidth());
    String h = number(area.getHeight());
    out.append(
        String.format(
            "<svg x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" viewBox=\"%s %s %s %s\">\n",
            x, y, w, h, x, y, w, h));
  }

  @Override
  public void unclip() {
    out.append("</svg>\n");
  }

  String svg() {
    return out + "</svg>\n";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String path(Shape shape) {
    StringBuilder d = new StringBuilder();
    double[] c = new double[6];
    for (PathIterator it = shape.getPathIterator(null); !it.isDone(); it.next()) {
      int kind = it.currentSegment(c);
      switch (kind) {
        case PathIterator.SEG_MOVETO -> coordinates(d.append('M'), c, 1);
        case PathIterator.SEG_LINETO -> coordinates(d.append('L'), c, 1);
        case PathIterator.SEG_QUADTO -> coordinates(d.append('Q'), c, 2);
        case PathIterator.SEG_CUBICTO -> coordinates(d.append('C'), c, 3);
        default -> d.append('Z');
      }
    }
    return d.toString();
  }

  private static void coordinates(StringBuilder d, double[] c, int points) {
    for (int i = 0; i < 2 * points; i++) {
      d.append(i == 0 ? "" : " ").append(number(c[i]));
    }
  }

  /** At most two decimals: a hundredth of a pixel. */
  private static String number(double value) {
    double rounded = Math.rint(value * 100) / 100;
    if (rounded == Math.rint(rounded)) {
      return Long.toString((long) rounded);
    }
    String text = String.format(Locale.ROOT, "%.2f", rounded);
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }
}
