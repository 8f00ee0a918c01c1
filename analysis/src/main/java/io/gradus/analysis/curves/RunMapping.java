package io.gradus.analysis.curves;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a log does not say of its runs: the mapping file of {@code curves import}, in HOCON.
 *
 * <pre>
 * step = "Step"                  # wandb-csv: the step column; its default
 * tokens {                       # left out: verl-jsonl and trl-json use their own metric, wandb-csv has none
 *   value = "perf/total_num_tokens"   # metric with token counts
 *   counts = each-step           # each-step or so-far
 * }
 * benchmarks {                   # one entry each; wandb-csv has exactly one
 *   gsm8k {
 *     value = "val-core/openai/gsm8k/acc/mean@1"   # metric; wandb-csv does without
 *     measures = accuracy        # accuracy (the default) or loss, 0 to 1
 *     problems = 1319            # for standard errors; 0 when unknown
 *   }
 * }
 * defaults {                     # any key of a run
 *   family = qwen3, variant = base, seed = 0, tau = 1, group_size = 8, prompts_per_step = 512
 * }
 * runs {
 *   "qwen3-0.6b" {               # column (wandb-csv), file or folder name; becomes run_id
 *     params = 0.44e9            # non-embedding parameters, required
 *   }
 * }
 * </pre>
 *
 * @param stepColumn name of the step column
 * @param tokens where token counts are; empty when unknown
 * @param benchmarks by name, in the file's order
 * @param runs by the name the log uses, in the file's order
 */
record RunMapping(
    String stepColumn,
    Optional<Tokens> tokens,
    Map<String, Benchmark> benchmarks,
    Map<String, RunInfo> runs) {

  /** What a metric of token counts adds up. */
  enum Counts {
    EACH_STEP,
    SO_FAR
  }

  /** What a metric measures. */
  enum Measure {
    ACCURACY,
    LOSS
  }

  /** Where token counts are. */
  record Tokens(String value, Counts counts) {}

  /** A held-out set and where its scores are. */
  record Benchmark(Optional<String> value, Measure measure, int problems) {

    /** The test loss of a score; empty where the score is not within 0 and 1. */
    Optional<Double> loss(double score) {
      if (!(score >= 0 && score <= 1)) {
        return Optional.empty();
      }
      return Optional.of(measure == Measure.LOSS ? score : 1 - score);
    }
  }

  /** What a run was. */
  record RunInfo(
      String family,
      String variant,
      double params,
      long seed,
      int tau,
      int groupSize,
      double promptsPerStep) {}

  private static final Set<String> KEYS =
      Set.of("step", "tokens", "benchmarks", "defaults", "runs");
  private static final Set<String> RUN_KEYS =
      Set.of("family", "variant", "params", "seed", "tau", "group_size", "prompts_per_step");

  /**
   * Reads and checks a mapping file.
   *
   * @throws IllegalArgumentException naming file and key of what is wrong
   */
  static RunMapping load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("Mapping file %s does not exist".formatted(file));
    }
    try {
      return of(file, ConfigFactory.parseFile(file.toFile()).resolve());
    } catch (ConfigException e) {
      throw new IllegalArgumentException("Mapping file %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static RunMapping of(Path file, Config config) {
    known(file, "", config, KEYS);
    Optional<Tokens> tokens = Optional.empty();
    if (config.hasPath("tokens")) {
      Config t = config.getConfig("tokens");
      known(file, "tokens.", t, Set.of("value", "counts"));
      tokens =
          Optional.of(
              new Tokens(t.getString("value"), choice(file, t, "counts", Counts.EACH_STEP)));
    }
    Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
    for (String name : names(config.getConfig("benchmarks"))) {
      Config b = config.getConfig("benchmarks").getConfig(ConfigUtil.joinPath(name));
      known(file, "benchmarks." + name + ".", b, Set.of("value", "measures", "problems"));
      benchmarks.put(
          name,
          new Benchmark(
              b.hasPath("value") ? Optional.of(b.getString("value")) : Optional.empty(),
              choice(file, b, "measures", Measure.ACCURACY),
              b.hasPath("problems") ? b.getInt("problems") : 0));
    }
    Config defaults =
        config.hasPath("defaults") ? config.getConfig("defaults") : ConfigFactory.empty();
    known(file, "defaults.", defaults, RUN_KEYS);
    Map<String, RunInfo> runs = new LinkedHashMap<>();
    for (String name : names(config.getConfig("runs"))) {
      Config r = config.getConfig("runs").getConfig(ConfigUtil.joinPath(name));
      known(file, "runs." + name + ".", r, RUN_KEYS);
      runs.put(name, run(r.withFallback(defaults)));
    }
    return new RunMapping(
        config.hasPath("step") ? config.getString("step") : "Step", tokens, benchmarks, runs);
  }

  private static RunInfo run(Config r) {
    return new RunInfo(
        r.getString("family"),
        r.hasPath("variant") ? r.getString("variant") : "unknown",
        r.getDouble("params"),
        r.hasPath("seed") ? r.getLong("seed") : 0,
        r.hasPath("tau") ? r.getInt("tau") : 1,
        r.getInt("group_size"),
        r.getDouble("prompts_per_step"));
  }

  private static List<String> names(Config config) {
    return List.copyOf(new TreeSet<>(config.root().keySet()));
  }

  private static <E extends Enum<E>> E choice(Path file, Config config, String key, E otherwise) {
    if (!config.hasPath(key)) {
      return otherwise;
    }
    String found = config.getString(key);
    for (E value : otherwise.getDeclaringClass().getEnumConstants()) {
      if (label(value).equals(found)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "Mapping file %s: '%s' cannot be '%s', expected one of %s"
            .formatted(
                file,
                key,
                found,
                java.util.Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                    .map(RunMapping::label)
                    .toList()));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static void known(Path file, String prefix, Config config, Set<String> keys) {
    for (String key : new TreeSet<>(config.root().keySet())) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException(
            "Mapping file %s: unknown key '%s%s', expected one of %s"
                .formatted(file, prefix, key, new TreeSet<>(keys)));
      }
    }
  }
}
