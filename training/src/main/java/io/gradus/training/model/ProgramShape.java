package io.gradus.training.model;

import ai.djl.Device;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.RopeScaling;
import io.gradus.training.hub.Switches;
import io.gradus.training.hub.Switches.Bias;
import io.gradus.training.hub.Switches.Layer;
import java.util.ArrayList;
import java.util.List;

/** A model's configuration as the numbers that make up the program's {@code Shape}. */
final class ProgramShape {
  /** Logits of this many tokens are held at a time. */
  private static final int LOGIT_ROWS = 512;

  /**
   * Numbers of logits held at a time, where a vocabulary is so large that rows have to be fewer.
   */
  private static final int LOGITS = 1 << 25;

  /** Below that width oneDNN's products gain nothing. */
  private static final int ONEDNN_WIDTH = 128;

  /** How frequencies come about, as the program's {@code rope} numbers it. */
  private enum Rope {
    PLAIN,
    DIVIDED,
    BY_LENGTH,
    DYNAMIC;

    static Rope of(RopeScaling scaling) {
      if (scaling.dynamicFactor() != 0) {
        return DYNAMIC;
      }
      if (!scaling.longDivisors().isEmpty()) {
        return BY_LENGTH;
      }
      return scaling.divisors().isEmpty() ? PLAIN : DIVIDED;
    }
  }

  private ProgramShape() {}

  /** Sizes and switches for scoring and learning. */
  static long[] of(ModelConfig config, Compute compute) {
    return numbers(config, compute, Processor.present().isFasterWithOneDnn());
  }

  /** Sizes and switches for decoding, which packs matrices for oneDNN once a call. */
  static long[] forDecoding(ModelConfig config, Compute compute) {
    return numbers(config, compute, true);
  }

  private static long[] numbers(ModelConfig config, Compute compute, boolean oneDnn) {
    boolean worthIt =
        config.hiddenSize() >= ONEDNN_WIDTH && compute.djlDevice().equals(Device.cpu());
    Switches switches = config.switches();
    RopeScaling scaling = config.rotary().scaling();
    List<Long> all =
        new ArrayList<>(
            List.of(
                (long) config.layers(),
                (long) config.hiddenSize(),
                (long) config.intermediateSize(),
                (long) config.heads(),
                (long) config.kvHeads(),
                (long) config.headDim(),
                (long) config.vocabSize(),
                flag(switches.biases().contains(Bias.QUERY_KEY_VALUE)),
                flag(switches.biases().contains(Bias.ATTENTION_OUTPUT)),
                flag(switches.biases().contains(Bias.FEED_FORWARD)),
                (long) switches.headNorms().ordinal(),
                (long) switches.norms().ordinal(),
                (long) switches.normWeight().ordinal(),
                (long) switches.activation().ordinal(),
                (long) switches.window(),
                (long) config.rotary().dims(),
                (long) Rope.of(scaling).ordinal(),
                (long) scaling.switchLength(),
                flag(config.tieWordEmbeddings()),
                (long) compute.dtype().scalarType(),
                (long) Math.max(64, Math.min(LOGIT_ROWS, LOGITS / config.vocabSize())),
                flag(oneDnn && worthIt)));
    for (Layer layer : switches.layers()) {
      all.add(flag(layer.isRotated()) + 2 * flag(layer.isLocal()));
    }
    return all.stream().mapToLong(Long::longValue).toArray();
  }

  private static long flag(boolean set) {
    return set ? 1 : 0;
  }

  /** What is not whole, the temperature of logprobs among it. */
  static double[] reals(ModelConfig config, double temperature) {
    Switches switches = config.switches();
    RopeScaling scaling = config.rotary().scaling();
    List<Double> all =
        new ArrayList<>(
            List.of(
                config.rmsNormEps(),
                config.rotary().theta(),
                temperature,
                config.rotary().localTheta().orElse(0.0),
                switches.multipliers().embedding(),
                switches.multipliers().attention(),
                switches.multipliers().residual(),
                switches.multipliers().logits(),
                switches.caps().attention(),
                switches.caps().logits(),
                scaling.attentionFactor(),
                scaling.dynamicFactor()));
    all.addAll(scaling.divisors());
    all.addAll(scaling.longDivisors());
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
