package io.gradus.jobs.cli;

import io.gradus.files.Place;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.inference.MergeJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a model of adapters. */
@Command(
    name = "merge",
    description = {
      "Makes a whole model of LoRA adapters: a checkpoint of a run with grpo.adapter = lora, or a"
          + " directory that peft saved.",
      "Its weights, in float32, are those that the run sampled with.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  gradus merge --adapter out/lora/checkpoints/smoke-s1/step-00000004 --out out/merged"
    })
final class MergeCommand implements Callable<Integer>, Interruptible {
  @Spec CommandSpec spec;

  @Option(
      names = "--adapter",
      required = true,
      paramLabel = "DIR",
      description = "The adapters: local, hdfs:// or s3a://.")
  String adapter;

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description =
          "The model that they belong to. Default: where adapter_config.json says, as seen from"
              + " the adapters or from here.")
  String base;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Local folder of the model, which must not exist.")
  Path out;

  @Override
  public Integer call() throws IOException {
    Place target = Places.folder("--out", out.toString());
    target.requireApartFrom(Places.input("--adapter", adapter));
    if (base != null) {
      target.requireApartFrom(Places.input("--base", base));
    }
    Settings settings = Settings.ofCommandLine("merge", List.of());
    String used =
        new MergeJob(SparkSessions.models(settings)).run(adapter, Optional.ofNullable(base), out);
    spec.commandLine().getOut().printf("%s with the adapters of %s: %s%n", used, adapter, out);
    return 0;
  }

  @Override
  public String interrupted() {
    return "stopped; %s was not written".formatted(out);
  }
}
