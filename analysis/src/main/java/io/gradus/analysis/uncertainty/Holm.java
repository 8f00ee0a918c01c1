package io.gradus.analysis.uncertainty;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's correction of p values for several comparisons (1979). */
public final class Holm {
  private Holm() {}

  /**
   * Holm's step-down adjustment: p times the number of hypotheses not yet rejected, never falling.
   */
  public static double[] adjust(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double running = 0;
    for (int rank = 0; rank < p.length; rank++) {
      int i = order[rank];
      running = Math.max(running, Math.min(1, p[i] * (p.length - rank)));
      adjusted[i] = running;
    }
    return adjusted;
  }
}
