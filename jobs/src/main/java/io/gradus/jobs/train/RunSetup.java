package io.gradus.jobs.train;

import io.gradus.datasets.Curriculum;
import io.gradus.files.Json;
import io.gradus.jobs.Version;
import io.gradus.jobs.config.AdapterTargets;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.Redaction;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.policy.Digests;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.pretrain.InitialModel;
import io.gradus.jobs.problems.EncodedProblem;
import io.gradus.jobs.problems.ProblemsDigest;
import io.gradus.jobs.problems.PromptRoom;
import io.gradus.jobs.problems.PromptSummary;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.RunRecord;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelContents;
import io.gradus.training.hub.ModelDirectory;
import io.gradus.training.hub.WeightLayout;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.TensorEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
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

  /**
   * Reads or makes everything that the settings name. What cannot work is found before a model is
   * made, by {@link RunChecks}.
   */
  static RunSetup of(SparkSession spark, TrainConfig config, TrainListener listener)
      throws IOException {
    RunProblems problems = new RunChecks(spark).problems(config, listener);
    InitialModel initial = InitialModel.of(spark, config, listener);
    Path model = initial.directory();
    TokenizerBundle tokenizer = TokenizerBundle.read(model);
    try (ModelDirectory directory = ModelDirectory.open(model)) {
      ModelConfig shape = directory.config();
      RunChecks.requireStopIds(config, shape.vocabSize());
      AdapterTargets.require(config, shape);
      RunProblems.Prompts prompts = problems.encode(tokenizer, shape.maxPositions(), listener);
      Set<Integer> stops = new TreeSet<>(directory.generation().eosTokenIds());
      stops.addAll(config.rollout().stopIds());
      List<EncodedProblem> all = new ArrayList<>(prompts.training().values());
      prompts.benchmarks().values().forEach(all::addAll);
      new PromptSummary(tokenizer.tokenizer(), config.problems().prompt(), List.copyOf(stops))
          .lines(
              PromptRoom.of(all, shape.maxPositions()),
              Math.max(
                  config.rollout().sampling().maxTokens(),
                  config.evaluate().sampling().maxTokens()))
          .forEach(listener::noted);
      return new RunSetup(
          model,
          shape,
          tokenizer,
          List.copyOf(stops),
          prompts.curriculum(),
          prompts.training(),
          prompts.benchmarks(),
          record(spark, config, initial, shape, prompts));
    }
  }

  /** The same of a run that has a record already: it keeps what was decided then. */
  RunSetup resumed(RunRecord begun) {
    return new RunSetup(
        model, modelConfig, tokenizer, stopIds, curriculum, prompts, benchmarks, begun);
  }

  /** What tasks sample in. */
  ComputeType rolloutType() {
    return ComputeType.of(record.environment().rolloutDtype());
  }

  /** What the update computes in, and scoring for it. */
  ComputeType updateType() {
    return ComputeType.of(record.environment().updateDtype());
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

  /**
   * One training problem.
   *
   * @param place in the curriculum, 0 being the first; after all of them come the same again
   */
  EncodedProblem problem(long place) {
    return prompts.get(curriculum.batch(place, 1).get(0).id());
  }

  /** Training problems that differ. */
  int problemCount() {
    return curriculum.problems().size();
  }

  private static RunRecord record(
      SparkSession spark,
      TrainConfig config,
      InitialModel model,
      ModelConfig shape,
      RunProblems.Prompts prompts)
      throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Digests.Model digests = Digests.read(model.directory());
    RunArithmetic arithmetic = RunArithmetic.of(context, config, shape.hiddenSize());
    return new RunRecord(
        config.run().id(),
        config.run().family().orElse(shape.architecture().modelType()),
        config.run().variant().name().toLowerCase(Locale.ROOT),
        Redaction.of(model.location()),
        digests.whole(),
        WeightLayout.of(shape).nonEmbeddingParameters(),
        dataset(config.problems().train()),
        ProblemsDigest.of(prompts.ordered()),
        config.run().tau(),
        config.rollout().groupSize(),
        config.seed(),
        config.json(),
        config.run().description(),
        new RunRecord.Environment(
            Version.current(),
            spark.version(),
            System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
            TensorEngine.get().getVersion(),
            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
            config.rollout().threads(),
            config.grpo().threads(),
            name(arithmetic.rollout().type()),
            name(arithmetic.update().type()),
            Instant.now().truncatedTo(ChronoUnit.SECONDS)),
        contents(model, digests, prompts));
  }

  /** All that numbers of the run depend on beside its settings. */
  private static String contents(
      InitialModel model, Digests.Model digests, RunProblems.Prompts prompts) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    ModelContents.read(model.directory()).forEach((key, value) -> contents.put(key, value));
    digests.weights().forEach((file, sum) -> contents.put(file, "SHA-256 " + sum.substring(0, 16)));
    ProblemsDigest.parts(prompts.ordered())
        .forEach((part, sum) -> contents.put("problems.train, " + part, sum));
    prompts
        .benchmarks()
        .forEach(
            (name, problems) ->
                ProblemsDigest.parts(problems)
                    .forEach(
                        (part, sum) -> contents.put("problems of " + name + ", " + part, sum)));
    return Json.canonical(contents);
  }

  private static String name(ComputeType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static String dataset(ProblemSource source) {
    if (source.kind() == ProblemSource.Kind.SYNTHETIC) {
      return "synthetic";
    }
    String location = source.location();
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
