package io.gradus.training.hub;

import java.util.HashSet;
import java.util.List;

/**
 * Which low-rank adapters a model gets (LoRA; Hu et al., "LoRA: Low-Rank Adaptation of Large
 * Language Models", arXiv 2106.09685): a target matrix W [out, in] works as W + (alpha / rank) · B
 * A, with A [rank, in] and B [out, rank].
 *
 * @param rank r of peft and TRL, lora_rank of verl
 * @param alpha lora_alpha
 * @param targets names of projections as in the model's files ({@code q_proj}, …), or {@link
 *     #ALL_LINEAR} alone
 */
public record LoraSettings(int rank, double alpha, List<String> targets) {
  /** Every projection of attention and feed-forward layers, as peft takes it; not the head. */
  public static final String ALL_LINEAR = "all-linear";

  /** The projections of any family. */
  public static final List<String> PROJECTIONS =
      List.of(
          "q_proj",
          "k_proj",
          "v_proj",
          "o_proj",
          "gate_proj",
          "up_proj",
          "down_proj",
          "qkv_proj",
          "gate_up_proj");

  public LoraSettings {
    targets = List.copyOf(targets);
    if (rank < 1 || !(alpha > 0) || !Double.isFinite(alpha)) {
      throw new IllegalArgumentException(
          "LoRA has rank %d and alpha %s, expected at least 1 and a number greater than 0"
              .formatted(rank, alpha));
    }
    if (targets.isEmpty() || new HashSet<>(targets).size() < targets.size()) {
      throw new IllegalArgumentException(
          "LoRA has targets %s, expected at least one, each once".formatted(targets));
    }
  }

  /** The factor of B A. */
  public double scale() {
    return alpha / rank;
  }
}
