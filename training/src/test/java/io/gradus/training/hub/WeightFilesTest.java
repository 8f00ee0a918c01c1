package io.gradus.training.hub;

import static io.gradus.training.hub.TinyModel.counted;
import static io.gradus.training.hub.TinyModel.read;
import static io.gradus.training.hub.TinyModel.tiny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.hub.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a model's weights may hold. */
class WeightFilesTest {
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
