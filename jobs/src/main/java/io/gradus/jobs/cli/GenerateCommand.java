package io.gradus.jobs.cli;

import io.gradus.files.Place;
import io.gradus.jobs.config.InferenceConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.inference.GenerateJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Samples completions. */
@Command(
    name = "generate",
    description = {
      "Samples completions of prompts, with the logprob of every token.",
      "Reads lines of {\"prompt\"}, {\"messages\"} or {\"input_ids\"}, with \"id\" if they have"
          + " one.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  gradus generate --model out/model --prompts prompts.jsonl --out completions.jsonl"
          + " --samples 4"
    })
final class GenerateCommand implements Callable<Integer>, Interruptible {
  @Spec CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Hugging Face directory or checkpoint: local, hdfs:// or s3a://.")
  String model;

  @Option(names = "--prompts", required = true, paramLabel = "FILE", description = "JSON lines.")
  Path prompts;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
  Path out;

  @Mixin SamplingOptions sampling;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = {
        "Settings of the block rollout, and problems.prompt.template-options and .answer-prefix:",
        "variables of the chat template, and what answers begin with."
      })
  List<String> overrides = List.of();

  @Override
  public Integer call() throws IOException {
    Place target = Places.file("--out", out);
    target.requireApartFrom(Places.file("--prompts", prompts));
    target.requireApartFrom(Places.input("--model", model));
    List<Settings.Option> given = new ArrayList<>();
    given.add(new Settings.Option("--samples", "rollout.group-size", "1"));
    given.addAll(sampling.settings("rollout", "group-size"));
    Settings settings = Settings.ofCommandLine("generate", given, overrides);
    InferenceConfig config = InferenceConfig.ofRollout(settings);
    GenerateJob.Request request =
        new GenerateJob.Request(
            SparkSessions.model(model, settings),
            prompts,
            out,
            InferenceConfig.chat(settings),
            config.sampling(),
            config.lengthKey(),
            config.samples(),
            config.promptsPerBatch(),
            config.dtype(),
            config.threads(),
            config.device(),
            config.stopIds(),
            config.seed());
    try (SparkSession spark = SparkSessions.open("generate")) {
      long written = GenerateJob.run(spark, request, spec.commandLine().getErr()::println);
      spec.commandLine().getOut().printf("%,d completions: %s%n", written, out);
    }
    return 0;
  }

  @Override
  public String interrupted() {
    return "stopped; %s was not written".formatted(out);
  }
}
