package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.hub.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static ModelConfigBuilder tiny(Architecture architecture) {
    return ModelConfig.builder(architecture)
        .vocabSize(5)
        .hiddenSize(4)
        .intermediateSize(3)
        .layers(2)
        .heads(2)
        .kvHeads(1)
        .headDim(2)
        .eosTokenIds(List.of(2));
  }

  /** Every parameter has the value of its position, exact in all three formats up to 256. */
  private static float[] counted(ModelConfig config) {
    float[] weights = new float[Math.toIntExact(WeightLayout.of(config).totalLength())];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i % 256;
    }
    return weights;
  }

  private void save(ModelConfig config) throws IOException {
    new ModelDirectoryWriter(config, WeightSource.of(counted(config))).save(model());
  }

  private static float[] read(ModelDirectory model) throws IOException {
    float[] weights = new float[Math.toIntExact(model.layout().totalLength())];
    model.readWeights(WeightSink.into(weights));
    return weights;
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
  void refusesMissingExtraAndMisshapenTensors() throws IOException {
    ModelConfig config = tiny(Architecture.LLAMA).build();
    save(config);
    List<Tensor> tensors = tensors(config);
    List<Tensor> fewer = new ArrayList<>(tensors);
    fewer.removeIf(tensor -> tensor.name().contains("layers.1.self_attn"));
    write(fewer);
    assertRefused(
        model()
            + ": missing tensors: model.layers.1.self_attn.q_proj.weight,"
            + " model.layers.1.self_attn.k_proj.weight, model.layers.1.self_attn.v_proj.weight,"
            + " model.layers.1.self_attn.o_proj.weight");
    write(List.of());
    assertThatThrownBy(() -> ModelDirectory.open(model())).hasMessageEndingWith(" and 16 more");

    List<Tensor> more = new ArrayList<>(tensors);
    more.add(
        new Tensor(
            "model.layers.0.self_attn.q_proj.bias",
            WeightType.FLOAT32,
            List.of(4L),
            WeightSource.of(new float[4])));
    write(more);
    assertRefused(
        model()
            + ": tensors that LlamaForCausalLM does not have:"
            + " model.layers.0.self_attn.q_proj.bias");

    List<Tensor> misshapen = new ArrayList<>(tensors);
    misshapen.removeIf(tensor -> tensor.name().equals("model.norm.weight"));
    misshapen.add(
        new Tensor(
            "model.norm.weight",
            WeightType.FLOAT32,
            List.of(2L, 2L),
            WeightSource.of(new float[4])));
    write(misshapen);
    assertRefused(
        model().resolve("model.safetensors")
            + ": tensor model.norm.weight has shape [2, 2], expected [4] from config.json");
  }

  @Test
  void overlooksWhatTransformersOverlooks() throws IOException {
    ModelConfig config = tiny(Architecture.LLAMA).tiedEmbeddings().build();
    save(config);
    List<Tensor> tensors = new ArrayList<>(tensors(config));
    tensors.add(
        new Tensor(
            "lm_head.weight", WeightType.FLOAT32, List.of(5L, 4L), WeightSource.of(new float[20])));
    tensors.add(
        new Tensor(
            "model.layers.0.self_attn.rotary_emb.inv_freq",
            WeightType.FLOAT32,
            List.of(1L),
            WeightSource.of(new float[1])));
    write(tensors);
    try (ModelDirectory model = ModelDirectory.open(model())) {
      assertThat(read(model)).containsExactly(counted(config));
    }
    tensors.removeIf(tensor -> tensor.name().equals("lm_head.weight"));
    tensors.add(
        new Tensor(
            "lm_head.weight", WeightType.FLOAT32, List.of(4L, 5L), WeightSource.of(new float[20])));
    write(tensors);
    assertThatThrownBy(() -> ModelDirectory.open(model()))
        .hasMessageContaining("tensor lm_head.weight has shape [4, 5], expected [5, 4]");
  }

  /** The tensors one after the other, as given: name, dtype, shape and bytes. */
  private void writeRaw(List<String> headers, byte[] data) throws IOException {
    byte[] header = ("{" + String.join(",", headers) + "}").getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header).put(data);
    Files.write(model().resolve("model.safetensors"), file.array());
  }

  private static String raw(String name, String dtype, List<Long> shape, long from, long to) {
    return String.format(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
        name, dtype, shape, from, to);
  }

  @Test
  void ignoresValueHeadsAndBuffersOfAnyTypeAndReadsFloat64() throws IOException {
    ModelConfig config = tiny(Architecture.LLAMA).build();
    save(config);
    List<String> headers = new ArrayList<>();
    float[] counted = counted(config);
    ByteBuffer data = ByteBuffer.allocate(8 * counted.length + 28).order(ByteOrder.LITTLE_ENDIAN);
    for (WeightLayout.Slice slice : WeightLayout.of(config).slices()) {
      headers.add(raw(slice.name(), "F64", slice.shape(), 8 * slice.offset(), 8 * slice.end()));
    }
    for (float value : counted) {
      data.putDouble(value + 1e-9 * value);
    }
    long end = 8L * counted.length;
    headers.add(raw("model.embeddings.position_ids", "I64", List.of(1L, 2L), end, end + 16));
    headers.add(raw("v_head.summary.weight", "F32", List.of(2L), end + 16, end + 24));
    headers.add(raw("model.layers.0.masked_bias", "BOOL", List.of(4L), end + 24, end + 28));
    writeRaw(headers, data.array());
    try (ModelDirectory model = ModelDirectory.open(model())) {
      assertThat(read(model)).containsExactly(counted);
    }
    headers.set(0, headers.get(0).replace("F64", "I64"));
    writeRaw(headers, data.array());
    assertRefused(
        model().resolve("model.safetensors")
            + ": tensor model.embed_tokens.weight is I64, expected F32, F16, BF16 or F64");
  }

  @Test
  void refusesWeightsThatAreNotFinite() throws IOException {
    ModelConfig config = tiny(Architecture.LLAMA).build();
    for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      float[] weights = counted(config);
      WeightLayout.Slice norm = WeightLayout.of(config).slice("model.norm.weight").orElseThrow();
      weights[(int) norm.offset() + 2] = wrong;
      Path target = directory.resolve("model " + wrong);
      new ModelDirectoryWriter(config, WeightSource.of(weights)).save(target);
      try (ModelDirectory model = ModelDirectory.open(target)) {
        assertThatThrownBy(() -> read(model))
            .isInstanceOf(ModelFormatException.class)
            .hasMessage(
                target.resolve("model.safetensors")
                    + ": tensor model.norm.weight has "
                    + wrong
                    + " at number 2, expected finite weights");
      }
    }
  }

  @Test
  void saysWhatGitLfsLeaves() throws IOException {
    save(tiny(Architecture.LLAMA).build());
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 269060552\n";
    for (String name : List.of("model.safetensors", "config.json")) {
      Path file = model().resolve(name);
      Files.writeString(file, pointer);
      assertRefused(
          file + " is a Git LFS pointer, not the file itself: run git lfs pull in its folder");
    }
  }

  @Test
  void refusesAnIndexThatDoesNotFitItsShards() throws IOException {
    ModelConfig config = tiny(Architecture.LLAMA).build();
    new ModelDirectoryWriter(config, WeightSource.of(counted(config)))
        .shardBytes(600)
        .save(model());
    Path index = model().resolve("model.safetensors.index.json");
    String text = Files.readString(index);
    String norm = "\"model.norm.weight\" : \"model-00002-of-00002.safetensors\"";
    assertThat(text).contains(norm);

    Files.writeString(index, text.replace(norm, norm.replace("00002-of", "00001-of")));
    assertRefused(
        index
            + ": weight_map puts tensor model.norm.weight in model-00001-of-00002.safetensors,"
            + " where it is not");
    Files.writeString(index, text.replace(norm, "\"x\" : \"model-00002-of-00002.safetensors\""));
    assertRefused(
        index + ": weight_map puts tensor x in model-00002-of-00002.safetensors, where it is not");
    Files.writeString(index, text.replaceFirst(",\\s*" + norm, ""));
    assertThatThrownBy(() -> ModelDirectory.open(model()))
        .hasMessage(
            index
                + ": weight_map lacks tensor model.norm.weight of"
                + " model-00002-of-00002.safetensors");
    Files.writeString(index, text.replace(norm, "\"x\" : \"../x.safetensors\""));
    assertRefused(
        index
            + ": weight_map: x is \"../x.safetensors\", expected the name of a file beside the"
            + " index");
    Files.writeString(index, "{}");
    assertRefused(index + ": weight_map is missing");
    Files.writeString(index, text);
    Files.delete(model().resolve("model-00002-of-00002.safetensors"));
    assertRefused(model().resolve("model-00002-of-00002.safetensors") + " does not exist");
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

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ModelDirectory.open(model()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }

  private void write(List<Tensor> tensors) throws IOException {
    SafetensorsWriter.write(model().resolve("model.safetensors"), tensors);
  }

  private static List<Tensor> tensors(ModelConfig config) {
    WeightSource weights = WeightSource.of(counted(config));
    return WeightLayout.of(config).slices().stream()
        .map(
            slice ->
                new Tensor(
                    slice.name(), WeightType.FLOAT32, slice.shape(), weights.from(slice.offset())))
        .toList();
  }
}
