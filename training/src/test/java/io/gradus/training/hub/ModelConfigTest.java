package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelConfigTest {
  private static final String SIZES =
      "\"vocab_size\": 97, \"hidden_size\": 48, \"intermediate_size\": 80,"
          + " \"num_hidden_layers\": 3, \"num_attention_heads\": 6";

  @Test
  void readsWhatTheKeysSay() {
    ModelConfig config =
        parse(
            "qwen3",
            """
            "architectures": ["Qwen3ForCausalLM"], "num_key_value_heads": 3, "head_dim": 16,
            "rms_norm_eps": 1e-5, "rope_theta": 1000000, "tie_word_embeddings": true,
            "max_position_embeddings": 256, "bos_token_id": 1, "eos_token_id": [2, 5],
            "pad_token_id": 0, "torch_dtype": "bfloat16", "rope_scaling": {"rope_type": "default"},
            "hidden_act": "silu", "attention_bias": false, "use_sliding_window": false,
            "sliding_window": 64, "max_window_layers": 1
            """);
    assertThat(config)
        .isEqualTo(
            new ModelConfig(
                Architecture.QWEN3,
                97,
                48,
                80,
                3,
                6,
                3,
                16,
                1e-5,
                1e6,
                true,
                256,
                OptionalInt.of(1),
                List.of(2, 5),
                OptionalInt.of(0),
                WeightType.BFLOAT16));
  }

  @Test
  void absentKeysMeanWhatTheyMeanToTransformers() {
    ModelConfig llama = parse("llama", "\"hidden_act\": \"silu\"");
    assertThat(llama.kvHeads()).isEqualTo(6);
    assertThat(llama.headDim()).isEqualTo(8);
    assertThat(llama.rmsNormEps()).isEqualTo(1e-6);
    assertThat(llama.ropeTheta()).isEqualTo(10_000);
    assertThat(llama.tieWordEmbeddings()).isFalse();
    assertThat(llama.maxPositions()).isEqualTo(2048);
    assertThat(llama.bosTokenId()).hasValue(1);
    assertThat(llama.eosTokenIds()).containsExactly(2);
    assertThat(llama.padTokenId()).isEmpty();
    assertThat(llama.weightType()).isEqualTo(WeightType.FLOAT32);

    ModelConfig none = parse("llama", "\"bos_token_id\": null, \"eos_token_id\": null");
    assertThat(none.bosTokenId()).isEmpty();
    assertThat(none.eosTokenIds()).isEmpty();

    ModelConfig qwen3 = parse("qwen3", "\"num_key_value_heads\": 2");
    assertThat(qwen3.headDim()).isEqualTo(128);
    assertThat(qwen3.maxPositions()).isEqualTo(32_768);
    assertThat(qwen3.bosTokenId()).isEmpty();
    assertThat(qwen3.eosTokenIds()).isEmpty();
  }

  @Test
  void readsRopeThetaWhereTransformers5PutsIt() {
    String rope = "\"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 5000.0}";
    assertThat(parse("llama", rope).ropeTheta()).isEqualTo(5000);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void whatIsWrittenReadsBackAsEqual(Architecture architecture) {
    ModelConfig plain =
        ModelConfig.builder(architecture)
            .vocabSize(40)
            .hiddenSize(24)
            .intermediateSize(64)
            .layers(2)
            .heads(2)
            .build();
    ModelConfig full =
        ModelConfig.builder(architecture)
            .vocabSize(40)
            .hiddenSize(24)
            .intermediateSize(64)
            .layers(2)
            .heads(4)
            .kvHeads(2)
            .headDim(10)
            .rmsNormEps(9.999999747378752e-06)
            .ropeTheta(1000)
            .tiedEmbeddings()
            .maxPositions(64)
            .bosTokenId(1)
            .eosTokenIds(List.of(2, 3))
            .padTokenId(0)
            .weightType(WeightType.FLOAT16)
            .build();
    assertThat(ModelConfig.parse(plain.toJson(), "written")).isEqualTo(plain);
    assertThat(ModelConfig.parse(full.toJson(), "written")).isEqualTo(full);
    assertThat(plain.headDim()).isEqualTo(12);
    assertThat(plain.toJson()).contains("\"bos_token_id\" : null", "\"eos_token_id\" : null");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`\"rope_scaling\": {\"rope_type\": \"llama3\"}` | `rope_scaling is"
            + " {\"rope_type\":\"llama3\"}, expected null or rope_type \"default\"`",
        "`\"rope_scaling\": {\"type\": \"linear\", \"factor\": 2}` | `rope_scaling is"
            + " {\"type\":\"linear\",\"factor\":2}, expected`",
        "`\"rope_parameters\": {\"rope_type\": \"yarn\"}` | `rope_parameters is"
            + " {\"rope_type\":\"yarn\"}, expected`",
        "`\"hidden_act\": \"gelu\"` | `hidden_act is \"gelu\", expected \"silu\"`",
        "`\"mlp_bias\": true` | `mlp_bias is true, expected false`",
        "`\"attention_bias\": true` | `attention_bias is true, expected false`",
        "`\"quantization_config\": {\"bits\": 4}` | `quantization_config is {\"bits\":4}, expected"
            + " none`",
        "`\"partial_rotary_factor\": 0.5` | `partial_rotary_factor is 0.5, expected 1`",
        "`\"architectures\": [\"LlamaForSequenceClassification\"]` | `architectures is"
            + " [\"LlamaForSequenceClassification\"], expected [\"LlamaForCausalLM\"]`",
        "`\"dtype\": \"float64\"` | `dtype is \"float64\", expected float32, float16 or bfloat16`",
        "`\"num_key_value_heads\": 4` | `num_attention_heads is 6, expected a multiple of"
            + " num_key_value_heads, 4`",
        "`\"num_key_value_heads\": 0` | `num_key_value_heads is 0, expected a positive number`",
        "`\"num_key_value_heads\": \"2\"` | `num_key_value_heads is \"2\", expected an integer`",
        "`\"head_dim\": 7` | `head_dim is 7, expected an even number`",
        "`\"rms_norm_eps\": -1e-6` | `rms_norm_eps is -0.000001, expected a positive number`",
        "`\"rope_theta\": \"1e4\"` | `rope_theta is \"1e4\", expected a number`",
        "`\"max_position_embeddings\": 0` | `max_position_embeddings is 0, expected a positive"
            + " number`",
        "`\"tie_word_embeddings\": 1` | `tie_word_embeddings is 1, expected true or false`",
        "`\"bos_token_id\": 97` | `bos_token_id is 97, expected 0 to 96`",
        "`\"eos_token_id\": [2, 97]` | `eos_token_id is 97, expected 0 to 96`",
        "`\"eos_token_id\": [2, \"x\"]` | `eos_token_id is [2,\"x\"], expected an integer or a list"
            + " of integers`",
        "`\"pad_token_id\": -2` | `pad_token_id is -2, expected 0 to 96`",
      })
  void refusesByKeyAndValue(String json, String message) {
    assertThatThrownBy(() -> parse("llama", json))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("config.json: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAnUnknownArchitecture() {
    assertThatThrownBy(() -> parse("gpt2", "\"x\": 1"))
        .hasMessage(
            "config.json: model_type is \"gpt2\", expected one of those supported: llama, qwen2,"
                + " qwen3");
    assertThatThrownBy(() -> ModelConfig.parse("{}", "config.json"))
        .hasMessage("config.json: model_type is missing");
  }

  @Test
  void refusesSlidingWindowsInUseOnly() {
    String window = "\"num_key_value_heads\": 2, \"use_sliding_window\": true, ";
    assertThatThrownBy(() -> parse("qwen2", window + "\"max_window_layers\": 2"))
        .hasMessageContaining("use_sliding_window is true, expected false");
    assertThatThrownBy(
            () ->
                parse(
                    "qwen2",
                    "\"num_key_value_heads\": 2, \"layer_types\": [\"full_attention\","
                        + " \"full_attention\", \"sliding_attention\"]"))
        .hasMessageContaining("layer_types is [")
        .hasMessageContaining("expected 3 times \"full_attention\"");
    // No layer lies beyond the first windowed one, or there is no window: transformers uses none.
    assertThat(parse("qwen2", window + "\"max_window_layers\": 3").layers()).isEqualTo(3);
    assertThat(parse("qwen2", window + "\"max_window_layers\": 0, \"sliding_window\": null"))
        .isNotNull();
  }

  @Test
  void biasOfQwen2IsItsOwn() {
    assertThat(parse("qwen2", "\"num_key_value_heads\": 2, \"attention_bias\": false"))
        .extracting(ModelConfig::architecture)
        .isEqualTo(Architecture.QWEN2);
    assertThatThrownBy(() -> parse("qwen3", "\"num_key_value_heads\": 2, \"attention_bias\": true"))
        .hasMessageContaining("attention_bias is true");
  }

  @ParameterizedTest
  @CsvSource({
    "vocab_size",
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads"
  })
  void refusesMissingAndWrongSizes(String key) {
    String json = "{\"model_type\": \"llama\", " + SIZES + "}";
    String without = json.replaceFirst("\"" + key + "\": \\d+,? ?", "").replace(", }", "}");
    assertThatThrownBy(() -> ModelConfig.parse(without, "config.json"))
        .hasMessage("config.json: " + key + " is missing");
    String negative = json.replaceFirst("(\"" + key + "\": )(\\d+)", "$1-$2");
    assertThatThrownBy(() -> ModelConfig.parse(negative, "config.json"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(key);
  }

  @Test
  void refusesIndivisibleHeads() {
    String json = "{\"model_type\": \"llama\", " + SIZES.replace("48", "50") + "}";
    assertThatThrownBy(() -> ModelConfig.parse(json, "config.json"))
        .hasMessage(
            "config.json: hidden_size is 50, expected a multiple of num_attention_heads, 6, where"
                + " head_dim is not given");
    assertThatThrownBy(
            () ->
                ModelConfig.builder(Architecture.LLAMA)
                    .vocabSize(8)
                    .hiddenSize(50)
                    .intermediateSize(8)
                    .layers(1)
                    .heads(6)
                    .build())
        .hasMessageContaining("hidden_size is 50, expected a multiple of num_attention_heads, 6");
    assertThatThrownBy(() -> parse("qwen2", "\"x\": 1"))
        .hasMessage("config.json: num_key_value_heads is missing");
  }

  @Test
  void refusesMalformedFiles(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("config.json");
    assertThatThrownBy(() -> ModelConfig.read(file)).hasMessage(file + " does not exist");
    Files.writeString(file, "{\n\"model_type\": }");
    assertThatThrownBy(() -> ModelConfig.read(file))
        .hasMessageStartingWith(file + ": not valid JSON at line 2");
    Files.writeString(file, "[]");
    assertThatThrownBy(() -> ModelConfig.read(file))
        .hasMessage(file + ": expected a JSON object, found []");
    Files.writeString(file, "{\"a\": 1, \"a\": 2}");
    assertThatThrownBy(() -> ModelConfig.read(file)).hasMessageContaining("Duplicate field 'a'");
    Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"'});
    assertThatThrownBy(() -> ModelConfig.read(file)).hasMessage(file + " is not valid UTF-8");
  }

  private static ModelConfig parse(String modelType, String more) {
    return ModelConfig.parse(
        "{\"model_type\": \"" + modelType + "\", " + SIZES + ", " + more + "}", "config.json");
  }
}
