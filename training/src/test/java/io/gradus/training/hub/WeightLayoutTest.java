package io.gradus.training.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightLayoutTest {
  private static ModelConfigBuilder tiny(Architecture architecture) {
    return ModelConfig.builder(architecture)
        .vocabSize(5)
        .hiddenSize(4)
        .intermediateSize(3)
        .layers(1)
        .heads(2)
        .kvHeads(1)
        .headDim(6);
  }

  @Test
  void laysOutLlama() {
    WeightLayout layout = WeightLayout.of(tiny(Architecture.LLAMA).build());
    assertThat(layout.slices())
        .extracting(WeightLayout.Slice::name, WeightLayout.Slice::shape, WeightLayout.Slice::offset)
        .containsExactly(
            tuple("model.embed_tokens.weight", List.of(5L, 4L), 0L),
            tuple("model.layers.0.input_layernorm.weight", List.of(4L), 20L),
            tuple("model.layers.0.self_attn.q_proj.weight", List.of(12L, 4L), 24L),
            tuple("model.layers.0.self_attn.k_proj.weight", List.of(6L, 4L), 72L),
            tuple("model.layers.0.self_attn.v_proj.weight", List.of(6L, 4L), 96L),
            tuple("model.layers.0.self_attn.o_proj.weight", List.of(4L, 12L), 120L),
            tuple("model.layers.0.post_attention_layernorm.weight", List.of(4L), 168L),
            tuple("model.layers.0.mlp.gate_proj.weight", List.of(3L, 4L), 172L),
            tuple("model.layers.0.mlp.up_proj.weight", List.of(3L, 4L), 184L),
            tuple("model.layers.0.mlp.down_proj.weight", List.of(4L, 3L), 196L),
            tuple("model.norm.weight", List.of(4L), 208L),
            tuple("lm_head.weight", List.of(5L, 4L), 212L));
    assertThat(layout.totalLength()).isEqualTo(232);
    assertThat(layout.nonEmbeddingParameters()).isEqualTo(212);
    assertThat(layout.parametersWithoutEmbeddingAndHead()).isEqualTo(192);
  }

  private static long[] fusedLengths(WeightLayout layout) {
    return layout.fusedSlices().stream().mapToLong(WeightLayout.Slice::length).toArray();
  }

  @Test
  void fusesAdjacentProjections() {
    WeightLayout layout = WeightLayout.of(tiny(Architecture.LLAMA).build());
    assertThat(fusedLengths(layout)).containsExactly(20, 4, 96, 48, 4, 24, 12, 4, 20);
    assertThat(layout.fusedSlices().get(2))
        .isEqualTo(
            new WeightLayout.Slice(
                "model.layers.0.self_attn.q_proj.weight", List.of(24L, 4L), 24, 96));
    assertThat(layout.fusedSlices().get(5).shape()).containsExactly(6L, 4L);
  }

  @Test
  void putsBiasesOfQwen2AfterTheProjectionsAndLeavesOutATiedHead() {
    WeightLayout layout = WeightLayout.of(tiny(Architecture.QWEN2).tiedEmbeddings().build());
    assertThat(fusedLengths(layout)).containsExactly(20, 4, 96, 24, 48, 4, 24, 12, 4);
    assertThat(layout.slice("model.layers.0.self_attn.q_proj.bias").orElseThrow().offset())
        .isEqualTo(120);
    assertThat(layout.slice("model.layers.0.self_attn.v_proj.bias").orElseThrow())
        .isEqualTo(
            new WeightLayout.Slice("model.layers.0.self_attn.v_proj.bias", List.of(6L), 138, 6));
    assertThat(layout.slice("lm_head.weight")).isEmpty();
    assertThat(layout.nonEmbeddingParameters())
        .isEqualTo(216)
        .isEqualTo(layout.parametersWithoutEmbeddingAndHead());
  }

  @Test
  void putsHeadNormsOfQwen3BeforeTheOutputProjection() {
    WeightLayout layout = WeightLayout.of(tiny(Architecture.QWEN3).build());
    assertThat(fusedLengths(layout)).containsExactly(20, 4, 96, 6, 6, 48, 4, 24, 12, 4, 20);
    assertThat(layout.slice("model.layers.0.self_attn.k_norm.weight").orElseThrow().offset())
        .isEqualTo(126);
  }

  @Test
  void slicesFollowEachOtherWithoutGaps() {
    WeightLayout layout = WeightLayout.of(tiny(Architecture.QWEN3).layers(3).build());
    long end = 0;
    for (WeightLayout.Slice slice : layout.slices()) {
      assertThat(slice.offset()).isEqualTo(end);
      end = slice.end();
    }
    assertThat(end).isEqualTo(layout.totalLength());
    assertThat(Arrays.stream(fusedLengths(layout)).sum()).isEqualTo(end);
  }

  /** The published sizes of SmolLM2-135M: 134,515,008 parameters, head tied. */
  @Test
  void countsTheParametersOfAKnownModel() {
    WeightLayout layout =
        WeightLayout.of(
            ModelConfig.builder(Architecture.LLAMA)
                .vocabSize(49_152)
                .hiddenSize(576)
                .intermediateSize(1536)
                .layers(30)
                .heads(9)
                .kvHeads(3)
                .tiedEmbeddings()
                .build());
    assertThat(layout.totalLength()).isEqualTo(134_515_008);
    assertThat(layout.nonEmbeddingParameters()).isEqualTo(134_515_008 - 49_152 * 576);
  }

  @Test
  void countsBeyondTwoBillionNumbers() {
    WeightLayout layout =
        WeightLayout.of(
            ModelConfig.builder(Architecture.QWEN2)
                .vocabSize(152_064)
                .hiddenSize(8192)
                .intermediateSize(29_568)
                .layers(80)
                .heads(64)
                .kvHeads(8)
                .build());
    // Qwen2.5-72B: 72.7 billion parameters, 70.0 billion without embedding and head.
    assertThat(layout.totalLength()).isEqualTo(72_706_203_648L);
    assertThat(layout.parametersWithoutEmbeddingAndHead()).isEqualTo(70_214_787_072L);
  }
}
