package io.gradus.training.hub;

import java.util.ArrayList;
import java.util.List;

/**
 * How rotary frequencies are changed to reach beyond the length that a model was trained with, in
 * the form that programs use: numbers that divide the frequencies.
 *
 * @param attentionFactor times cosines and sines
 * @param divisors one a frequency; empty for none
 * @param longDivisors in their place in sequences of more than {@code switchLength} tokens
 *     (longrope); empty for none
 * @param dynamicFactor f: sequences of n tokens, n beyond {@code switchLength} s, use the base
 *     {@code theta · (f·n/s - (f-1))^(d/(d-2))}; 0 for none
 * @param switchLength up to which a sequence's length makes no difference
 * @param reach longest sequence that the scaling is made for; 0 where the file's positions say it
 */
public record RopeScaling(
    double attentionFactor,
    List<Double> divisors,
    List<Double> longDivisors,
    double dynamicFactor,
    int switchLength,
    double reach) {
  /** Frequencies as they are. */
  public static final RopeScaling NONE =
      new RopeScaling(1, List.of(), List.of(), 0, Integer.MAX_VALUE, 0);

  public RopeScaling {
    divisors = List.copyOf(divisors);
    longDivisors = List.copyOf(longDivisors);
  }

  /** The same divisors at every length; {@link #NONE} if they change nothing. */
  static RopeScaling fixed(List<Double> divisors, double attentionFactor, double reach) {
    boolean changes = attentionFactor != 1 || divisors.stream().anyMatch(d -> d != 1);
    return changes
        ? new RopeScaling(attentionFactor, divisors, List.of(), 0, Integer.MAX_VALUE, reach)
        : NONE;
  }

  /** All frequencies divided by the factor (Chen et al., arXiv 2306.15595). */
  static RopeScaling linear(int dims, double factor, int positions) {
    List<Double> divisors = new ArrayList<>();
    for (int i = 0; i < dims / 2; i++) {
      divisors.add(factor);
    }
    return fixed(divisors, 1, factor * positions);
  }

  /** A base that grows with the sequence beyond {@code positions} tokens. */
  static RopeScaling dynamic(double factor, int positions) {
    return new RopeScaling(1, List.of(), List.of(), factor, positions, factor * positions);
  }

  /**
   * What Llama 3.1 does.
   *
   * @param factor divides frequencies of wave lengths above {@code original / low}; those below
   *     {@code original / high} stay, those between are interpolated
   */
  record Llama3(double factor, double low, double high, double original) {
    RopeScaling of(double theta, int dims) {
      List<Double> divisors = new ArrayList<>();
      for (int i = 0; i < dims / 2; i++) {
        double turns = original / (2 * Math.PI) * Math.pow(theta, -2.0 * i / dims);
        double smooth = Math.min(1, Math.max(0, (turns - low) / (high - low)));
        divisors.add(1 / ((1 - smooth) / factor + smooth));
      }
      return fixed(divisors, 1, 0);
    }
  }

  /**
   * YaRN (Peng et al., arXiv 2309.00071).
   *
   * @param factor divides the frequencies that turn less than {@code slow} times in {@code
   *     original} tokens; those that turn more than {@code fast} times stay
   * @param bounds whether the bounds between them are whole numbers
   */
  record Yarn(double factor, double original, double fast, double slow, Bounds bounds) {
    /** How the range of frequencies is cut. */
    enum Bounds {
      WHOLE,
      EXACT
    }

    RopeScaling of(double theta, int dims, double attentionFactor) {
      double first = bound(fast, theta, dims);
      double last = bound(slow, theta, dims);
      if (bounds == Bounds.WHOLE) {
        first = Math.floor(first);
        last = Math.ceil(last);
      }
      first = Math.max(first, 0);
      last = Math.min(last, dims - 1);
      if (first == last) {
        last += 0.001; // as published code does, lest the ramp has no width
      }
      List<Double> divisors = new ArrayList<>();
      for (int i = 0; i < dims / 2; i++) {
        double ramp = Math.min(1, Math.max(0, (i - first) / (last - first)));
        divisors.add(1 / (ramp / factor + 1 - ramp));
      }
      return fixed(divisors, attentionFactor, factor * original);
    }

    /** The index of the frequency that turns so many times in the original length. */
    private double bound(double turns, double theta, int dims) {
      return dims * Math.log(original / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }

    /** The paper's growth of attention's temperature. */
    static double growth(double factor, double scale) {
      return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }
  }
}
