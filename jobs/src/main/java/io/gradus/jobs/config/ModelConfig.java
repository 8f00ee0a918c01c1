package io.gradus.jobs.config;

import java.util.Optional;

/**
 * The model that a run starts from (block {@code model}): a Hugging Face directory, one that {@code
 * pretrain} makes, or both, the directory then being where the made model goes. At least one is
 * there.
 *
 * @param cache folder for copies of remote model directories; empty: the user's cache
 */
public record ModelConfig(
    Optional<String> path, Optional<String> cache, Optional<PretrainConfig> pretrain) {

  static ModelConfig of(Section section, long seed) {
    Optional<PretrainConfig> pretrain = PretrainConfig.of(section.child("pretrain"), seed);
    Optional<String> path = section.optionalText("path");
    if (path.isEmpty() && pretrain.isEmpty()) {
      throw section.wrong(
          "path", "a Hugging Face model directory, or model.pretrain.phases to make a model");
    }
    return new ModelConfig(path, section.optionalText("cache"), pretrain);
  }
}
