package io.gradus.jobs.ml;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelDirectoryWriter;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.pretrain.Initializer;
import io.gradus.training.text.CharTokenizer;
import io.gradus.training.text.CharTokenizer.Beginning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model of a few hundred parameters, drawn at random, of 24 positions and the characters {@code
 * 0123456789+-*=#}, ids 2 to 16. Its chat template puts an equals sign after the messages.
 */
final class SmallModel {
  private SmallModel() {}

  static Path write(Path directory, long seed) throws IOException {
    Path tokenizer = directory.resolveSibling(directory.getFileName() + "-tokenizer");
    int vocabulary = CharTokenizer.write(tokenizer, "0123456789+-*=#", Beginning.NONE);
    Files.writeString(
        tokenizer.resolve("chat_template.jinja"),
        "{% for message in messages %}{{ message.content }}{% endfor %}=");
    ModelConfig config =
        ModelConfig.builder(Architecture.LLAMA)
            .vocabSize(vocabulary)
            .hiddenSize(8)
            .intermediateSize(16)
            .layers(1)
            .heads(2)
            .maxPositions(24)
            .eosTokenIds(java.util.List.of(1))
            .build();
    try (Policy policy = Policy.allocate(config, Compute.cpu(1, ComputeType.FLOAT32))) {
      Initializer.fill(policy, seed);
      new ModelDirectoryWriter(config, policy::read).copyingFilesFrom(tokenizer).save(directory);
    }
    return directory;
  }
}
