package io.gradus.jobs.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Sampling options: short names of settings that {@code conf/reference.conf} explains. */
final class SamplingOptions {
  @Option(names = "--samples", paramLabel = "N", description = "Completions per prompt.")
  String samples;

  @Option(names = "--temperature", paramLabel = "T", description = "0: the likeliest token always.")
  String temperature;

  @Option(names = "--top-p", paramLabel = "P", description = "Default: 1, all tokens.")
  String topP;

  @Option(names = "--top-k", paramLabel = "K", description = "Default: 0, all tokens.")
  String topK;

  @Option(names = "--max-tokens", paramLabel = "N", description = "Longest completion.")
  String maxTokens;

  @Option(names = "--batch", paramLabel = "N", description = "Prompts sampled together.")
  String batch;

  @Option(
      names = "--dtype",
      description = "auto, float32 or bfloat16. Default: auto, the faster one here.")
  String dtype;

  @Option(names = "--threads", paramLabel = "N", description = "Threads of libtorch in a task.")
  String threads;

  @Option(names = "--seed", description = "Same seed, same samples.")
  String seed;

  /**
   * The options given, as settings.
   *
   * @param block where sampling settings are
   * @param samplesKey name of the number of samples there
   */
  List<String> settings(String block, String samplesKey) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put(block + "." + samplesKey, samples);
    given.put(block + ".temperature", temperature);
    given.put(block + ".top-p", topP);
    given.put(block + ".top-k", topK);
    given.put(block + ".max-tokens", maxTokens);
    given.put(block + ".prompts-per-batch", batch);
    given.put("rollout.dtype", dtype);
    given.put("rollout.threads", threads);
    given.put("seed", seed);
    return given.entrySet().stream()
        .filter(e -> e.getValue() != null)
        .map(e -> e.getKey() + "=" + e.getValue())
        .toList();
  }
}
