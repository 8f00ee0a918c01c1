package io.gradus.jobs.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Evaluation on held-out problems (block {@code evaluate}).
 *
 * @param every steps between evaluations; 0: only the initial and the last policy
 * @param samples completions per problem
 * @param promptsPerBatch problems sampled together
 * @param benchmarks held-out sets beside {@code test}, with distinct names
 */
public record EvaluateConfig(
    int every, int samples, Sampling sampling, int promptsPerBatch, List<Benchmark> benchmarks) {

  /** Name of the benchmark that {@code problems.test} is. */
  public static final String TEST = "test";

  /** A held-out set of problems. */
  public record Benchmark(String name, ProblemSource problems) {}

  /**
   * Whether the policy after {@code step} of {@code steps} is to be evaluated; step 0 is the
   * initial one.
   */
  public boolean isDue(int step, int steps) {
    return step == 0 || step == steps || (every > 0 && step % every == 0);
  }

  static EvaluateConfig of(Section section, long seed, int rolloutMaxTokens) {
    List<Benchmark> benchmarks = new ArrayList<>();
    Set<String> names = new HashSet<>(Set.of(TEST));
    for (Section entry : section.children("benchmarks", "benchmark")) {
      String name = entry.text("name");
      RunConfig.checkName(entry, "name", name);
      if (!names.add(name)) {
        throw entry.wrong("name", "a name that no other benchmark has");
      }
      benchmarks.add(new Benchmark(name, ProblemSource.of(entry, seed)));
    }
    int maxTokens =
        section.optionalInteger("max-tokens", Bound.atLeast(1)).orElse(rolloutMaxTokens);
    return new EvaluateConfig(
        section.integer("every", Bound.NOT_NEGATIVE),
        section.integer("samples", Bound.atLeast(1)),
        Sampling.of(section, maxTokens),
        section.integer("prompts-per-batch", Bound.atLeast(1)),
        List.copyOf(benchmarks));
  }
}
