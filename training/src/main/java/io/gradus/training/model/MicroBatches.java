package io.gradus.training.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Splits sequences into batches that, padded to their longest, stay within a budget of tokens. */
public final class MicroBatches {
  private MicroBatches() {}

  /**
   * Packs items, longest first, so that little is padded; equal lengths keep their order.
   *
   * @param length an item's tokens
   * @param budget rows × longest of a batch stays within this, except for a batch of one long item
   * @return indices into {@code items}, each in one batch
   */
  public static <T> List<int[]> pack(List<T> items, ToIntFunction<T> length, int budget) {
    if (budget < 1) {
      throw new IllegalArgumentException(
          "Micro-batch budget is " + budget + " tokens, expected at least 1");
    }
    int[] order =
        IntStream.range(0, items.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -length.applyAsInt(items.get(i))))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> batches = new ArrayList<>();
    int from = 0;
    while (from < order.length) {
      int longest = Math.max(1, length.applyAsInt(items.get(order[from])));
      int rows = Math.min(order.length - from, Math.max(1, budget / longest));
      batches.add(IntStream.range(from, from + rows).map(i -> order[i]).toArray());
      from += rows;
    }
    return batches;
  }
}
