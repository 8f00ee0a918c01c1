package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Switches.Bias;
import io.gradus.training.hub.Switches.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
                Rotary.plain(1e6, 16),
                true,
                256,
                OptionalInt.of(1),
                List.of(2, 5),
                OptionalInt.of(0),
                WeightType.BFLOAT16,
                ModelConfigJson.unsetSwitches(Architecture.QWEN3, 48, 3, 16),
                Optional.empty()));
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
        "`\"rope_scaling\": {\"rope_type\": \"llama3\"}` | `rope_scaling: factor is missing`",
        "`\"rope_scaling\": {\"type\": \"ntk\", \"factor\": 2}` | `rope_scaling: type is \"ntk\","
            + " expected default, linear, dynamic, llama3, yarn or longrope`",
        "`\"rope_scaling\": {\"factor\": 2}` | `rope_scaling: rope_type is missing, expected"
            + " default,`",
        "`\"rope_parameters\": {\"rope_type\": \"linear\", \"factor\": 0}` | `rope_parameters:"
            + " factor is 0, expected a positive number`",
        "`\"rope_scaling\": {\"type\": \"linear\", \"rope_type\": \"yarn\"}` | `rope_scaling: type"
            + " is \"linear\", expected that of rope_type, yarn, or none`",
        "`\"rope_theta\": 1e4, \"rope_parameters\": {\"rope_theta\": 5e5}` | `rope_parameters:"
            + " rope_theta is 500000.0, expected that of rope_theta, 10000, or one of them alone`",
        "`\"hidden_act\": \"relu\"` | `hidden_act is \"relu\", expected silu, gelu_pytorch_tanh or"
            + " gelu`",
        "`\"quantization_config\": {\"bits\": 4}` | `quantization_config is {\"bits\":4}, expected"
            + " none`",
        "`\"partial_rotary_factor\": 0.5` | `partial_rotary_factor is 0.5, expected 1,`",
        "`\"architectures\": [\"LlamaForSequenceClassification\"]` | `architectures is"
            + " [\"LlamaForSequenceClassification\"], expected [\"LlamaForCausalLM\"]`",
        "`\"dtype\": \"int8\"` | `dtype is \"int8\", expected float32, float16 or bfloat16`",
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
                + " qwen3, mistral, smollm3, granite, olmo2, phi3, gemma, gemma2, gemma3_text");
    assertThatThrownBy(() -> ModelConfig.parse("{}", "config.json"))
        .hasMessage("config.json: model_type is missing");
  }

  private static List<Layer> layers(String family, String more) {
    return parse(family, "\"num_key_value_heads\": 2, " + more).switches().layers();
  }

  @Test
  void windowsOfQwenHoldWhereTransformersUsesThem() {
    String window = "\"use_sliding_window\": true, \"sliding_window\": 8, ";
    assertThat(layers("qwen2", window + "\"max_window_layers\": 2"))
        .containsExactly(Layer.FULL, Layer.FULL, Layer.LOCAL);
    String types =
        "\"layer_types\": [\"sliding_attention\", \"full_attention\", \"sliding_attention\"]";
    assertThat(layers("qwen3", window + types))
        .containsExactly(Layer.LOCAL, Layer.FULL, Layer.LOCAL);
    assertThatThrownBy(() -> layers("qwen2", types))
        .hasMessageContaining("layer_types is [")
        .hasMessageContaining("expected no \"sliding_attention\", or use_sliding_window true");
    assertThatThrownBy(() -> layers("qwen2", "\"layer_types\": [\"full_attention\"]"))
        .hasMessageContaining("expected 3 times \"full_attention\" or \"sliding_attention\"");
    // No layer lies beyond the first windowed one, or there is no window: transformers uses none.
    assertThat(layers("qwen2", window + "\"max_window_layers\": 3")).containsOnly(Layer.FULL);
    assertThat(
            layers(
                "qwen2",
                "\"use_sliding_window\": true, \"max_window_layers\": 0, \"sliding_window\": null"))
        .containsOnly(Layer.FULL);
  }

  @Test
  void layersAreLocalOrUnrotatedByTheFamilysRule() {
    assertThat(layers("mistral", "\"sliding_window\": null")).containsOnly(Layer.FULL);
    assertThat(layers("mistral", "\"rms_norm_eps\": 1e-5")).containsOnly(Layer.LOCAL);
    assertThat(layers("gemma2", "\"rms_norm_eps\": 1e-5"))
        .containsExactly(Layer.LOCAL, Layer.FULL, Layer.LOCAL);
    assertThat(layers("gemma3_text", "\"sliding_window_pattern\": 3"))
        .containsExactly(Layer.LOCAL, Layer.LOCAL, Layer.FULL);
    String small = ", \"bos_token_id\": 1, \"eos_token_id\": 2, \"pad_token_id\": 0";
    assertThat(layers("smollm3", "\"no_rope_layers\": [1, 0, 1]" + small))
        .containsExactly(Layer.FULL, Layer.UNROTATED, Layer.FULL);
    assertThatThrownBy(() -> layers("smollm3", "\"no_rope_layers\": [1, 0]" + small))
        .hasMessageContaining("no_rope_layers is [1,0], expected a list of 3 numbers 0 or 1");
  }

  @Test
  void biasesAreThoseOfTheFamilyAndTheFile() {
    assertThat(parse("qwen2", "\"num_key_value_heads\": 2, \"attention_bias\": false"))
        .extracting(config -> config.switches().biases())
        .isEqualTo(Set.of(Bias.QUERY_KEY_VALUE));
    assertThat(parse("llama", "\"attention_bias\": true, \"mlp_bias\": true").switches().biases())
        .containsExactlyInAnyOrder(Bias.values());
    assertThatThrownBy(
            () -> parse("mistral", "\"num_key_value_heads\": 2, \"attention_bias\": true"))
        .hasMessageContaining("attention_bias is true, expected false");
  }

  @Test
  void emptyAndNeutralScalingIsNone() {
    for (String rope :
        List.of(
            "{}",
            "{\"rope_type\": \"default\"}",
            "{\"type\": \"linear\", \"factor\": 1}",
            "{\"type\": \"dynamic\", \"factor\": 1.0}",
            "{\"rope_type\": \"yarn\", \"factor\": 1}",
            "{\"rope_type\": \"llama3\", \"factor\": 1, \"low_freq_factor\": 1,"
                + " \"high_freq_factor\": 4}")) {
      ModelConfig config = parse("llama", "\"rope_scaling\": " + rope);
      assertThat(config.rotary()).as(rope).isEqualTo(Rotary.plain(10_000, 8));
      assertThat(config.kept()).as(rope).isEmpty();
    }
  }

  /** By hand, for heads of 8 and theta 10,000: frequencies 1, 0.1, 0.01 and 0.001. */
  @Test
  void scalesFrequencies() {
    String llama3 =
        "\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8, \"low_freq_factor\": 1,"
            + " \"high_freq_factor\": 4, \"original_max_position_embeddings\": 1000}";
    // turns in 1,000 tokens: 159.2, 15.92, 1.5915 and 0.159; the third is a fifth of the way
    double smooth = (10 / (2 * Math.PI) - 1) / 3;
    List<Double> divisors = parse("llama", llama3).rotary().scaling().divisors();
    assertThat(divisors.subList(0, 2)).containsOnly(1.0);
    assertThat(divisors.get(2)).isCloseTo(1 / ((1 - smooth) / 8 + smooth), within(1e-12));
    assertThat(divisors.get(3)).isEqualTo(8);

    ModelConfig linear =
        parse("llama", "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 2.5}");
    assertThat(linear.rotary().scaling().divisors()).containsOnly(2.5);
    assertThat(linear.maxPositions()).isEqualTo(5120);

    ModelConfig yarn =
        parse(
            "llama",
            "\"rope_parameters\": {\"rope_type\": \"yarn\", \"factor\": 4, \"rope_theta\": 1e4,"
                + " \"original_max_position_embeddings\": 1000}");
    // 32 turns at index 0.697, rounded down to 0; one turn at 2.2, rounded up to 3
    assertThat(yarn.rotary().scaling().divisors().get(0)).isEqualTo(1);
    assertThat(yarn.rotary().scaling().divisors().get(1)).isCloseTo(4.0 / 3, within(1e-12));
    assertThat(yarn.rotary().scaling().divisors().get(3)).isCloseTo(4, within(1e-12));
    assertThat(yarn.rotary().scaling().attentionFactor())
        .isCloseTo(0.1 * Math.log(4) + 1, within(1e-12));
    assertThat(yarn.maxPositions()).isEqualTo(4000);
  }

  /** As transformers 5 writes them. */
  @Test
  void readsRotarySettingsByTheTypeOfLayer() {
    String rope =
        "\"num_key_value_heads\": 2, \"rope_parameters\": {\"full_attention\": {\"rope_type\":"
            + " \"linear\", \"factor\": 8.0, \"rope_theta\": 5e5}, \"sliding_attention\":"
            + " {\"rope_type\": \"default\", \"rope_theta\": 100}}";
    Rotary rotary = parse("gemma3_text", rope).rotary();
    assertThat(rotary.theta()).isEqualTo(5e5);
    assertThat(rotary.localTheta()).hasValue(100.0);
    assertThat(rotary.scaling().divisors()).hasSize(128).containsOnly(8.0);
    assertThatThrownBy(() -> parse("qwen3", rope))
        .hasMessageContaining("rope_parameters: sliding_attention is")
        .hasMessageContaining("expected the same as full_attention for this architecture");
  }

  @Test
  void wholeNumbersMayHaveAFraction() {
    ModelConfig config =
        parse("llama", "\"max_position_embeddings\": 64.0, \"eos_token_id\": [2.0, 3]");
    assertThat(config.maxPositions()).isEqualTo(64);
    assertThat(config.eosTokenIds()).containsExactly(2, 3);
    assertThatThrownBy(() -> parse("llama", "\"max_position_embeddings\": 64.5"))
        .hasMessageContaining("max_position_embeddings is 64.5, expected an integer");
  }

  @Test
  void filesOfOtherFamiliesAreKeptButForTheWeightsType() {
    ModelConfig config =
        parse(
            "granite",
            "\"residual_multiplier\": 0.2, \"torch_dtype\": \"bfloat16\", \"own\": {\"x\": 1}");
    assertThat(config.switches().multipliers()).isEqualTo(new Switches.Multipliers(1, 1, 0.2, 1));
    ModelConfig stored = config.storedAs(WeightType.FLOAT32);
    assertThat(stored.toJson()).contains("\"torch_dtype\" : \"float32\"", "\"own\"");
    assertThat(ModelConfig.parse(stored.toJson(), "written")).isEqualTo(stored);
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
