package io.gradus.jobs.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Evaluation on held-out problems (block {@code evaluate}).
 *
 * @param every steps between evaluations; 0: only the initial and the last policy
 * @param at further steps after which the policy is evaluated
 * @param samples completions per problem
 * @param promptsPerBatch problems sampled together
 * @param benchmarks held-out sets beside {@code test}, with distinct names
 */
public record EvaluateConfig(
    int every,
    List<Integer> at,
    int samples,
    SamplingConfig sampling,
    int promptsPerBatch,
    List<Benchmark> benchmarks) {

  private enum When {
    ALWAYS,
    FIRST_AND_LAST
  }

  /** Name of the benchmark that {@code problems.test} is. */
  public static final String TEST = "test";

  /**
   * A held-out set of problems.
   *
   * @param rarely whether only the initial and the last policy answer it
   */
  public record Benchmark(String name, ProblemSource problems, boolean rarely) {}

  /**
   * Whether the policy after {@code step} of {@code steps} is to be evaluated; step 0 is the
   * initial one.
   */
  public boolean isDue(int step, int steps) {
    return step == 0 || step == steps || at.contains(step) || (every > 0 && step % every == 0);
  }

  /** Whether that policy is to be evaluated on one of the held-out sets. */
  public boolean isDue(String benchmark, int step, int steps) {
    boolean rarely = benchmarks.stream().anyMatch(b -> b.rarely() && b.name().equals(benchmark));
    return rarely ? step == 0 || step == steps : isDue(step, steps);
  }

  /** The sets that {@code problems.test} and {@code benchmarks} name, test first. */
  public List<Benchmark> heldOut(ProblemSource test) {
    List<Benchmark> all = new ArrayList<>(List.of(new Benchmark(TEST, test, false)));
    all.addAll(benchmarks);
    return List.copyOf(all);
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
      benchmarks.add(
          new Benchmark(
              name,
              ProblemSource.of(entry, seed),
              entry.choice("when", When.class) == When.FIRST_AND_LAST));
    }
    int maxTokens =
        section.optionalInteger("max-tokens", Bound.atLeast(1)).orElse(rolloutMaxTokens);
    return new EvaluateConfig(
        section.integer("every", Bound.NOT_NEGATIVE),
        section.integers("at", Bound.atLeast(1)),
        section.integer("samples", Bound.atLeast(1)),
        SamplingConfig.of(section, maxTokens),
        section.integer("prompts-per-batch", Bound.atLeast(1)),
        List.copyOf(benchmarks));
  }
}
