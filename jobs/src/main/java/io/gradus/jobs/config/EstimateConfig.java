package io.gradus.jobs.config;

import io.gradus.training.hub.Architecture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What estimates of a study's runs assume (blocks {@code study.estimate} and {@code study.shapes}).
 *
 * @param promptTokens mean length of prompts; empty: the longest there may be
 * @param completionTokens mean length of completions; likewise
 * @param gpus numbers of GPUs that a run may have, rising
 * @param memory of one GPU, bytes
 * @param flops of one GPU at most, floating-point operations per second
 * @param samplingEfficiency share of them reached while sampling
 * @param trainingEfficiency share of them reached in passes over whole sequences
 * @param activations what the update keeps of a forward pass
 * @param shapes of models that need not be there, by the name of their directory
 */
public record EstimateConfig(
    OptionalDouble promptTokens,
    OptionalDouble completionTokens,
    List<Integer> gpus,
    long memory,
    double flops,
    double samplingEfficiency,
    double trainingEfficiency,
    Activations activations,
    Map<String, Shape> shapes) {

  /** What is kept of a forward pass for the backward pass. */
  public enum Activations {
    KEPT,
    RECOMPUTED
  }

  /** Whether the output layer shares the embedding's weights. */
  public enum Head {
    TIED,
    UNTIED
  }

  /**
   * Sizes of a model, as its config.json has them.
   *
   * @param headDim of one head; 0: hidden / heads
   */
  public record Shape(
      Architecture architecture,
      int vocabulary,
      int hidden,
      int layers,
      int heads,
      int kvHeads,
      int headDim,
      int intermediate,
      Head head) {
    static Shape of(Section section) {
      return new Shape(
          section.choice("architecture", Architecture.class),
          section.integer("vocabulary", Bound.atLeast(1)),
          section.integer("hidden", Bound.atLeast(1)),
          section.integer("layers", Bound.atLeast(1)),
          section.integer("heads", Bound.atLeast(1)),
          section.integer("kv-heads", Bound.atLeast(1)),
          section.optionalInteger("head-dim", Bound.atLeast(1)).orElse(0),
          section.integer("intermediate", Bound.atLeast(1)),
          section.choice("head", Head.class));
    }
  }

  /**
   * Reads the blocks.
   *
   * @throws ConfigException naming the first key that is wrong
   */
  public static EstimateConfig of(Settings settings) {
    Section study = settings.root().child(Settings.STUDY);
    Section estimate = study.child("estimate");
    Section efficiency = estimate.child("efficiency");
    List<Integer> gpus = estimate.integers("gpus", Bound.atLeast(1));
    if (gpus.isEmpty()) {
      throw estimate.wrong("gpus", "at least one number of GPUs");
    }
    Map<String, Shape> shapes = new LinkedHashMap<>();
    study.named("shapes", "shape").forEach((name, shape) -> shapes.put(name, Shape.of(shape)));
    return new EstimateConfig(
        optional(estimate, "prompt-tokens"),
        optional(estimate, "completion-tokens"),
        gpus.stream().sorted().toList(),
        estimate.bytes("memory"),
        estimate.number("flops", Bound.POSITIVE),
        efficiency.number("sampling", Bound.POSITIVE_PROBABILITY),
        efficiency.number("training", Bound.POSITIVE_PROBABILITY),
        estimate.choice("activations", Activations.class),
        shapes);
  }

  private static OptionalDouble optional(Section section, String key) {
    return section.isGiven(key)
        ? OptionalDouble.of(section.number(key, Bound.POSITIVE))
        : OptionalDouble.empty();
  }
}
