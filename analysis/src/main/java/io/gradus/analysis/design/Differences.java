package io.gradus.analysis.design;

import io.gradus.analysis.design.Difference.Kind;
import io.gradus.analysis.text.ModelSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Smallest differences by simulation: the mean log loss over the second half of a run's steps, for
 * each cell and draw; the spread of a pair's difference over draws times 2.80, the sum of the
 * normal quantiles for 5 % two-sided and 80 % power.
 */
final class Differences {
  /** Normal quantiles at 0.975 and 0.8. */
  private static final double QUANTILES = 1.959964 + 0.841621;

  /** Draws cost nothing here, and their spread is to be known well. */
  private static final int DRAWS_FOR_EACH = 20;

  private record Pair(Cell first, Cell second) {}

  private final Assumptions assumptions;
  private final Truth truth;
  private final int draws;

  Differences(Assumptions assumptions, Truth truth) {
    this.assumptions = assumptions;
    this.truth = truth;
    this.draws = DRAWS_FOR_EACH * assumptions.draws();
  }

  List<Difference> of(List<Cell> cells) {
    TreeMap<Kind, List<Pair>> pairs = new TreeMap<>();
    for (Cell cell : cells) {
      for (Kind kind : Kind.values()) {
        next(cell, kind, cells)
            .ifPresent(
                other ->
                    pairs.computeIfAbsent(kind, k -> new ArrayList<>()).add(new Pair(cell, other)));
      }
    }
    List<Difference> differences = new ArrayList<>();
    pairs.forEach((kind, own) -> differences.add(difference(kind, own)));
    return differences;
  }

  /** The cell after this one among those that differ from it in one thing. */
  private static Optional<Cell> next(Cell cell, Kind kind, List<Cell> cells) {
    return cells.stream()
        .filter(other -> onlyDiffersIn(kind, cell.key(), other.key()))
        .filter(other -> order(kind, other.key()).compareTo(order(kind, cell.key())) > 0)
        .min(Comparator.comparing(other -> order(kind, other.key())));
  }

  private static boolean onlyDiffersIn(Kind kind, Cell.Key a, Cell.Key b) {
    for (Kind each : Kind.values()) {
      boolean same = order(each, a).equals(order(each, b));
      if (same == (each == kind)) {
        return false;
      }
    }
    return a.models().family().equals(b.models().family());
  }

  /** What cells are told apart by in one respect, as text that sorts as the values do. */
  private static String order(Kind kind, Cell.Key key) {
    return switch (kind) {
      case SIZE -> "%030.3f".formatted(key.params());
      case VARIANT -> key.models().variant().name();
      case REUSE -> "%010d".formatted(key.setting().tau());
      case GROUP_SIZE -> "%010d".formatted(key.setting().groupSize());
      case RECIPE -> key.recipe();
    };
  }

  private Difference difference(Kind kind, List<Pair> pairs) {
    double[] mean = new double[draws];
    double worst = -1;
    Pair least = pairs.get(0);
    for (Pair pair : pairs) {
      double[] difference = new double[draws];
      double[] first = levels(pair.first());
      double[] second = levels(pair.second());
      for (int d = 0; d < draws; d++) {
        difference[d] = second[d] - first[d];
        mean[d] += difference[d] / pairs.size();
      }
      double spread = deviation(difference);
      if (spread > worst) {
        worst = spread;
        least = pair;
      }
    }
    return new Difference(
        kind,
        pairs.size(),
        label(kind, least),
        least.first().runs() + least.second().runs(),
        Math.expm1(QUANTILES * worst),
        Math.expm1(QUANTILES * deviation(mean)));
  }

  private static String label(Kind kind, Pair pair) {
    Cell.Key a = pair.first().key();
    Cell.Key b = pair.second().key();
    String line = a.models().label() + " ";
    return switch (kind) {
      case SIZE -> line + ModelSize.text(a.params()) + " and " + ModelSize.text(b.params());
      case VARIANT -> a.models().family() + " " + ModelSize.text(a.params());
      case REUSE ->
          "%s%s, τ=%d and %d"
              .formatted(line, ModelSize.text(a.params()), a.setting().tau(), b.setting().tau());
      case GROUP_SIZE ->
          "%s%s, %d and %d"
              .formatted(
                  line,
                  ModelSize.text(a.params()),
                  a.setting().groupSize(),
                  b.setting().groupSize());
      case RECIPE -> line + ModelSize.text(a.params());
    };
  }

  /** How far a cell's mean log loss lies off the truth in each draw. */
  private double[] levels(Cell cell) {
    DesignRun run = cell.run();
    int last = run.evaluatedAt().get(run.evaluatedAt().size() - 1);
    double variance = 0;
    int evaluations = 0;
    for (int step : run.evaluatedAt()) {
      if (2 * step >= last) {
        variance += Truth.variance(run, truth.loss(run, run.data(step)));
        evaluations++;
      }
    }
    double single = variance / evaluations;
    double repeated = Math.sqrt(assumptions.repeated() * single);
    double fresh =
        Math.sqrt((1 - assumptions.repeated()) * single / (run.samples() * (double) evaluations));
    double[] levels = new double[draws];
    for (int d = 0; d < draws; d++) {
      levels[d] =
          assumptions.seedSpread() * Draw.mean(assumptions.seed(), d, cell, Draw.Of.SEED)
              + repeated * Draw.mean(assumptions.seed(), d, cell, Draw.Of.PROBLEMS)
              + fresh * Draw.mean(assumptions.seed(), d, cell, Draw.Of.EVALUATION);
    }
    return levels;
  }

  private static double deviation(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1));
  }
}
