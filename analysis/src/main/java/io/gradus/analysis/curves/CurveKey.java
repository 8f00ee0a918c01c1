package io.gradus.analysis.curves;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;

/**
 * What a curve, a law, a fit, a score and a forecast belong to: a line of models and the held-out
 * set that they were tested on. Nothing is fitted or compared across keys unless it says so.
 *
 * @param models family and variant
 * @param benchmark the held-out set
 */
public record CurveKey(ModelLine models, String benchmark)
    implements Comparable<CurveKey>, Serializable {
  private static final Comparator<CurveKey> ORDER =
      Comparator.comparing(CurveKey::models).thenComparing(CurveKey::benchmark);

  /** Checks that both are there. */
  public CurveKey {
    Objects.requireNonNull(models, "models");
    Objects.requireNonNull(benchmark, "benchmark");
  }

  /** The key of a family, a variant and a benchmark by their names in tables. */
  public static CurveKey of(String family, String variant, String benchmark) {
    return new CurveKey(new ModelLine(family, new Variant(variant)), benchmark);
  }

  /** What a point belongs to. */
  public static CurveKey of(CurvePoint point) {
    return new CurveKey(ModelLine.of(point), point.benchmark());
  }

  /** The model family. */
  public String family() {
    return models.family();
  }

  /** Base or instruct. */
  public Variant variant() {
    return models.variant();
  }

  /** The name in full: {@code qwen2.5, base, math}, without a variant that is not known. */
  public String label() {
    return variant().isKnown()
        ? "%s, %s, %s".formatted(family(), variant().name(), benchmark)
        : "%s, %s".formatted(family(), benchmark);
  }

  @Override
  public int compareTo(CurveKey other) {
    return ORDER.compare(this, other);
  }
}
