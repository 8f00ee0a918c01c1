package io.gradus.jobs.pretrain;

import io.gradus.files.Json;
import io.gradus.files.Sha256;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.PretrainConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * All that a made model depends on, as canonical JSON with the names of the settings: equal models
 * have equal text, whatever they are called in Java.
 */
record ModelIdentity(String json) {

  /**
   * Of a model that {@code config} makes.
   *
   * @param heldOut problems that its corpus leaves out, if so configured
   */
  static ModelIdentity of(PretrainConfig config, List<Benchmark> heldOut) {
    List<Map<String, Object>> skipped =
        config.corpus().skipTestProblems()
            ? heldOut.stream().map(set -> set.problems().identity()).toList()
            : List.of();
    return new ModelIdentity(
        Json.canonical(Map.of("pretrain", config.identity(), "skipped-problems", skipped)));
  }

  /** The same, made from a base whose content has this digest. */
  ModelIdentity from(String baseDigest) {
    return new ModelIdentity(Json.canonical(Map.of("model", json, "base", baseDigest)));
  }

  /** A short name: the first 16 hexadecimal digits of the SHA-256 sum. */
  String name() {
    return Sha256.hex(json.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
