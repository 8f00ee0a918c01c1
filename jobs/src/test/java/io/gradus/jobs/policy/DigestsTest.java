package io.gradus.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  @TempDir Path model;

  /** Computed with Python's hashlib from the length as 4 bytes and the UTF-8 bytes. */
  @Test
  void ofATextIsTheSumOfItsLengthAndBytes() {
    assertThat(Digests.of("abc"))
        .isEqualTo("d04b72a650ce0f8ce4963330a53ee2832733d2baeffff3c1d8e256cca096d120");
    assertThat(Digests.of("é"))
        .isEqualTo("d1e9fa6240157ad2f9401c2bd40da3305678208a1985ff66beae448907f52b8f");
  }

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
