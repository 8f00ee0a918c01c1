package io.gradus.analysis.importing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.Set;

/**
 * What a run was, as a mapping file and the log itself tell.
 *
 * @param family models that differ only in size
 * @param variant base, instruct or unknown
 * @param params non-embedding parameters
 * @param seed the run's seed
 * @param tau how often each problem is trained on
 * @param groupSize rollouts per prompt
 * @param promptsPerStep prompts of a training step; NaN where the log counts them itself
 */
record RunInfo(
    String family,
    String variant,
    double params,
    long seed,
    int tau,
    int groupSize,
    double promptsPerStep) {

  /** The keys of a run in a mapping file. */
  static final Set<String> KEYS =
      Set.of("family", "variant", "params", "seed", "tau", "group_size", "prompts_per_step");

  /**
   * Takes what a configuration says.
   *
   * @param place the mapping file and the run, for errors
   * @param counted whether the log counts prompts itself, so that prompts_per_step is not needed
   * @throws IllegalArgumentException naming the run and the key that is missing or wrong
   */
  static RunInfo of(String place, Config run, Counted counted) {
    try {
      require(place, run, "params", "its non-embedding parameters, such as 6.5e9");
      require(place, run, "family", "a name that models share which differ only in size");
      require(place, run, "group_size", "its rollouts per prompt");
      if (counted == Counted.BY_STEPS) {
        require(place, run, "prompts_per_step", "its prompts per training step");
      }
      return new RunInfo(
          run.getString("family"),
          run.hasPath("variant") ? run.getString("variant") : "unknown",
          run.getDouble("params"),
          run.hasPath("seed") ? run.getLong("seed") : 0,
          run.hasPath("tau") ? run.getInt("tau") : 1,
          run.getInt("group_size"),
          run.hasPath("prompts_per_step") ? run.getDouble("prompts_per_step") : Double.NaN);
    } catch (ConfigException e) {
      throw new IllegalArgumentException("%s: %s".formatted(place, e.getMessage()), e);
    }
  }

  /** How prompts are counted. */
  enum Counted {
    /** Steps times prompts a step. */
    BY_STEPS,
    /** By a metric of the log. */
    BY_METRIC
  }

  private static void require(String place, Config run, String key, String meaning) {
    if (!run.hasPath(key)) {
      throw new IllegalArgumentException("%s has no '%s': give %s".formatted(place, key, meaning));
    }
  }
}
