package io.gradus.analysis.findings;

import io.gradus.analysis.uncertainty.Holm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The comparisons of one finding: collects estimates, corrects their p values (Holm, 1979) and
 * judges each. Overall effects, on which the finding rests, are corrected together, and so are the
 * single comparisons behind them.
 */
final class Contrasts {
  static final double LEVEL = 0.95;

  /** What an estimate is tested against. */
  sealed interface Claim {
    /** The true value lies below the threshold. */
    record Below(double threshold) implements Claim {}

    /** The true value lies above the threshold. */
    record Above(double threshold) implements Claim {}

    /** The true value lies within margin of zero. */
    record Near(double margin) implements Claim {}
  }

  /** How an estimate is written: as it is, or as 10 to its power. */
  enum Unit {
    DIFFERENCE,
    RATIO
  }

  private record Entry(
      Part part,
      Within within,
      Compared compared,
      String measure,
      int runs,
      Estimate estimate,
      Unit unit,
      double p,
      boolean holds) {}

  private final List<Entry> entries = new ArrayList<>();

  void add(
      Part part,
      Within within,
      Compared compared,
      String measure,
      int runs,
      Estimate estimate,
      Unit unit,
      Claim claim) {
    double p;
    boolean holds;
    if (claim instanceof Claim.Below below) {
      double lower = estimate.below(below.threshold());
      holds = lower < 0.5;
      p = 2 * Math.min(lower, 1 - lower);
    } else if (claim instanceof Claim.Above above) {
      double lower = estimate.below(above.threshold());
      holds = lower > 0.5;
      p = 2 * Math.min(lower, 1 - lower);
    } else {
      double margin = ((Claim.Near) claim).margin();
      double belowUpper = estimate.below(margin);
      double belowLower = estimate.below(-margin);
      holds = Math.abs(estimate.value()) < margin;
      // Two one-sided tests for being within; the nearer edge alone for being beyond.
      p = holds ? Math.max(belowUpper, 1 - belowLower) : Math.min(1 - belowUpper, belowLower);
      p = Math.min(1, 2 * p);
    }
    entries.add(new Entry(part, within, compared, measure, runs, estimate, unit, p, holds));
  }

  /** All comparisons in the order added, judged. */
  List<Effect> effects() {
    double[] adjusted = new double[entries.size()];
    correct(adjusted, true);
    correct(adjusted, false);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry e = entries.get(i);
      double margin = e.estimate().margin(LEVEL);
      double value = e.estimate().value();
      Verdict verdict =
          adjusted[i] >= 1 - LEVEL
              ? Verdict.UNDECIDED
              : e.holds() ? Verdict.SUPPORTED : Verdict.CONTRADICTED;
      effects.add(
          new Effect(
              e.part(),
              e.within(),
              e.compared(),
              e.measure(),
              e.runs(),
              write(e.unit(), value),
              write(e.unit(), value - margin),
              write(e.unit(), value + margin),
              e.p(),
              adjusted[i],
              verdict));
    }
    return effects;
  }

  private void correct(double[] adjusted, boolean overall) {
    int[] some =
        IntStream.range(0, entries.size())
            .filter(i -> (entries.get(i).compared() instanceof Compared.Overall) == overall)
            .toArray();
    double[] holm = Holm.adjust(Arrays.stream(some).mapToDouble(i -> entries.get(i).p()).toArray());
    for (int i = 0; i < some.length; i++) {
      adjusted[some[i]] = holm[i];
    }
  }

  private static double write(Unit unit, double value) {
    return unit == Unit.RATIO ? Math.pow(10, value) : value;
  }
}
