package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.training.hub.WeightLayout.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterDirectoryTest {
  private static final LoraSettings ALL = new LoraSettings(2, 8, List.of(LoraSettings.ALL_LINEAR));

  @TempDir Path folder;

  private static ModelConfig config(Architecture architecture) {
    return ModelConfig.builder(architecture)
        .vocabSize(11)
        .hiddenSize(8)
        .intermediateSize(12)
        .layers(1)
        .heads(2)
        .kvHeads(1)
        .headDim(4)
        .maxPositions(64)
        .build();
  }

  private LoraLayout saved(Architecture architecture) throws IOException {
    LoraLayout layout = LoraLayout.of(config(architecture), ALL);
    float[] values = new float[Math.toIntExact(layout.totalLength())];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 16f;
    }
    AdapterDirectory.save(folder, layout, "some/model", WeightSource.of(values), "ab12");
    return layout;
  }

  private static Map<String, List<Long>> shapes(Path directory) throws IOException {
    Map<String, List<Long>> shapes = new TreeMap<>();
    try (SafetensorsReader reader =
        SafetensorsReader.open(directory.resolve("adapter_model.safetensors"))) {
      reader.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    }
    return shapes;
  }

  /** The adapters of the same models that peft wrote; the resources' README says how. */
  @ParameterizedTest
  @CsvSource({"llama, LLAMA, 14", "qwen2, QWEN2, 14", "phi3, PHI3, 8"})
  void tensorsAreThoseThatPeftWrites(String name, Architecture architecture, int tensors)
      throws Exception {
    Path theirs = Path.of(AdapterDirectoryTest.class.getResource("peft-" + name).toURI());
    LoraLayout layout = saved(architecture);
    assertThat(shapes(folder)).isEqualTo(shapes(theirs)).hasSize(tensors);
    try (AdapterDirectory read = AdapterDirectory.open(theirs, config(architecture))) {
      assertThat(read.layout().slices()).isEqualTo(layout.slices());
      assertThat(read.layout().settings().scale()).isEqualTo(8 / 2);
      float[] values = new float[Math.toIntExact(layout.totalLength())];
      read.readWeights(WeightSink.into(values));
      for (Slice slice : layout.slices()) {
        for (int i = 0; i < slice.length(); i++) {
          assertThat(values[(int) slice.offset() + i])
              .as(slice.name())
              .isEqualTo((i + slice.name().length()) / 16f);
        }
      }
    }
  }

  /** Phi-3's files have one matrix of query, key and value, and one of gate and up. */
  @Test
  void packedProjectionsHaveOneAdapterEach() throws IOException {
    saved(Architecture.PHI3);
    String layer = "base_model.model.model.layers.0.";
    assertThat(shapes(folder))
        .hasSize(8)
        .containsEntry(layer + "self_attn.qkv_proj.lora_B.weight", List.of(16L, 2L))
        .containsEntry(layer + "mlp.gate_up_proj.lora_B.weight", List.of(24L, 2L));
    assertThatThrownBy(
            () ->
                LoraLayout.of(config(Architecture.PHI3), new LoraSettings(2, 2, List.of("q_proj"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Phi3ForCausalLM has no projection q_proj, expected all-linear or names among qkv_proj,"
                + " o_proj, gate_up_proj, down_proj");
  }

  @Test
  void whatIsReadIsWhatWasSaved() throws IOException {
    LoraLayout layout = saved(Architecture.QWEN2);
    assertThat(AdapterDirectory.isThere(folder)).isTrue();
    assertThat(AdapterDirectory.base(folder)).contains("some/model");
    assertThat(AdapterDirectory.baseSum(folder)).contains("ab12");
    try (AdapterDirectory read = AdapterDirectory.open(folder, config(Architecture.QWEN2))) {
      assertThat(read.layout().slices()).isEqualTo(layout.slices());
      assertThat(read.layout().settings().scale()).isEqualTo(4);
      float[] values = new float[Math.toIntExact(layout.totalLength())];
      read.readWeights(WeightSink.into(values));
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).isEqualTo(i / 16f);
      }
    }
  }

  private void change(String key, String value) throws IOException {
    Path file = folder.resolve("adapter_config.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(file.toFile());
    json.set(key, mapper.readTree(value));
    Files.writeString(file, mapper.writeValueAsString(json));
  }

  /** rsLoRA: 8 / √4. */
  @Test
  void stabilisedScalesDivideByTheRootOfTheRank() throws IOException {
    LoraLayout layout =
        LoraLayout.of(config(Architecture.LLAMA), new LoraSettings(4, 8, ALL.targets()));
    float[] values = new float[Math.toIntExact(layout.totalLength())];
    AdapterDirectory.save(folder, layout, "m", WeightSource.of(values), "");
    change("use_rslora", "true");
    try (AdapterDirectory read = AdapterDirectory.open(folder, config(Architecture.LLAMA))) {
      assertThat(read.layout().settings().scale()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "peft_type | \"IA3\" | peft_type is \"IA3\", expected LORA",
        "use_dora | true | use_dora is true, expected false",
        "bias | \"all\" | bias is \"all\", expected none",
        "modules_to_save | [\"lm_head\"] | expected []",
        "rank_pattern | {\"q_proj\":4} | expected {}",
        "init_lora_weights | \"pissa\" | expected true",
        "layer_replication | [[0,1]] | layer_replication is [[0,1]], expected []",
        "kasa_config | {\"beta\":1} | expected null",
        "r | 0 | r is 0, expected at least 1",
        "r | 3 | lora_A.weight is [2, 8], expected shape [3, 8]"
      })
  void whatAdaptersDoBesidesIsRefused(String key, String value, String message) throws IOException {
    saved(Architecture.LLAMA);
    change(key, value);
    assertThatThrownBy(() -> AdapterDirectory.open(folder, config(Architecture.LLAMA)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(message);
  }

  @Test
  void adaptersOfOtherTensorsAreRefused() throws IOException {
    LoraLayout layout = saved(Architecture.LLAMA);
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    for (Slice slice : layout.slices()) {
      tensors.add(
          new SafetensorsWriter.Tensor(
              slice.name(),
              WeightType.FLOAT32,
              slice.shape(),
              WeightSource.of(new float[(int) slice.length()])));
    }
    tensors.add(
        new SafetensorsWriter.Tensor(
            "base_model.model.lm_head.lora_A.weight",
            WeightType.FLOAT32,
            List.of(1L),
            WeightSource.of(new float[1])));
    SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), tensors);
    assertThatThrownBy(() -> AdapterDirectory.open(folder, config(Architecture.LLAMA)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("LlamaForCausalLM has no projection lm_head");
  }
}
