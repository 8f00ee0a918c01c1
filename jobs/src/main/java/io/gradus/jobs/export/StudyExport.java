package io.gradus.jobs.export;

import io.gradus.files.Folders;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.export.ProblemSets.ProblemSet;
import io.gradus.jobs.pretrain.InitialModel;
import io.gradus.jobs.problems.ProblemLoader;
import io.gradus.jobs.study.PlannedRun;
import io.gradus.jobs.study.StudyPlan;
import io.gradus.jobs.study.cost.ModelShapes;
import io.gradus.jobs.study.cost.StudyEstimate;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a study for another trainer: a folder for each run with its script and configuration, the
 * problems in the trainer's layout, the reward, and the mapping file for the logs. Needs no
 * weights: a model's size is that of its config.json, of {@code study.shapes} or of {@code
 * model.pretrain}.
 *
 * <p>The folder appears whole or not at all. Problem files that are not there are no error, since
 * their place may be on another machine: everything else is written, and they are named.
 */
public final class StudyExport {
  /**
   * What was written.
   *
   * @param runs number of runs
   * @param files number of files of problems
   * @param missing sources of problems that are not there, with the files that they would become
   * @param notes what was found in the sources
   */
  public record Summary(
      int runs, int files, Map<String, Set<String>> missing, List<String> notes) {}

  private final SparkSession spark;
  private final StudyPlan plan;
  private final EstimateConfig estimate;
  private final Trainer trainer;

  /**
   * @param estimate sizes of models that are not there, and the hardware to begin with
   */
  public StudyExport(SparkSession spark, StudyPlan plan, EstimateConfig estimate, Trainer trainer) {
    this.spark = spark;
    this.plan = plan;
    this.estimate = estimate;
    this.trainer = trainer;
  }

  /**
   * Refuses what can be seen without Spark and without reading anything.
   *
   * @throws ConfigException naming the setting that the trainer has no counterpart for, or the size
   *     that is not known
   * @throws IllegalArgumentException if the folder is not empty
   */
  public static void check(StudyPlan plan, EstimateConfig estimate, Trainer trainer, Path out)
      throws IOException {
    requireEmpty(out);
    for (PlannedRun run : plan.runs()) {
      try {
        new Expressible(run.config(), trainer).check();
      } catch (ConfigException e) {
        throw new ConfigException("Run %s: %s".formatted(run.id(), e.getMessage()));
      }
    }
    StudyEstimate.of(plan.runs().stream().map(PlannedRun::config).toList(), estimate);
  }

  private static void requireEmpty(Path out) throws IOException {
    if (!Files.exists(out)) {
      return;
    }
    try (var entries = Files.list(out)) {
      if (entries.findAny().isPresent()) {
        throw new IllegalArgumentException(
            "--out = %s is not empty, expected a new folder for the export".formatted(out));
      }
    }
  }

  /**
   * Writes the export.
   *
   * @param out a folder that is not there, or is empty
   * @throws IllegalArgumentException naming what cannot be read or exported; nothing is written
   *     then
   */
  public Summary write(Path out) throws IOException {
    check(plan, estimate, trainer, out);
    Path absolute = out.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path staged = absolute.resolveSibling("." + absolute.getFileName() + ".part");
    Folders.delete(staged);
    try {
      Files.createDirectories(staged);
      ProblemSets sets =
          new ProblemSets(
              new ProblemLoader(spark),
              spark.sparkContext().hadoopConfiguration(),
              trainer,
              staged);
      List<ExportedRun> runs = new ArrayList<>();
      for (RunSize size : sizes()) {
        runs.add(run(size, sets));
      }
      for (ExportedRun run : runs) {
        write(run, staged.resolve("runs").resolve(run.id()));
      }
      Files.writeString(staged.resolve("curves.conf"), MappingFile.of(trainer, runs));
      Files.writeString(
          staged.resolve("README.md"),
          Guide.of(trainer, plan.study().title(), runs, sets.missing()));
      resource("reward.py", staged);
      if (trainer == Trainer.TRL) {
        resource("train.py", staged);
      }
      Files.deleteIfExists(absolute);
      Folders.move(staged, absolute);
      return new Summary(runs.size(), sets.files(), sets.missing(), sets.notes());
    } finally {
      Folders.delete(staged);
    }
  }

  private record RunSize(PlannedRun run, ModelConfig shape, int gpus) {}

  private List<RunSize> sizes() {
    List<TrainConfig> configs = plan.runs().stream().map(PlannedRun::config).toList();
    Map<String, Integer> gpus = new HashMap<>();
    StudyEstimate.of(configs, estimate)
        .lines()
        .forEach(line -> gpus.put(line.run(), line.estimate().gpus()));
    ModelShapes shapes = new ModelShapes(estimate.shapes());
    return plan.runs().stream()
        .map(run -> new RunSize(run, shapes.of(run.config()), gpus.get(run.id())))
        .toList();
  }

  private ExportedRun run(RunSize size, ProblemSets sets) throws IOException {
    TrainConfig config = size.run().config();
    List<ProblemSet> heldOut = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (Benchmark benchmark : config.evaluate().heldOut(config.problems().test())) {
      Optional<ProblemSet> set = sets.heldOut(config, benchmark);
      set.ifPresentOrElse(heldOut::add, () -> leftOut.add(benchmark.name()));
    }
    if (leftOut.contains(EvaluateConfig.TEST)) {
      throw config
          .origins()
          .wrong(
              "problems.test.path",
              "problems whose answers are no programs: the exported reward runs none");
    }
    WeightLayout layout = WeightLayout.of(size.shape());
    return new ExportedRun(
        size.run().id(),
        plan.study().id(),
        config,
        InitialModel.location(config),
        config.run().family().orElse(size.shape().architecture().modelType()),
        layout.nonEmbeddingParameters(),
        Hardware.of(
            size.gpus(),
            config.grpo().update().miniBatchPrompts() * config.rollout().groupSize(),
            size.shape().heads(),
            layout.totalLength(),
            estimate.memory()),
        sets.training(config),
        List.copyOf(heldOut),
        List.copyOf(leftOut),
        new Expressible(config, trainer).differences());
  }

  private void write(ExportedRun run, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path script = folder.resolve("run.sh");
    switch (trainer) {
      case VERL -> Files.writeString(script, VerlScript.of(run));
      case TRL -> {
        TrlFiles files = new TrlFiles(run);
        Files.writeString(script, files.script());
        Files.writeString(folder.resolve("config.yaml"), files.yaml());
        Files.writeString(folder.resolve("run.json"), files.json());
      }
    }
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }

  private static void resource(String name, Path folder) throws IOException {
    try (InputStream in = StudyExport.class.getResourceAsStream("/gradus/export/" + name)) {
      Files.writeString(
          folder.resolve(name), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
