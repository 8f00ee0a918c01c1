package io.gradus.training.model;

import java.util.Arrays;
import java.util.List;

/**
 * Token sequences of different lengths, and in each the tokens to be scored: those from {@code
 * first} to its end. Flat results list the scored tokens sequence by sequence.
 *
 * @param sequences token ids, one sequence an entry, each with at least one token
 */
public record TokenBatch(List<Sequence> sequences) {

  /**
   * One sequence.
   *
   * @param ids token ids
   * @param first index of the first scored token, 1 … ids.length; the first token of all has no
   *     predecessor and is never scored
   */
  public record Sequence(int[] ids, int first) {
    public Sequence {
      if (ids.length == 0 || first < 1 || first > ids.length) {
        throw new IllegalArgumentException(
            "Cannot score from token "
                + first
                + " of "
                + ids.length
                + ", expected 1 to its length");
      }
    }

    /** Whether the other begins with the same tokens, none of them scored. */
    boolean sharesPromptWith(Sequence other) {
      return first == other.first && Arrays.equals(ids, 0, first, other.ids, 0, first);
    }

    /** Number of scored tokens. */
    public int scored() {
      return ids.length - first;
    }

    /** A prompt and its completion, of which the completion is scored. */
    public static Sequence of(int[] prompt, int[] completion) {
      int[] ids = new int[prompt.length + completion.length];
      System.arraycopy(prompt, 0, ids, 0, prompt.length);
      System.arraycopy(completion, 0, ids, prompt.length, completion.length);
      return new Sequence(ids, prompt.length);
    }
  }

  public TokenBatch {
    sequences = List.copyOf(sequences);
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("Cannot score an empty batch of sequences");
    }
  }

  /** Longest sequence, the width of the padded batch. */
  int width() {
    return sequences.stream().mapToInt(s -> s.ids().length).max().orElseThrow();
  }

  /** Scored tokens of all sequences. */
  public int scored() {
    return sequences.stream().mapToInt(Sequence::scored).sum();
  }

  /** Ids [rows, width], padded on the right with 0, which causal attention never looks at. */
  long[] paddedIds() {
    int width = width();
    long[] padded = new long[sequences.size() * width];
    for (int row = 0; row < sequences.size(); row++) {
      int[] ids = sequences.get(row).ids();
      for (int i = 0; i < ids.length; i++) {
        padded[row * width + i] = ids[i];
      }
    }
    return padded;
  }
}
