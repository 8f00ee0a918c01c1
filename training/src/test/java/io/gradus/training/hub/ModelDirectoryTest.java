package io.gradus.training.hub;

import static io.gradus.training.hub.TinyModel.counted;
import static io.gradus.training.hub.TinyModel.read;
import static io.gradus.training.hub.TinyModel.tiny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {
  private static final String TOKENIZER =
      "{\"model\": {\"vocab\": {\"a\": 0, \"b\": %d}}, \"added_tokens\": [{\"id\": %d, \"content\":"
          + " \"<eos>\"}]}";

  @TempDir Path directory;

  private Path model() {
    return directory.resolve("model");
  }

  private void save(ModelConfig config) throws IOException {
    TinyModel.save(config, model());
  }

  private void assertRefused(String message) {
    TinyModel.assertRefused(model(), message);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void readsWhatItSaves(Architecture architecture) throws IOException {
    for (WeightType type : List.of(WeightType.FLOAT32, WeightType.FLOAT16, WeightType.BFLOAT16)) {
      ModelConfig config = tiny(architecture).weightType(type).build();
      Path target = directory.resolve(type.name());
      new ModelDirectoryWriter(config, WeightSource.of(counted(config))).save(target);
      try (ModelDirectory model = ModelDirectory.open(target)) {
        assertThat(model.config()).isEqualTo(config);
        assertThat(model.generation().eosTokenIds()).containsExactly(2);
        assertThat(read(model)).containsExactly(counted(config));
      }
    }
  }

  @Test
  void savesShardsWithAnIndex() throws IOException {
    ModelConfig config = tiny(Architecture.QWEN2).tiedEmbeddings().build();
    new ModelDirectoryWriter(config, WeightSource.of(counted(config)))
        .shardBytes(200)
        .save(model());
    try (Stream<Path> files = Files.list(model())) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted().toList())
          .containsExactly(
              "config.json",
              "generation_config.json",
              "model-00001-of-00005.safetensors",
              "model-00002-of-00005.safetensors",
              "model-00003-of-00005.safetensors",
              "model-00004-of-00005.safetensors",
              "model-00005-of-00005.safetensors",
              "model.safetensors.index.json");
    }
    assertThat(model().resolve("model.safetensors.index.json"))
        .content()
        .contains("\"total_parameters\" : 224", "\"total_size\" : 896")
        .contains("\"model.norm.weight\" : \"model-00005-of-00005.safetensors\"");
    try (ModelDirectory model = ModelDirectory.open(model())) {
      assertThat(read(model)).containsExactly(counted(config));
    }
  }

  @Test
  void savesNothingWhereSomethingIsOrWhereItFails() throws IOException {
    ModelConfig config = tiny(Architecture.LLAMA).build();
    WeightSource failing =
        (offset, chunk) -> {
          throw new IllegalStateException("source broke");
        };
    assertThatThrownBy(() -> new ModelDirectoryWriter(config, failing).save(model()))
        .hasMessage("source broke");
    assertThat(directory).isEmptyDirectory();
    save(config);
    assertThatThrownBy(() -> save(config))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(model().toString());
  }

  @Test
  void copiesTheFilesOfTheTokenizerByteForByte() throws IOException {
    Path origin = Files.createDirectory(directory.resolve("origin"));
    Files.writeString(origin.resolve("tokenizer.json"), String.format(TOKENIZER, 3, 4));
    Files.writeString(origin.resolve("tokenizer_config.json"), "{ \"bos_token\":  null }");
    Files.writeString(origin.resolve("chat_template.jinja"), "{{ 'a' }}\r\n");
    Files.writeString(origin.resolve("generation_config.json"), "{\"eos_token_id\": [1, 4]}");
    Files.createDirectory(origin.resolve("additional_chat_templates"));
    Files.writeString(origin.resolve("additional_chat_templates/rag.jinja"), "{{ 'b' }}");
    Files.writeString(origin.resolve("training.log"), "not copied");
    ModelConfig config = tiny(Architecture.LLAMA).build();
    new ModelDirectoryWriter(config, WeightSource.of(counted(config)))
        .copyingFilesFrom(origin)
        .save(model());
    for (String name :
        List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja",
            "additional_chat_templates/rag.jinja",
            "generation_config.json")) {
      assertThat(model().resolve(name)).hasSameBinaryContentAs(origin.resolve(name));
    }
    assertThat(model().resolve("training.log")).doesNotExist();
    try (ModelDirectory model = ModelDirectory.open(model())) {
      assertThat(model.generation().eosTokenIds()).containsExactly(1, 4);
    }
  }

  @Test
  void generationFallsBackOnTheConfigKeyByKey() throws IOException {
    save(tiny(Architecture.LLAMA).bosTokenId(1).padTokenId(0).build());
    Files.writeString(model().resolve("generation_config.json"), "{\"pad_token_id\": 3}");
    try (ModelDirectory model = ModelDirectory.open(model())) {
      assertThat(model.generation().bosTokenId()).hasValue(1);
      assertThat(model.generation().eosTokenIds()).containsExactly(2);
      assertThat(model.generation().padTokenId()).hasValue(3);
    }
    Files.writeString(model().resolve("generation_config.json"), "{\"eos_token_id\": [2, 5]}");
    assertRefused(
        model().resolve("generation_config.json")
            + ": eos_token_id is 5, expected 0 to 4, below the model's vocab_size");
  }

  @Test
  void refusesATokenizerWithIdsBeyondTheVocabulary() throws IOException {
    ModelConfig config = tiny(Architecture.LLAMA).build();
    save(config);
    Path tokenizer = model().resolve("tokenizer.json");
    Files.writeString(tokenizer, String.format(TOKENIZER, 5, 4));
    assertRefused(
        tokenizer + ": token \"b\" has id 5, expected 0 to 4: the model's vocab_size is 5");
    Files.writeString(tokenizer, String.format(TOKENIZER, 1, 6));
    assertRefused(
        tokenizer + ": token \"<eos>\" has id 6, expected 0 to 4: the model's vocab_size is 5");
    Files.writeString(
        tokenizer,
        "{\"model\": {\"vocab\": [[\"a\",0],[\"b\",0],[\"c\",0],[\"d\",0],[\"e\",0],[\"f\",0]]}}");
    assertRefused(
        tokenizer + ": token \"f\" has id 5, expected 0 to 4: the model's vocab_size is 5");
    Files.writeString(tokenizer, "{}");
    assertRefused(tokenizer + ": model.vocab is missing");
    Files.writeString(tokenizer, String.format(TOKENIZER, 1, 4));
    Path tokenizerConfig = model().resolve("tokenizer_config.json");
    Files.writeString(
        tokenizerConfig, "{\"added_tokens_decoder\": {\"7\": {\"content\": \"<x>\"}}}");
    assertRefused(
        tokenizerConfig + ": token \"<x>\" has id 7, expected 0 to 4: the model's vocab_size is 5");
    assertThatThrownBy(
            () ->
                new ModelDirectoryWriter(
                        tiny(Architecture.LLAMA).vocabSize(4).build(),
                        WeightSource.of(new float[0]))
                    .copyingFilesFrom(model())
                    .save(directory.resolve("copy")))
        .hasMessageContaining("token \"<eos>\" has id 4, expected 0 to 3");
    assertThat(directory.resolve("copy")).doesNotExist();
  }

  @Test
  void refusesDirectoriesWithoutAModel() throws IOException {
    assertRefused(model() + " is not a directory");
    Files.createDirectory(model());
    assertRefused(model().resolve("config.json") + " does not exist");
    Files.writeString(model().resolve("config.json"), tiny(Architecture.LLAMA).build().toJson());
    assertRefused(model() + " has neither model.safetensors nor model.safetensors.index.json");
    Files.writeString(model().resolve("pytorch_model-00001-of-00002.bin"), "");
    assertRefused(
        model()
            + " has neither model.safetensors nor model.safetensors.index.json"
            + " (pytorch_model-00001-of-00002.bin is not supported: convert it to safetensors)");
    Files.delete(model().resolve("pytorch_model-00001-of-00002.bin"));
    Files.writeString(model().resolve("pytorch_model.bin"), "");
    assertRefused(
        model()
            + " has neither model.safetensors nor model.safetensors.index.json (pytorch_model.bin"
            + " is not supported: convert it to safetensors)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama", "tiny-qwen3"})
  void writesTheSameWeightsFileAsTransformers(String name) throws IOException {
    Path original = SharedFiles.model(name);
    try (ModelDirectory model = ModelDirectory.open(original)) {
      new ModelDirectoryWriter(model.config(), WeightSource.of(read(model)))
          .copyingFilesFrom(original)
          .save(model());
      try (ModelDirectory saved = ModelDirectory.open(model())) {
        assertThat(saved.config()).isEqualTo(model.config());
        assertThat(saved.generation()).isEqualTo(model.generation());
      }
    }
    assertThat(model().resolve("model.safetensors"))
        .hasSameBinaryContentAs(original.resolve("model.safetensors"));
  }

  @Test
  void readsTheShardsOfTransformers() throws IOException {
    Path original = SharedFiles.model("tiny-qwen2");
    try (ModelDirectory model = ModelDirectory.open(original)) {
      assertThat(model.config().architecture()).isEqualTo(Architecture.QWEN2);
      assertThat(model.layout().totalLength()).isEqualTo(58_224);
      float[] weights = read(model);
      new ModelDirectoryWriter(model.config(), WeightSource.of(weights)).save(model());
      try (ModelDirectory saved = ModelDirectory.open(model())) {
        assertThat(read(saved)).containsExactly(weights);
      }
    }
  }
}
