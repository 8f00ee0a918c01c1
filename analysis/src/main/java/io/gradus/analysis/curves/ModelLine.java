package io.gradus.analysis.curves;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/**
 * Models of one family and variant that differ in size: what sizes are compared within.
 *
 * @param family such as {@code qwen2.5}
 * @param variant base or instruct
 */
public record ModelLine(String family, Variant variant)
    implements Comparable<ModelLine>, Serializable {
  private static final Comparator<ModelLine> ORDER =
      Comparator.comparing(ModelLine::family).thenComparing(ModelLine::variant);

  /** Checks that both are there. */
  public ModelLine {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(variant, "variant");
  }

  /** The line of a point's run. */
  public static ModelLine of(CurvePoint point) {
    return new ModelLine(point.family(), new Variant(point.variant()));
  }

  /** The name in full: {@code qwen2.5 base}; the family alone where the variant is not known. */
  public String label() {
    return variant.isKnown() ? family + " " + variant.name() : family;
  }

  @Override
  public int compareTo(ModelLine other) {
    return ORDER.compare(this, other);
  }
}
