package io.gradus.jobs.train;

import io.gradus.datasets.Curriculum;
import io.gradus.datasets.CurriculumSettings;
import io.gradus.datasets.Problem;
import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.RunConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.problems.Golds;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.problems.PromptEncoder;
import io.gradus.jobs.problems.PromptEncoder.Encoded;
import io.gradus.jobs.problems.PromptRoom;
import io.gradus.jobs.progress.TrainListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The problems that a run's settings name, as they were read: what can be wrong with them is found
 * here, before a model is made of or for them.
 *
 * @param heldOut problems by benchmark
 */
record RunProblems(
    TrainConfig config, List<Problem> training, Map<Benchmark, List<Problem>> heldOut) {

  /**
   * Problems as a model sees them.
   *
   * @param curriculum training problems by step
   * @param training their prompts by problem id
   * @param benchmarks held-out problems by name
   */
  record Prompts(
      Curriculum curriculum,
      Map<String, EncodedProblem> training,
      Map<String, List<EncodedProblem>> benchmarks) {

    /** The training problems in the order of the curriculum. */
    List<EncodedProblem> ordered() {
      return curriculum.problems().stream().map(problem -> training.get(problem.id())).toList();
    }
  }

  /**
   * Reads the problems.
   *
   * @throws IllegalArgumentException if they cannot be read, graded or trained on
   */
  static RunProblems load(ProblemLoader loader, TrainConfig config, TrainListener listener) {
    Map<Benchmark, List<Problem>> heldOut = new LinkedHashMap<>();
    Set<String> excluded = new TreeSet<>();
    for (Benchmark benchmark : config.evaluate().heldOut(config.problems().test())) {
      List<Problem> problems =
          loader.load(benchmark.problems(), benchmark.name(), Set.of(), config.problems().golds());
      excluded.addAll(ProblemLoader.prompts(problems));
      Optional<String> obstacle =
          Golds.obstacle(problems, benchmark.problems().grading(), config.reward());
      if (obstacle.isPresent() && benchmark.name().equals(EvaluateConfig.TEST)) {
        throw new IllegalArgumentException("problems.test: " + obstacle.get());
      }
      if (obstacle.isPresent()) {
        listener.noted(benchmark.name() + " is skipped: " + obstacle.get());
        continue;
      }
      heldOut.put(benchmark, problems);
    }
    ProblemSource source = config.problems().train();
    List<Problem> training = loader.load(source, "train", excluded, config.problems().golds());
    loader.notes().forEach(listener::noted);
    Golds.obstacle(training, source.grading(), config.reward())
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException("problems.train: " + obstacle);
            });
    RunProblems problems = new RunProblems(config, training, heldOut);
    problems.curriculum(training);
    return problems;
  }

  /**
   * The problems' prompts, those that are too long left out.
   *
   * @param positions of the model
   * @throws io.gradus.jobs.config.ConfigException if prompts and completions do not fit into the
   *     model's positions, or too few are left for a step
   */
  Prompts encode(TokenizerBundle tokenizer, int positions, TrainListener listener) {
    PromptEncoder encoder = new PromptEncoder(tokenizer.tokenizer(), config.problems().prompt());
    Map<String, List<EncodedProblem>> benchmarks = new LinkedHashMap<>();
    List<EncodedProblem> evaluated = new ArrayList<>();
    heldOut.forEach(
        (benchmark, problems) -> {
          Encoded encoded = encoder.encode(problems, benchmark.problems().grading());
          List<EncodedProblem> kept = within(encoded, benchmark.name(), listener);
          benchmarks.put(benchmark.name(), kept);
          evaluated.addAll(kept);
        });
    Map<String, EncodedProblem> prompts = new LinkedHashMap<>();
    Encoded all = encoder.encode(training, config.problems().train().grading());
    for (EncodedProblem encoded : within(all, "train", listener)) {
      prompts.put(encoded.problem().id(), encoded);
    }
    require(
        PromptRoom.of(prompts.values(), positions),
        "rollout.max-tokens",
        config.rollout().sampling().maxTokens());
    require(
        PromptRoom.of(evaluated, positions),
        config.origins().given("evaluate.max-tokens", "rollout.max-tokens"),
        config.evaluate().sampling().maxTokens());
    Curriculum curriculum =
        curriculum(prompts.values().stream().map(EncodedProblem::problem).toList());
    return new Prompts(curriculum, prompts, benchmarks);
  }

  private void require(PromptRoom room, String key, int maxTokens) {
    if (maxTokens > room.tokens()) {
      throw config.origins().wrong(key, room.expected());
    }
  }

  private Curriculum curriculum(List<Problem> problems) {
    if (curriculumSettings().reuse() > problems.size()) {
      throw config
          .origins()
          .wrong(
              "run.tau", "at most %d, the number of training problems".formatted(problems.size()));
    }
    Curriculum curriculum = Curriculum.of(problems, curriculumSettings());
    int distinct = curriculum.problems().size();
    if (config.grpo().prompts() > distinct) {
      throw config
          .origins()
          .wrong(
              "grpo.prompts",
              "at most %d, the number of training problems%s"
                  .formatted(
                      distinct,
                      curriculumSettings().reuse() > 1
                          ? " of which run.tau = %d leaves a part".formatted(config.run().tau())
                          : ""));
    }
    return curriculum;
  }

  private CurriculumSettings curriculumSettings() {
    CurriculumSettings.Order order =
        switch (config.problems().train().order()) {
          case AS_GIVEN -> CurriculumSettings.Order.SOURCE;
          case EASY_FIRST -> CurriculumSettings.Order.DIFFICULTY;
          case SHUFFLED -> CurriculumSettings.Order.SHUFFLED;
        };
    boolean cut = config.run().subset() == RunConfig.Subset.CUT;
    return new CurriculumSettings(order, cut ? config.run().tau() : 1, config.seed());
  }

  private List<EncodedProblem> within(Encoded encoded, String set, TrainListener listener) {
    int limit = config.problems().prompt().maxTokens();
    if (encoded.tooLong() > 0) {
      listener.noted(
          String.format(
              Locale.ROOT,
              "%s: %d of %d prompts are longer than problems.prompt.max-tokens = %d and skipped",
              set,
              encoded.tooLong(),
              encoded.tooLong() + encoded.kept().size(),
              limit));
    }
    if (encoded.kept().isEmpty()) {
      throw config
          .origins()
          .wrong("problems.prompt.max-tokens", "more, since it leaves no prompt of " + set);
    }
    return encoded.kept();
  }
}
