package io.gradus.analysis.curves;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * The shortest names that tell lines of models apart: the family only where there are several, the
 * variant only where it is known.
 */
public final class LineNames {
  private final boolean families;

  private LineNames(boolean families) {
    this.families = families;
  }

  /** Names for the lines of some points. */
  public static LineNames of(Collection<CurvePoint> points) {
    return ofLines(points.stream().map(ModelLine::of).distinct().toList());
  }

  /** Names for some lines. */
  public static LineNames ofLines(Collection<ModelLine> lines) {
    return new LineNames(lines.stream().map(ModelLine::family).distinct().count() > 1);
  }

  /** Whether there are several families, so that names must say which is meant. */
  public boolean tellFamilies() {
    return families;
  }

  /** {@code steep base}, {@code base}, or nothing where there is no need to tell. */
  public String of(ModelLine line) {
    if (families) {
      return line.label();
    }
    return line.variant().isKnown() ? line.variant().name() : "";
  }

  /** The name after a text and a separator; the text alone where there is no need to tell. */
  public String after(String text, String separator, ModelLine line) {
    String name = of(line);
    return name.isEmpty() ? text : text + separator + name;
  }

  /** The name as a heading: {@code Base}; a family keeps the case it is written in. */
  public String heading(ModelLine line) {
    String name = of(line);
    return families || name.isEmpty()
        ? name
        : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** The lines among some points, in order. */
  public static List<ModelLine> lines(Collection<CurvePoint> points) {
    return List.copyOf(new TreeSet<>(points.stream().map(ModelLine::of).toList()));
  }
}
