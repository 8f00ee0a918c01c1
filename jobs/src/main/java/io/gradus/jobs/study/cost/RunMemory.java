package io.gradus.jobs.study.cost;

import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.EstimateConfig.Activations;
import io.gradus.jobs.config.GrpoConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.hub.LoraLayout;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightLayout;

/**
 * Bytes that one of a run's GPUs holds at its peak, with P all parameters and b the bytes of the
 * number type of a pass.
 *
 * <p>Divided among all GPUs (as ZeRO stage 3 does, arXiv 1910.02054): master weights 4·P, Adam's
 * two moments 8·P, gradients 4·P, the copy that is computed with b·P if b is not 4, and the frozen
 * initial policy b·P where there is a KL term. With low-rank adapters of a numbers: the policy and
 * the model that the adapters are added to, which is the initial policy too, 4·P each; the copy;
 * and 16·a for adapters, moments and gradients. Beside that, in turn:
 *
 * <ul>
 *   <li>update: activations and logits of one micro-batch on each GPU. For every token a layer
 *       keeps b·(4·hidden + 2·heads·d + 2·kvHeads·d + 3·intermediate): inputs and outputs of both
 *       norms, query, key, value, output of attention, gate, up and their product; where
 *       activations are recomputed, b·hidden a layer and one layer's whole. Logits and their
 *       gradient are 8·vocabulary.
 *   <li>rollout: weights b·P and the keys and values of one batch of prompts, each at its longest,
 *       2·b·layers·kvHeads·d a token, divided among the GPUs that share a copy.
 * </ul>
 *
 * @param shared by all phases
 * @param update beside that
 * @param rollout beside that
 */
record RunMemory(double shared, double update, double rollout) {

  /**
   * Of a run.
   *
   * @param gpus of the whole run
   * @param gpusPerCopy that share the weights in sampling
   */
  static RunMemory of(
      TrainConfig config, ModelConfig model, Activations activations, int gpus, int gpusPerCopy) {
    double parameters = WeightLayout.of(model).totalLength();
    int trained = bytes(config.grpo().dtype());
    int sampled = bytes(config.rollout().dtype());
    double longest =
        config.problems().prompt().maxTokens() + config.rollout().sampling().maxTokens();
    double tokens = Math.max(longest, config.grpo().update().microBatchTokens());
    double sequences = (double) config.rollout().promptsPerBatch() * config.rollout().groupSize();
    double cached = 2.0 * sampled * model.layers() * model.kvHeads() * model.headDim();
    return new RunMemory(
        state(config.grpo(), model, parameters) / gpus,
        tokens * (activations(model, activations, trained) + 8.0 * model.vocabSize()),
        (sampled * parameters + sequences * longest * cached) / gpusPerCopy);
  }

  /** What weights, gradients and moments take, all GPUs together. */
  private static double state(GrpoConfig grpo, ModelConfig model, double parameters) {
    int trained = bytes(grpo.dtype());
    int copy = trained == 4 ? 0 : trained;
    if (grpo.adapter().isPresent()) {
      return (8 + copy) * parameters
          + 16.0 * LoraLayout.of(model, grpo.adapter().get()).totalLength();
    }
    return (16 + copy + (grpo.klCoefficient() > 0 ? trained : 0)) * parameters;
  }

  /** Bytes of one token's activations. */
  private static double activations(ModelConfig model, Activations kept, int bytes) {
    double heads = (double) model.heads() * model.headDim();
    double kvHeads = (double) model.kvHeads() * model.headDim();
    double layer =
        bytes
            * (4.0 * model.hiddenSize() + 2 * heads + 2 * kvHeads + 3.0 * model.intermediateSize());
    return kept == Activations.KEPT
        ? model.layers() * layer
        : (double) bytes * model.layers() * model.hiddenSize() + layer;
  }

  /** GPUs of the kind that is planned for multiply bfloat16 faster, which decides for auto. */
  private static int bytes(Dtype type) {
    return type == Dtype.FLOAT32 ? 4 : 2;
  }

  /** The most that is held at one time. */
  double peak() {
    return shared + Math.max(update, rollout);
  }
}
