package io.gradus.analysis.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Draws into an image by Java2D; text as filled outlines, so no font needs to be installed. */
final class RasterCanvas implements Canvas {
  private final BufferedImage image;
  private final Graphics2D graphics;

  /**
   * @param width logical width in pixels
   * @param height logical height in pixels
   * @param scale image pixels per logical pixel; 3 prints at about 290 dots per inch
   */
  RasterCanvas(double width, double height, double scale) {
    System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
    image =
        new BufferedImage(
            (int) Math.ceil(width * scale),
            (int) Math.ceil(height * scale),
            BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(scale, scale);
  }

  @Override
  public void fill(Shape shape, Ink ink) {
    graphics.setColor(color(ink));
    graphics.fill(shape);
  }

  @Override
  public void stroke(Shape shape, Ink ink, double width, double... dash) {
    float[] dashes = new float[dash.length];
    for (int i = 0; i < dash.length; i++) {
      dashes[i] = (float) dash[i];
    }
    graphics.setColor(color(ink));
    graphics.setStroke(
        dash.length == 0
            ? new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
            : new BasicStroke(
                (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0));
    graphics.draw(shape);
  }

  @Override
  public void text(String text, double x, double baseline, TextStyle style) {
    double start = x - style.anchor().share * style.width(text);
    Path2D outline = style.weight().font.outline(text, start, baseline, style.size());
    if (style.halo() == TextStyle.Halo.PAPER) {
      stroke(outline, Ink.PAPER.fade(0.85), 3);
    }
    fill(outline, style.ink());
  }

  @Override
  public void clip(Rectangle2D area) {
    graphics.setClip(area);
  }

  @Override
  public void unclip() {
    graphics.setClip(null);
  }

  byte[] png() {
    graphics.dispose();
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode PNG", e);
    }
  }

  private static Color color(Ink ink) {
    return new Color(ink.red(), ink.green(), ink.blue(), (int) Math.round(255 * ink.opacity()));
  }
}
