package io.gradus.datasets.arithmetic;

import java.io.Serializable;

/**
 * How a corpus answers its questions.
 *
 * @param guess share of answers without a chain, drawn uniformly
 * @param broken share of chains that stop after a random number of results and never answer
 * @param corruption probability that a result of a chain is replaced by another, drawn uniformly;
 *     what follows is computed from the wrong value. Applies to broken chains as well
 */
public record CorpusMix(double guess, double broken, double corruption) implements Serializable {

  /** Right chains only. */
  public static final CorpusMix CLEAN = new CorpusMix(0, 0, 0);

  /** What makes a base model: right format and right steps more often than not. */
  public static final CorpusMix NOISY = new CorpusMix(0.30, 0.15, 0.2);

  /** What makes an instruct model: always the format, steps as fallible as the base model's. */
  public static final CorpusMix INSTRUCT = new CorpusMix(0, 0, 0.2);

  /** Checks that the shares are probabilities. */
  public CorpusMix {
    if (!(guess >= 0 && broken >= 0 && guess + broken <= 1)) {
      throw new IllegalArgumentException(
          "Corpus mix: guess = %s and broken = %s, expected shares of 0 or more, at most 1 together."
              .formatted(guess, broken));
    }
    if (!(corruption >= 0 && corruption <= 1)) {
      throw new IllegalArgumentException(
          "Corpus mix: corruption = %s, expected a probability.".formatted(corruption));
    }
  }
}
