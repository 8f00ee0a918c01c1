package io.gradus.jobs.cli;

import io.gradus.jobs.config.Settings.Option;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Sampling options: short names of settings that {@code conf/reference.conf} explains. */
final class SamplingOptions {
  @CommandLine.Option(
      names = "--samples",
      paramLabel = "N",
      description = "Completions per prompt.")
  String samples;

  @CommandLine.Option(
      names = "--temperature",
      paramLabel = "T",
      description = "0: the likeliest token always.")
  String temperature;

  @CommandLine.Option(names = "--top-p", paramLabel = "P", description = "Default: 1, all tokens.")
  String topP;

  @CommandLine.Option(names = "--top-k", paramLabel = "K", description = "Default: 0, all tokens.")
  String topK;

  @CommandLine.Option(names = "--max-tokens", paramLabel = "N", description = "Longest completion.")
  String maxTokens;

  @CommandLine.Option(
      names = "--batch",
      paramLabel = "N",
      description = "Prompts sampled together.")
  String batch;

  @CommandLine.Option(
      names = "--dtype",
      description = "auto, float32 or bfloat16. Default: auto, the faster one here.")
  String dtype;

  @CommandLine.Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of libtorch in a task.")
  String threads;

  @CommandLine.Option(names = "--seed", description = "Same seed, same samples.")
  String seed;

  /**
   * The options given, as settings.
   *
   * @param block where sampling settings are
   * @param samplesKey name of the number of samples there
   */
  List<Option> settings(String block, String samplesKey) {
    List<Option> given = new ArrayList<>();
    add(given, "--samples", block + "." + samplesKey, samples);
    add(given, "--temperature", block + ".temperature", temperature);
    add(given, "--top-p", block + ".top-p", topP);
    add(given, "--top-k", block + ".top-k", topK);
    add(given, "--max-tokens", block + ".max-tokens", maxTokens);
    add(given, "--batch", block + ".prompts-per-batch", batch);
    add(given, "--dtype", "rollout.dtype", dtype);
    add(given, "--threads", "rollout.threads", threads);
    add(given, "--seed", "seed", seed);
    return given;
  }

  private static void add(List<Option> given, String option, String key, String value) {
    if (value != null) {
      given.add(new Option(option, key, value));
    }
  }
}
