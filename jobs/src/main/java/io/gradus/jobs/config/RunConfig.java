package io.gradus.jobs.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a run is called and how it is grouped with others (block {@code run}).
 *
 * @param id name in the store
 * @param family models that differ only in size share one; empty: the architecture of the model
 * @param variant what the run started from
 * @param tau reuse factor, at least 1
 * @param subset whether Gradus cuts the training problems to 1/tau or was given them cut
 * @param recipe name of the recipe, where runs of several recipes are to be compared
 */
public record RunConfig(
    String id,
    Optional<String> family,
    Variant variant,
    int tau,
    Subset subset,
    Optional<String> recipe,
    String description) {

  /** Kind of model that a run starts from. */
  public enum Variant {
    BASE,
    INSTRUCT
  }

  /** Who takes the 1/tau subset of the training problems. */
  public enum Subset {
    CUT,
    GIVEN
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  static RunConfig of(Section section, String configName, long seed) {
    String id =
        section
            .optionalText("id")
            .orElseGet(() -> configName.replaceAll("[^A-Za-z0-9._-]", "-") + "-s" + seed);
    checkName(section, "id", id);
    return new RunConfig(
        id,
        section.optionalText("family"),
        section.choice("variant", Variant.class),
        section.integer("tau", Bound.atLeast(1)),
        section.choice("subset", Subset.class),
        recipe(section),
        section.text("description"));
  }

  private static Optional<String> recipe(Section section) {
    Optional<String> recipe = section.optionalText("recipe");
    recipe.ifPresent(name -> checkName(section, "recipe", name));
    return recipe;
  }

  /** Names that become folders of the store. */
  static void checkName(Section section, String key, String name) {
    if (!NAME.matcher(name).matches()) {
      throw section.wrong(
          key, "letters, digits, `.`, `-` and `_`, beginning with a letter or digit");
    }
  }
}
