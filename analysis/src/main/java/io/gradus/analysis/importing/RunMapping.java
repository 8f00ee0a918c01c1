package io.gradus.analysis.importing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a log does not say of its runs: the mapping file of {@code curves import}, in HOCON.
 * docs/laws.md shows one with every key.
 *
 * @param file the mapping file
 * @param stepColumn name of the step column or field; empty for the usual ones
 * @param columns which column (tables) or parameter (MLflow) holds what: {@code run}, {@code
 *     metric}, {@code value} and the keys of a run
 * @param experiment MLflow's experiment; empty for all
 * @param tokens where token counts are; empty for the usual metrics
 * @param data where counts of prompts are; empty to count steps
 * @param benchmarks by name, in the alphabet's order
 * @param defaults what holds for every run that does not say otherwise
 * @param runs by the name the log uses, in the alphabet's order
 * @param absent what becomes of runs that the file names and the log does not have
 */
record RunMapping(
    Path file,
    Optional<String> stepColumn,
    Map<String, String> columns,
    Optional<String> experiment,
    Optional<Counter> tokens,
    Optional<Counter> data,
    Map<String, Benchmark> benchmarks,
    Config defaults,
    Map<String, Config> runs,
    Absent absent) {

  /** What runs without a log are. */
  enum Absent {
    /** A mistake. */
    REFUSED,
    /** Runs that are still to come. */
    ALLOWED
  }

  /** What a metric of counts adds up. */
  enum Counts {
    EACH_STEP,
    SO_FAR
  }

  /** What a metric measures. */
  enum Measure {
    ACCURACY,
    LOSS
  }

  /**
   * Where counts are.
   *
   * @param value the metric that holds them
   * @param counts whether it holds those of each step or all so far
   */
  record Counter(String value, Counts counts) {
    static final Counter NONE = new Counter("", Counts.SO_FAR);

    /** The metrics in which verl, TRL and prime-rl count training tokens. */
    static final List<Counter> USUAL_TOKENS =
        List.of(
            new Counter("perf/total_num_tokens", Counts.EACH_STEP),
            new Counter("num_tokens", Counts.SO_FAR),
            new Counter("train/num_tokens", Counts.SO_FAR),
            new Counter("progress/total_tokens", Counts.SO_FAR));

    /**
     * Counts up to and with each step.
     *
     * <p>Counts of each step are added up; from the first step without a count on, the sum is
     * unknown and left out. A count so far that is missing at a step holds only at the steps that
     * have it, or is taken from the same step's other entries.
     */
    NavigableMap<Integer, Double> soFar(NavigableMap<Integer, Map<String, Double>> metrics) {
      NavigableMap<Integer, Double> sums = new TreeMap<>();
      double sum = 0;
      int expected = 1;
      for (Map.Entry<Integer, Map<String, Double>> entry : metrics.entrySet()) {
        Double count = entry.getValue().get(value);
        if (counts == Counts.SO_FAR) {
          if (count != null) {
            sums.put(entry.getKey(), count);
          }
        } else if (entry.getKey() > 0) {
          if (count == null || entry.getKey() != expected) {
            break;
          }
          expected++;
          sum += count;
          sums.put(entry.getKey(), sum);
        }
      }
      return sums;
    }
  }

  /**
   * A held-out set and where its scores are.
   *
   * @param value the metric that holds them; empty where the log has one metric only
   * @param measure what the metric measures
   * @param problems number of its problems, 0 when unknown
   */
  record Benchmark(Optional<String> value, Measure measure, int problems) {

    /** The test loss of a score; empty where the score is not within 0 and 1. */
    Optional<Double> loss(double score) {
      if (!(score >= 0 && score <= 1)) {
        return Optional.empty();
      }
      return Optional.of(measure == Measure.LOSS ? score : 1 - score);
    }
  }

  private static final Set<String> KEYS =
      Set.of(
          "step",
          "columns",
          "experiment",
          "tokens",
          "data",
          "benchmarks",
          "defaults",
          "runs",
          "absent_runs");

  /** The keys of {@code columns} besides those of a run. */
  private static final Set<String> COLUMNS = Set.of("run", "metric", "value");

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
    Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
    for (String name : names(config.getConfig("benchmarks"))) {
      Config b = config.getConfig("benchmarks").getConfig(ConfigUtil.joinPath(name));
      known(file, "benchmarks." + name + ".", b, Set.of("value", "measures", "problems"));
      benchmarks.put(
          name,
          new Benchmark(
              text(b, "value"),
              choice(file, b, "measures", Measure.ACCURACY),
              b.hasPath("problems") ? b.getInt("problems") : 0));
    }
    Config defaults = block(config, "defaults");
    known(file, "defaults.", defaults, RunInfo.KEYS);
    Map<String, Config> runs = new LinkedHashMap<>();
    Config named = block(config, "runs");
    for (String name : names(named)) {
      Config r = named.getConfig(ConfigUtil.joinPath(name));
      known(file, "runs." + name + ".", r, RunInfo.KEYS);
      runs.put(name, r);
    }
    return new RunMapping(
        file,
        text(config, "step"),
        columns(file, block(config, "columns")),
        text(config, "experiment"),
        counter(file, config, "tokens"),
        counter(file, config, "data"),
        benchmarks,
        defaults,
        runs,
        choice(file, config, "absent_runs", Absent.REFUSED));
  }

  private static Map<String, String> columns(Path file, Config config) {
    Set<String> keys = new TreeSet<>(RunInfo.KEYS);
    keys.addAll(COLUMNS);
    known(file, "columns.", config, keys);
    if (config.hasPath("metric") != config.hasPath("value")) {
      throw new IllegalArgumentException(
          "Mapping file %s: 'columns' needs both 'metric' and 'value', or neither".formatted(file));
    }
    Map<String, String> columns = new LinkedHashMap<>();
    for (String key : names(config)) {
      columns.put(key, config.getString(key));
    }
    return columns;
  }

  private static Optional<Counter> counter(Path file, Config config, String key) {
    if (!config.hasPath(key)) {
      return Optional.empty();
    }
    Config c = config.getConfig(key);
    known(file, key + ".", c, Set.of("value", "counts"));
    return Optional.of(
        new Counter(c.getString("value"), choice(file, c, "counts", Counts.EACH_STEP)));
  }

  private static Config block(Config config, String key) {
    return config.hasPath(key) ? config.getConfig(key) : ConfigFactory.empty();
  }

  private static Optional<String> text(Config config, String key) {
    return config.hasPath(key) ? Optional.of(config.getString(key)) : Optional.empty();
  }

  /**
   * What a run was: what {@code runs} says of it, else what the log says, else the defaults.
   *
   * @throws IllegalArgumentException naming the run and what is missing
   */
  RunInfo run(RunLog log) {
    Config told = runs.getOrDefault(log.name(), ConfigFactory.empty());
    for (String key : RunInfo.KEYS) {
      String fact = columns.containsKey(key) ? log.facts().get(columns.get(key)) : null;
      if (fact != null && !fact.isEmpty() && !told.hasPath(key)) {
        told = told.withValue(key, ConfigValueFactory.fromAnyRef(fact));
      }
    }
    return RunInfo.of(
        "Mapping file %s: run '%s' of %s".formatted(file, log.name(), log.place()),
        told.withFallback(defaults),
        data.isPresent() ? RunInfo.Counted.BY_METRIC : RunInfo.Counted.BY_STEPS);
  }

  /**
   * Checks that the log has every run that the file names, unless it allows for others.
   *
   * @throws IllegalArgumentException naming the run that it has not
   */
  void requireRuns(String in, Set<String> found) {
    for (String run : absent == Absent.ALLOWED ? Set.<String>of() : runs.keySet()) {
      if (!found.contains(run)) {
        throw new IllegalArgumentException(
            "Mapping file %s: run '%s' is not in %s, which has %s".formatted(file, run, in, found));
      }
    }
  }

  /**
   * Checks that there is one benchmark and no counts, as a table of one column a run has.
   *
   * @throws IllegalArgumentException naming the benchmarks
   */
  void requireOneBenchmark() {
    if (benchmarks.size() != 1 || tokens.isPresent() || data.isPresent()) {
      throw new IllegalArgumentException(
          "Mapping file %s: a table with a column per run holds one metric, so 'benchmarks' must have one entry"
                  .formatted(file)
              + " and 'tokens' and 'data' none, found %s".formatted(benchmarks.keySet()));
    }
  }

  /** Whether a metric is a score or a count that this file asks for. */
  boolean reads(String metric) {
    return benchmarks.values().stream().anyMatch(b -> b.value().filter(metric::equals).isPresent())
        || tokens.map(List::of).orElse(Counter.USUAL_TOKENS).stream()
            .anyMatch(c -> c.value().equals(metric))
        || data.filter(c -> c.value().equals(metric)).isPresent();
  }

  private static List<String> names(Config config) {
    return List.copyOf(new TreeSet<>(config.root().keySet()));
  }

  private static <E extends Enum<E>> E choice(Path file, Config config, String key, E otherwise) {
    if (!config.hasPath(key)) {
      return otherwise;
    }
    String found = config.getString(key);
    E[] values = otherwise.getDeclaringClass().getEnumConstants();
    for (E value : values) {
      if (label(value).equals(found)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "Mapping file %s: '%s' cannot be '%s', expected one of %s"
            .formatted(file, key, found, Arrays.stream(values).map(RunMapping::label).toList()));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
