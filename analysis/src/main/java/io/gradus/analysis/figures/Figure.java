package io.gradus.analysis.figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure: a title that says what is seen, and one or more panels.
 *
 * <pre>{@code
 * Figure.of("quickstart", "The larger model learns faster")
 *     .subtitle("Held-out pass@1 by step")
 *     .panel(
 *         Panel.of("", ChartAxis.linear("Step"), ChartAxis.linear("pass@1").percent())
 *             .add(Series.line("195k", steps, small).ordered(0))
 *             .add(Series.line("443k", steps, large).ordered(1))
 *             .build())
 *     .build()
 *     .write(directory); // quickstart.svg and quickstart.png
 * }</pre>
 *
 * @param id file name without its ending; letters, digits, '-' and '_'
 * @param title one line or more, set above the panels
 * @param subtitle smaller text below the title; empty for none
 * @param panels drawn left to right, then top to bottom
 */
public record Figure(String id, String title, String subtitle, List<Panel> panels) {
  private static final double PNG_SCALE = 2.5;

  public Figure {
    if (!id.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "Figure id '%s' must be letters, digits, '-' and '_' only".formatted(id));
    }
    if (panels.isEmpty()) {
      throw new IllegalArgumentException("Figure '%s' has no panel".formatted(id));
    }
    panels = List.copyOf(panels);
  }

  /** An empty figure to add panels to. */
  public static Builder of(String id, String title) {
    return new Builder(id, title);
  }

  /** The figure as one {@code <svg>} element, which may stand in a file or in HTML. */
  public String svg(Layout layout) {
    FigurePainter painter = new FigurePainter(this, layout);
    SvgCanvas canvas = new SvgCanvas(layout.width(), painter.height(), title, subtitle);
    painter.paint(canvas);
    return canvas.svg();
  }

  /**
   * The figure as a PNG image.
   *
   * @param scale image pixels per layout pixel
   */
  public byte[] png(Layout layout, double scale) {
    FigurePainter painter = new FigurePainter(this, layout);
    RasterCanvas canvas = new RasterCanvas(layout.width(), painter.height(), scale);
    painter.paint(canvas);
    return canvas.png();
  }

  /**
   * Writes {@code id.svg} and {@code id.png} in the wide layout.
   *
   * @param directory made if missing
   */
  public void write(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.write(
          directory.resolve(id + ".svg"), svg(Layout.WIDE).getBytes(StandardCharsets.UTF_8));
      Files.write(directory.resolve(id + ".png"), png(Layout.WIDE, PNG_SCALE));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write figure '%s' to %s".formatted(id, directory), e);
    }
  }

  /** Collects a figure's panels. */
  public static final class Builder {
    private final String id;
    private final String title;
    private String subtitle = "";
    private final List<Panel> panels = new ArrayList<>();

    private Builder(String id, String title) {
      this.id = id;
      this.title = title;
    }

    /** Sets the text below the title. */
    public Builder subtitle(String text) {
      subtitle = text;
      return this;
    }

    /** Adds a panel after those before. */
    public Builder panel(Panel panel) {
      panels.add(panel);
      return this;
    }

    /** The figure. */
    public Figure build() {
      return new Figure(id, title, subtitle, panels);
    }
  }
}
