package io.gradus.training.pretrain;

import io.gradus.training.model.TokenBatch.Sequence;
import java.io.Serializable;

/**
 * One supervised example.
 *
 * @param prompt token ids that are given, at least one
 * @param target token ids to be learnt, end of sequence included, at least one
 */
public record Example(int[] prompt, int[] target) implements Serializable {
  public Example {
    if (prompt.length == 0 || target.length == 0) {
      throw new IllegalArgumentException(
          String.format(
              "An example has %d prompt and %d target tokens, expected at least 1 of each",
              prompt.length, target.length));
    }
  }

  Sequence sequence() {
    return Sequence.of(prompt, target);
  }
}
