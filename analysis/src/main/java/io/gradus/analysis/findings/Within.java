package io.gradus.analysis.findings;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.Variant;
import io.gradus.analysis.text.ModelSize;
import java.util.Optional;

/**
 * What an {@link Effect} is compared within.
 *
 * @param family the model family
 * @param variant base or instruct; empty where these two are compared
 * @param params non-embedding parameters of the one size; empty where sizes are compared
 */
public record Within(String family, Optional<Variant> variant, Optional<Double> params) {

  /** A family, whose variants are compared. */
  static Within of(String family) {
    return new Within(family, Optional.empty(), Optional.empty());
  }

  /** A line of models, whose sizes are compared. */
  static Within of(ModelLine models) {
    return new Within(models.family(), Optional.of(models.variant()), Optional.empty());
  }

  /** One size of a line of models. */
  static Within of(ModelLine models, double params) {
    return new Within(models.family(), Optional.of(models.variant()), Optional.of(params));
  }

  /** As tables have it: {@code qwen2.5 base 7B}. */
  public String label() {
    String models = variant.map(v -> new ModelLine(family, v).label()).orElse(family);
    return params.map(n -> models + " " + ModelSize.text(n)).orElse(models);
  }
}
