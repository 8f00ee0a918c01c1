package io.gradus.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.model.Policy;
import io.gradus.training.model.TestPolicies;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  /** Three layers, width 48, intermediate 80, 4 heads of size 16, vocabulary 200. */
  private static ModelConfig config(Architecture architecture) {
    return ModelConfig.builder(architecture)
        .vocabSize(200)
        .hiddenSize(48)
        .intermediateSize(80)
        .layers(3)
        .heads(4)
        .headDim(16)
        .maxPositions(16)
        .build();
  }

  private static float[] filled(Architecture architecture, long seed) {
    try (Policy policy = Policy.allocate(config(architecture), TestPolicies.FLOAT32)) {
      Initializer.fill(policy, seed);
      return TestPolicies.weights(policy);
    }
  }

  private static float[] tensor(Architecture architecture, String name) {
    try (Policy policy = Policy.allocate(config(architecture), TestPolicies.FLOAT32)) {
      Initializer.fill(policy, 3);
      var slice = policy.layout().slice(name).orElseThrow();
      return Arrays.copyOfRange(
          TestPolicies.weights(policy), (int) slice.offset(), (int) slice.end());
    }
  }

  /**
   * Standard deviations by hand: 1/√48 = 0.144338, 1/√64 = 0.125, 1/√80 = 0.111803; those that
   * write to the residual stream also by √6 = 2.449490.
   */
  @ParameterizedTest
  @CsvSource({
    "model.embed_tokens.weight, 1",
    "lm_head.weight, 0.144338",
    "model.layers.0.self_attn.q_proj.weight, 0.144338",
    "model.layers.1.self_attn.v_proj.weight, 0.144338",
    "model.layers.2.mlp.up_proj.weight, 0.144338",
    "model.layers.1.self_attn.o_proj.weight, 0.0510310",
    "model.layers.2.mlp.down_proj.weight, 0.0456435"
  })
  void projectionsHaveTheDeviationOfTheirFanIn(String name, double deviation) {
    float[] values = tensor(Architecture.LLAMA, name);
    double mean = 0;
    double squares = 0;
    for (float value : values) {
      mean += value / values.length;
      squares += (double) value * value / values.length;
    }
    // five standard errors of a mean and of a standard deviation
    double n = values.length;
    assertThat(mean).isCloseTo(0, within(5 * deviation / Math.sqrt(n)));
    assertThat(Math.sqrt(squares)).isCloseTo(deviation, within(5 * deviation / Math.sqrt(2 * n)));
  }

  @Test
  void normsAreOneAndBiasesZero() {
    for (String norm :
        new String[] {
          "model.norm.weight",
          "model.layers.1.input_layernorm.weight",
          "model.layers.2.post_attention_layernorm.weight",
          "model.layers.0.self_attn.q_norm.weight",
          "model.layers.0.self_attn.k_norm.weight"
        }) {
      assertThat(tensor(Architecture.QWEN3, norm)).as(norm).containsOnly(1);
    }
    assertThat(tensor(Architecture.QWEN2, "model.layers.1.self_attn.k_proj.bias")).containsOnly(0);
  }

  @Test
  void theSeedDecides() {
    float[] first = filled(Architecture.LLAMA, 3);
    assertThat(filled(Architecture.LLAMA, 3)).isEqualTo(first);
    assertThat(filled(Architecture.LLAMA, 4)).isNotEqualTo(first);
    assertThat(tensor(Architecture.LLAMA, "model.layers.0.mlp.up_proj.weight"))
        .isNotEqualTo(tensor(Architecture.LLAMA, "model.layers.1.mlp.up_proj.weight"));
  }
}
