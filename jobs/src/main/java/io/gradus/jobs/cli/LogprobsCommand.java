package io.gradus.jobs.cli;

import io.gradus.files.Place;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.inference.LogprobsJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Scores tokens. */
@Command(
    name = "logprobs",
    description = {
      "Adds to each line the logprobs of its tokens 1 to n-1 under a model, in float32.",
      "Reads lines of {\"input_ids\"} or {\"text\"}; other fields are kept.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  gradus logprobs --model out/model --in sequences.jsonl --out scored.jsonl"
    })
final class LogprobsCommand implements Callable<Integer>, Interruptible {
  @Spec CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Hugging Face directory or checkpoint: local, hdfs:// or s3a://.")
  String model;

  @Option(names = "--in", required = true, paramLabel = "FILE", description = "JSON lines.")
  Path in;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
  Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of libtorch. Default: one a core.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws IOException {
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads = " + threads + ", expected at least 1");
    }
    Place target = Places.file("--out", out);
    target.requireApartFrom(Places.file("--in", in));
    target.requireApartFrom(Places.input("--model", model));
    Path directory = SparkSessions.model(model, Settings.ofCommandLine("logprobs", List.of()));
    long written = LogprobsJob.run(directory, in, out, threads);
    spec.commandLine().getOut().printf("%,d lines: %s%n", written, out);
    return 0;
  }

  @Override
  public String interrupted() {
    return "stopped; %s was not written".formatted(out);
  }
}
