package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.training.text.CharTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelContentsTest {
  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void save() throws IOException {
    model = folder.resolve("model");
    TinyModel.save(TinyModel.tiny(Architecture.LLAMA).vocabSize(20).build(), model);
    CharTokenizer.write(model, "0123456789+=", CharTokenizer.Beginning.BOS_TOKEN);
  }

  /** The whole of a file's text that matters is told by key. */
  private Map<String, String> changed(String file, String before, String after) throws IOException {
    Map<String, String> then = ModelContents.read(model);
    Path path = model.resolve(file);
    String text = Files.exists(path) ? Files.readString(path) : "";
    int at = text.indexOf(before);
    assertThat(at).as(text).isNotNegative();
    Files.writeString(path, text.substring(0, at) + after + text.substring(at + before.length()));
    Map<String, String> changed = new TreeMap<>(ModelContents.read(model));
    changed.entrySet().removeIf(entry -> entry.getValue().equals(then.get(entry.getKey())));
    return changed;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "config.json, '\"hidden_size\" : 4', '\"hidden_size\":4.0'",
        "config.json, '{', '{ \"some_tools_key\": false, \"nothing_reads_this\": 7,'",
        "config.json, 'transformers_version\" : \"4.56.2', 'transformers_version\" : \"5.0.0'",
        "generation_config.json, '}', '}\n\n'",
        "generation_config.json, '\"eos_token_id\" : 2', '\"eos_token_id\" : [2]'",
        "generation_config.json, '{', '{\"temperature\": 0.6,'",
        "tokenizer.json, '{', ' {'",
        "tokenizer.json, '\"truncation\"', '\"truncation\" '",
      })
  void bytesWithoutMeaningDoNotCount(String file, String before, String after) throws IOException {
    assertThat(changed(file, before, after)).isEmpty();
  }

  @Test
  void whatEndsACompletionCounts() throws IOException {
    assertThat(changed("generation_config.json", "\"eos_token_id\" : 2", "\"eos_token_id\" : 3"))
        .containsExactly(Map.entry("generation_config.json: eos_token_id", "3"));
  }

  @Test
  void shapeCounts() throws IOException {
    assertThat(changed("config.json", "\"rms_norm_eps\" : 1.0E-6", "\"rms_norm_eps\" : 1e-5"))
        .containsExactly(Map.entry("config.json: rms_norm_eps", "0.00001"));
  }

  @Test
  void theChatTemplateCountsWhereverItStands() throws IOException {
    String template = "{{ messages[0].content }}";
    assertThat(changed("chat_template.jinja", "", template))
        .containsOnlyKeys("chat_template.jinja or tokenizer_config.json: chat_template");
    Map<String, String> inItsFile = ModelContents.read(model);
    Files.delete(model.resolve("chat_template.jinja"));
    Path config = model.resolve("tokenizer_config.json");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("\\{", "{\"chat_template\":\"" + template + "\","));
    assertThat(ModelContents.read(model)).isEqualTo(inItsFile);
  }

  @Test
  void specialTokensCount() throws IOException {
    assertThat(
            changed(
                "tokenizer_config.json", "\"eos_token\" : \"<eos>\"", "\"eos_token\" : \"<pad>\""))
        .containsKeys("tokenizer_config.json: eos_token");
  }
}
