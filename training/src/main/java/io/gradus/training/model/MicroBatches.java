package io.gradus.training.model;

import io.gradus.training.model.TokenBatch.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Splits sequences into batches of a limited number of tokens. */
public final class MicroBatches {
  private MicroBatches() {}

  /**
   * A run of sequences.
   *
   * @param from the first one's index
   * @param to the index after the last one's
   */
  public record Range(int from, int to) {}

  /**
   * Splits sequences in their order. A prompt counts once for the sequences of a batch that follow
   * each other and share it. Sequences that share a prompt stay together where the budget allows.
   *
   * @param budget most tokens of a batch, except for a batch of one longer sequence
   */
  public static List<Range> split(List<Sequence> sequences, int budget) {
    if (budget < 1) {
      throw new IllegalArgumentException(
          "Micro-batch budget is " + budget + " tokens, expected at least 1");
    }
    List<Range> batches = new ArrayList<>();
    int from = 0;
    long tokens = 0;
    int group = 0;
    while (group < sequences.size()) {
      int end = endOfGroup(sequences, group);
      long whole = tokens(sequences, group, end);
      if (group > from && tokens + whole > budget) {
        batches.add(new Range(from, group));
        from = group;
        tokens = 0;
      }
      if (whole <= budget) {
        tokens += whole;
        group = end;
        continue;
      }
      int to = group + 1;
      while (to < end && tokens(sequences, group, to + 1) <= budget) {
        to++;
      }
      batches.add(new Range(group, to));
      from = to;
      tokens = 0;
      group = to;
    }
    if (from < sequences.size()) {
      batches.add(new Range(from, sequences.size()));
    }
    return batches;
  }

  private static int endOfGroup(List<Sequence> sequences, int from) {
    int to = from + 1;
    while (to < sequences.size() && sequences.get(to).sharesPromptWith(sequences.get(from))) {
      to++;
    }
    return to;
  }

  /** Tokens of sequences that share a prompt. */
  private static long tokens(List<Sequence> sequences, int from, int to) {
    long tokens = sequences.get(from).first();
    for (Sequence sequence : sequences.subList(from, to)) {
      tokens += sequence.scored();
    }
    return tokens;
  }
}
