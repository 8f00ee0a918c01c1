package io.gradus.jobs.cli;

import io.gradus.datasets.StagedDirectory;
import io.gradus.files.Place;
import io.gradus.jobs.config.InferenceConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.inference.EvaluateJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a model. */
@Command(
    name = "evaluate",
    description = {
      "Answers held-out problems and estimates pass@1 and pass@k, with 95%% intervals.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  gradus evaluate --model out/model --problems test.jsonl --source gsm8k --samples 4 --out"
          + " out/answers"
    })
final class EvaluateCommand implements Callable<Integer>, Interruptible {
  /** Settings that the command takes, by key or block. */
  private static final List<String> USED =
      List.of(
          "seed",
          "problems.test",
          "problems.source",
          "problems.prompt",
          "reward",
          "evaluate.samples",
          "evaluate.temperature",
          "evaluate.top-p",
          "evaluate.top-k",
          "evaluate.max-tokens",
          "evaluate.prompts-per-batch",
          "rollout.max-tokens",
          "rollout.dtype",
          "rollout.threads",
          "device.rollouts",
          "model.cache");

  @Spec CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Hugging Face directory or checkpoint: local, hdfs:// or s3a://.")
  String model;

  @Option(
      names = "--problems",
      required = true,
      paramLabel = "PATH",
      description = "Problems table, or a file of --source.")
  String problems;

  @Option(
      names = "--source",
      paramLabel = "KIND",
      description =
          "table, gsm8k, verl, jsonl, svamp, asdiv or mawps. Default: verl for .parquet files,"
              + " jsonl for .jsonl files, else table.")
  Optional<String> source;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first so many problems.")
  Optional<String> limit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for a row per answer (Parquet), which must not exist.")
  Optional<String> out;

  @Mixin SamplingOptions sampling;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "Settings of the blocks problems.prompt, reward, evaluate and rollout.")
  List<String> overrides = List.of();

  @Override
  public Integer call() throws IOException {
    Place read = Places.input("--problems", problems);
    out.ifPresent(
        folder -> {
          Place written = Places.folder("--out", folder);
          written.requireApartFrom(read);
          written.requireApartFrom(Places.input("--model", model));
        });
    EvaluateJob.Request request = request();
    try (SparkSession spark = SparkSessions.open("evaluate")) {
      out.ifPresent(
          folder ->
              StagedDirectory.requireAbsent(spark.sparkContext().hadoopConfiguration(), folder));
      EvaluateJob.Report report =
          EvaluateJob.run(spark, request, spec.commandLine().getErr()::println);
      out.ifPresent(folder -> EvaluateJob.write(spark, report, folder));
      print(report, spec.commandLine().getOut());
    }
    return 0;
  }

  private EvaluateJob.Request request() throws IOException {
    List<Settings.Option> given = new ArrayList<>(sampling.settings("evaluate", "samples"));
    given.add(new Settings.Option("--problems", "problems.test.path", problems));
    given.add(
        new Settings.Option(
            "--source", "problems.test.kind", source.orElseGet(() -> kind(problems))));
    limit.ifPresent(n -> given.add(new Settings.Option("--limit", "problems.test.limit", n)));
    Settings settings = Settings.ofCommandLine("evaluate", given, overrides);
    settings.requireUsed("evaluate", USED);
    InferenceConfig config = InferenceConfig.ofEvaluation(settings);
    return new EvaluateJob.Request(
        SparkSessions.model(model, settings),
        InferenceConfig.testProblems(settings),
        InferenceConfig.golds(settings),
        InferenceConfig.prompt(settings),
        InferenceConfig.reward(settings),
        config.sampling(),
        config.lengthKey(),
        config.samples(),
        config.promptsPerBatch(),
        config.dtype(),
        config.threads(),
        config.device(),
        config.stopIds(),
        config.seed());
  }

  static String kind(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return "verl";
    }
    boolean json = name.matches(".*\\.(jsonl|ndjson|json)(\\.gz)?");
    return json ? "jsonl" : isParquet(path) ? "verl" : "table";
  }

  /** Whether a file of any name begins as Parquet does. */
  private static boolean isParquet(String path) {
    if (path.contains(":") || !Files.isRegularFile(Path.of(path))) {
      return false;
    }
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return new String(in.readNBytes(4), StandardCharsets.US_ASCII).equals("PAR1");
    } catch (IOException e) {
      return false; // said again, with its reason, when the problems are read
    }
  }

  private void print(EvaluateJob.Report report, PrintWriter print) {
    print.printf("%,d problems, mean length %.1f tokens%n", report.problems(), report.meanTokens());
    if (report.tooLong() > 0) {
      print.printf(
          "%,d problems skipped: longer than problems.prompt.max-tokens%n", report.tooLong());
    }
    report.passAtK().forEach(print::println);
    report
        .cells()
        .ifPresent(
            cells ->
                print.printf(
                    "cells right: %.3f, %,d of %,d%n", cells.share(), cells.right(), cells.all()));
    out.ifPresent(folder -> print.println("answers: " + folder));
    print.flush();
  }

  @Override
  public String interrupted() {
    return "stopped; nothing was written";
  }
}
