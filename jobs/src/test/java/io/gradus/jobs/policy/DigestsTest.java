package io.gradus.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  @TempDir Path model;

  @Test
  void ofAModelIsThatOfItsConfigurationWeightsAndTokenizer() throws IOException {
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "weights");
    String digest = Digests.ofModel(model);
    Files.writeString(model.resolve("optimizer.safetensors"), "moments");
    Files.writeString(model.resolve("state.json"), "{}");
    Files.writeString(model.resolve("README.md"), "a model");
    assertThat(Digests.ofModel(model)).isEqualTo(digest);
    Files.writeString(model.resolve("tokenizer.json"), "{}");
    String withTokenizer = Digests.ofModel(model);
    assertThat(withTokenizer).isNotEqualTo(digest);
    Files.writeString(model.resolve("model.safetensors"), "others!");
    assertThat(Digests.ofModel(model)).isNotIn(digest, withTokenizer);
  }
}
