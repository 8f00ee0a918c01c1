package io.gradus.jobs.study.cost;

import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.GrpoConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.hub.LoraLayout;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightLayout;

/**
 * What a run would take.
 *
 * @param params N, non-embedding parameters
 * @param steps GRPO steps
 * @param tokens T, of prompts and completions trained on
 * @param compute C = 6·N·T as laws count it, floating-point operations
 * @param flops that are really to be done
 * @param gpus the fewest whose memory suffices, or the most there may be
 * @param memory at its peak on each of them, bytes
 * @param fits whether that is there
 * @param hours at the hardware's efficiency
 * @param commit bytes of a commit's checkpoint: what learns and its two moments, in float32, and
 *     the reference where it is refreshed
 */
public record RunEstimate(
    long params,
    int steps,
    double tokens,
    double compute,
    RunFlops flops,
    int gpus,
    double memory,
    boolean fits,
    double hours,
    double commit) {

  /** Estimates a run of a model of a given shape. */
  static RunEstimate of(TrainConfig config, ModelConfig model, EstimateConfig hardware) {
    Lengths lengths = Lengths.of(hardware, config);
    long params = WeightLayout.of(model).nonEmbeddingParameters();
    double tokens =
        (double) config.steps()
            * config.grpo().prompts()
            * config.rollout().groupSize()
            * lengths.sequence();
    RunFlops flops = RunFlops.of(config, model, lengths, hardware.activations());
    int gpus = 0;
    double memory = Double.POSITIVE_INFINITY;
    for (int count : hardware.gpus()) {
      gpus = count;
      memory = memory(config, model, hardware, count);
      if (memory <= hardware.memory()) {
        break;
      }
    }
    return new RunEstimate(
        params,
        config.steps(),
        tokens,
        6.0 * params * tokens,
        flops,
        gpus,
        memory,
        memory <= hardware.memory(),
        hours(flops, hardware) / gpus,
        commit(config.grpo(), model));
  }

  private static double commit(GrpoConfig grpo, ModelConfig model) {
    double all = WeightLayout.of(model).totalLength();
    double learns =
        grpo.adapter().map(lora -> (double) LoraLayout.of(model, lora).totalLength()).orElse(all);
    return 12 * learns + (grpo.referenceRefresh() > 0 ? 4 * all : 0);
  }

  /** On one GPU. */
  private static double hours(RunFlops flops, EstimateConfig hardware) {
    double seconds =
        flops.sampling() / (hardware.flops() * hardware.samplingEfficiency())
            + flops.training() / (hardware.flops() * hardware.trainingEfficiency());
    return seconds / 3600;
  }

  /** With the fewest GPUs to a copy in sampling that suffice, or all. */
  private static double memory(
      TrainConfig config, ModelConfig model, EstimateConfig hardware, int gpus) {
    double memory = Double.POSITIVE_INFINITY;
    for (int copy = 1; copy <= gpus && memory > hardware.memory(); copy *= 2) {
      memory = RunMemory.of(config, model, hardware.activations(), gpus, copy).peak();
    }
    return memory;
  }
}
