package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Neighbouring model sizes, or group sizes, compared at the same budgets: mean difference of log10
 * loss over the budgets that both cover, larger minus smaller.
 */
final class NeighbourComparison {

  /** What neighbours differ in. */
  enum By {
    MODEL_SIZE("loss of the larger over that of the smaller model") {
      @Override
      double of(CurvePoint run) {
        return run.params();
      }

      @Override
      Compared compared(double small, double large) {
        return new Compared.Sizes(small, large);
      }
    },
    GROUP_SIZE("loss with the larger over that with the smaller group") {
      @Override
      double of(CurvePoint run) {
        return run.groupSize();
      }

      @Override
      Compared compared(double small, double large) {
        return new Compared.GroupSizes((int) small, (int) large);
      }
    };

    private final String measure;

    By(String measure) {
      this.measure = measure;
    }

    abstract double of(CurvePoint run);

    abstract Compared compared(double small, double large);
  }

  private record Pair(double small, double large, Sample smallLoss, Sample largeLoss) {
    int runs() {
      return smallLoss.size() + largeLoss.size();
    }
  }

  private NeighbourComparison() {}

  /** Compares the model sizes of each family and variant. */
  static void sizes(Contrasts contrasts, Study study, Axis axis, Part part) {
    add(contrasts, study, axis, part, By.MODEL_SIZE, Within::of);
  }

  /** Compares the group sizes that each model size was trained with. */
  static void groupSizes(Contrasts contrasts, Study study, Axis axis, Part part) {
    study
        .bySize()
        .forEach(
            (params, own) ->
                add(contrasts, own, axis, part, By.GROUP_SIZE, line -> Within.of(line, params)));
  }

  /**
   * Adds a comparison for each pair of neighbours and their mean; none where none overlap.
   *
   * @param naming what a line of models is called here
   */
  private static void add(
      Contrasts contrasts,
      Study study,
      Axis axis,
      Part part,
      By by,
      Function<ModelLine, Within> naming) {
    Contrasts.Claim lower = new Contrasts.Claim.Below(0);
    for (Map.Entry<ModelLine, TreeMap<Double, List<RunCurve>>> group :
        study.cells(axis, by::of).entrySet()) {
      Within within = naming.apply(group.getKey());
      List<Pair> pairs = pairs(axis, group.getValue());
      if (pairs.isEmpty()) {
        continue;
      }
      List<Sample> samples = new ArrayList<>();
      pairs.forEach(p -> samples.addAll(List.of(p.smallLoss(), p.largeLoss())));
      Sample.Spread spread = Sample.Spread.of(samples, Study.freedom(group.getValue().values()));
      contrasts.add(
          part,
          within,
          Compared.OVERALL,
          by.measure + ", mean of neighbours",
          group.getValue().values().stream().mapToInt(List::size).sum(),
          overall(pairs, spread),
          Contrasts.Unit.RATIO,
          lower);
      for (Pair pair : pairs) {
        contrasts.add(
            part,
            within,
            by.compared(pair.small(), pair.large()),
            by.measure,
            pair.runs(),
            pair.largeLoss().estimate(spread).minus(pair.smallLoss().estimate(spread)),
            Contrasts.Unit.RATIO,
            lower);
      }
    }
  }

  private static List<Pair> pairs(Axis axis, TreeMap<Double, List<RunCurve>> sizes) {
    List<Pair> pairs = new ArrayList<>();
    for (Map.Entry<Double, List<RunCurve>> small : sizes.entrySet()) {
      Map.Entry<Double, List<RunCurve>> large = sizes.higherEntry(small.getKey());
      if (large == null) {
        break;
      }
      List<RunCurve> both = new ArrayList<>(small.getValue());
      both.addAll(large.getValue());
      double[] budgets = Study.sharedBudgets(axis, both);
      if (budgets.length > 0) {
        pairs.add(
            new Pair(
                small.getKey(),
                large.getKey(),
                Study.losses(axis, small.getValue(), budgets),
                Study.losses(axis, large.getValue(), budgets)));
      }
    }
    return pairs;
  }

  /**
   * Mean over pairs. A size in the middle is once the larger and once the smaller; its errors in
   * the two are taken as one and largely cancel.
   */
  private static Estimate overall(List<Pair> pairs, Sample.Spread spread) {
    double sum = 0;
    double freedom = Double.POSITIVE_INFINITY;
    TreeMap<Double, Double> errors = new TreeMap<>();
    for (Pair pair : pairs) {
      Estimate large = pair.largeLoss().estimate(spread);
      Estimate small = pair.smallLoss().estimate(spread);
      sum += large.value() - small.value();
      freedom = Math.min(freedom, Math.min(large.freedom(), small.freedom()));
      errors.merge(pair.large(), large.se(), Double::sum);
      errors.merge(pair.small(), -small.se(), Double::sum);
    }
    double squares = errors.values().stream().mapToDouble(e -> e * e).sum();
    return new Estimate(sum / pairs.size(), Math.sqrt(squares) / pairs.size(), freedom);
  }
}
