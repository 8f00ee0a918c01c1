package io.gradus.jobs.train;

import ai.djl.engine.Engine;
import io.gradus.datasets.Curriculum;
import io.gradus.datasets.CurriculumSettings;
import io.gradus.datasets.Problem;
import io.gradus.jobs.Version;
import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.Redaction;
import io.gradus.jobs.config.RunConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.Digests;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.pretrain.InitialModel;
import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.problems.Golds;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.problems.ProblemsDigest;
import io.gradus.jobs.problems.PromptEncoder;
import io.gradus.jobs.problems.PromptEncoder.Encoded;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.RunRecord;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelDirectory;
import io.gradus.training.hub.WeightLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * What a run is made of before its first step: model, tokenizer, prompts in their curriculum,
 * benchmarks.
 *
 * @param model its directory on this machine
 * @param modelConfig its shape
 * @param stopIds ids that end a completion
 * @param curriculum training problems by step
 * @param prompts the training problems' prompts by problem id
 * @param benchmarks held-out problems by name
 * @param record the run's row
 */
record RunSetup(
    Path model,
    ModelConfig modelConfig,
    TokenizerBundle tokenizer,
    List<Integer> stopIds,
    Curriculum curriculum,
    Map<String, EncodedProblem> prompts,
    Map<String, List<EncodedProblem>> benchmarks,
    RunRecord record) {

  /** Reads or makes everything that the settings name. */
  static RunSetup of(SparkSession spark, TrainConfig config, TrainListener listener)
      throws IOException {
    InitialModel initial = InitialModel.of(spark, config, listener);
    Path model = initial.directory();
    TokenizerBundle tokenizer = TokenizerBundle.read(model);
    PromptEncoder encoder = new PromptEncoder(tokenizer.tokenizer(), config.problems().prompt());
    ProblemLoader loader = new ProblemLoader(spark);
    Map<String, List<EncodedProblem>> benchmarks = new LinkedHashMap<>();
    Set<String> heldOut = new TreeSet<>();
    for (Benchmark benchmark : config.evaluate().heldOut(config.problems().test())) {
      List<Problem> problems = loader.load(benchmark.problems(), benchmark.name(), Set.of());
      heldOut.addAll(ProblemLoader.prompts(problems));
      Optional<String> obstacle =
          Golds.obstacle(problems, benchmark.problems().grading(), config.reward());
      if (obstacle.isPresent() && benchmark.name().equals(EvaluateConfig.TEST)) {
        throw new IllegalArgumentException("problems.test: " + obstacle.get());
      }
      if (obstacle.isPresent()) {
        listener.noted(benchmark.name() + " is left out: " + obstacle.get());
        continue;
      }
      Encoded encoded = encoder.encode(problems, benchmark.problems().grading());
      benchmarks.put(benchmark.name(), within(encoded, benchmark.name(), config, listener));
    }
    ProblemSource source = config.problems().train();
    List<Problem> training = loader.load(source, "train", heldOut);
    Golds.obstacle(training, source.grading(), config.reward())
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException("problems.train: " + obstacle);
            });
    Map<String, EncodedProblem> prompts = new LinkedHashMap<>();
    Encoded all = encoder.encode(training, source.grading());
    for (EncodedProblem encoded : within(all, "train", config, listener)) {
      prompts.put(encoded.problem().id(), encoded);
    }
    Curriculum curriculum =
        Curriculum.of(
            prompts.values().stream().map(EncodedProblem::problem).toList(),
            curriculumSettings(config));
    try (ModelDirectory directory = ModelDirectory.open(model)) {
      ModelConfig shape = directory.config();
      Set<Integer> stops = new TreeSet<>(directory.generation().eosTokenIds());
      stops.addAll(config.rollout().stopIds());
      List<EncodedProblem> ordered =
          curriculum.problems().stream().map(problem -> prompts.get(problem.id())).toList();
      return new RunSetup(
          model,
          shape,
          tokenizer,
          List.copyOf(stops),
          curriculum,
          prompts,
          benchmarks,
          record(spark, config, initial, shape, ordered));
    }
  }

  /**
   * The training problems of a step.
   *
   * @param step 1 being the first
   * @param count problems a step
   */
  List<EncodedProblem> problems(int step, int count) {
    return curriculum.batch(step - 1L, count).stream()
        .map(problem -> prompts.get(problem.id()))
        .toList();
  }

  private static List<EncodedProblem> within(
      Encoded encoded, String set, TrainConfig config, TrainListener listener) {
    int limit = config.problems().prompt().maxTokens();
    if (encoded.tooLong() > 0) {
      listener.noted(
          String.format(
              Locale.ROOT,
              "%s: %d of %d prompts are longer than problems.prompt.max-tokens = %d and left out",
              set,
              encoded.tooLong(),
              encoded.tooLong() + encoded.kept().size(),
              limit));
    }
    if (encoded.kept().isEmpty()) {
      throw new IllegalArgumentException(
          "problems.prompt.max-tokens = " + limit + " leaves no prompt of " + set);
    }
    return encoded.kept();
  }

  private static CurriculumSettings curriculumSettings(TrainConfig config) {
    CurriculumSettings.Order order =
        switch (config.problems().train().order()) {
          case AS_GIVEN -> CurriculumSettings.Order.SOURCE;
          case EASY_FIRST -> CurriculumSettings.Order.DIFFICULTY;
          case SHUFFLED -> CurriculumSettings.Order.SHUFFLED;
        };
    boolean cut = config.run().subset() == RunConfig.Subset.CUT;
    return new CurriculumSettings(order, cut ? config.run().tau() : 1, config.seed());
  }

  private static RunRecord record(
      SparkSession spark,
      TrainConfig config,
      InitialModel model,
      ModelConfig shape,
      List<EncodedProblem> training)
      throws IOException {
    return new RunRecord(
        config.run().id(),
        config.run().family().orElse(shape.architecture().modelType()),
        config.run().variant().name().toLowerCase(Locale.ROOT),
        Redaction.of(model.location()),
        Digests.ofModel(model.directory()),
        WeightLayout.of(shape).nonEmbeddingParameters(),
        dataset(config.problems().train()),
        ProblemsDigest.of(training),
        config.run().tau(),
        config.rollout().groupSize(),
        config.seed(),
        config.json(),
        config.run().description(),
        new RunRecord.Environment(
            Version.current(),
            spark.version(),
            System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
            Engine.getEngine("PyTorch").getVersion(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            config.rollout().threads(),
            config.grpo().threads(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  private static String dataset(ProblemSource source) {
    if (source.kind() == ProblemSource.Kind.SYNTHETIC) {
      return "synthetic";
    }
    String location = source.location();
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
