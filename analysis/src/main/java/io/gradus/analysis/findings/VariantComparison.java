package io.gradus.analysis.findings;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.curves.Variant;
import io.gradus.analysis.findings.EfficiencyTrend.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Base and instruct models of one family beside each other: k at equal size, and its trend. */
final class VariantComparison {
  private VariantComparison() {}

  /**
   * Adds the comparisons of every family that has both variants, trained alike.
   *
   * @param reference the reuse and group size of each line's reference runs
   * @param margin in log10 k: how far apart still counts as alike
   */
  static void add(
      Contrasts contrasts,
      Map<ModelLine, Sizes> trends,
      Map<ModelLine, RunSetting> reference,
      double margin) {
    trends.forEach(
        (group, base) -> {
          ModelLine other = new ModelLine(group.family(), Variant.INSTRUCT);
          Sizes instruct = trends.get(other);
          boolean both = group.variant().equals(Variant.BASE) && instruct != null;
          if (both && reference.get(group).equals(reference.get(other))) {
            level(contrasts, group.family(), base, instruct, margin);
            trend(contrasts, group.family(), base, instruct, margin);
          }
        });
  }

  /** Families whose variants were not trained alike and are not compared, in words. */
  static List<String> unlike(Map<ModelLine, RunSetting> reference) {
    List<String> sentences = new ArrayList<>();
    reference.forEach(
        (group, own) -> {
          RunSetting other = reference.get(new ModelLine(group.family(), Variant.INSTRUCT));
          if (group.variant().equals(Variant.BASE) && other != null && !other.equals(own)) {
            sentences.add(
                "Base and instruct models of %s are not compared: one was trained with reuse %d and group size %d, the other with %d and %d."
                    .formatted(
                        group.family(),
                        own.tau(),
                        own.groupSize(),
                        other.tau(),
                        other.groupSize()));
          }
        });
    return sentences;
  }

  private static void level(
      Contrasts contrasts, String family, Sizes base, Sizes instruct, double margin) {
    List<Estimate> logRatios = new ArrayList<>();
    List<Double> sizes = new ArrayList<>();
    List<Integer> runs = new ArrayList<>();
    for (double params : base.sizes().keySet()) {
      Sample b = base.sizes().get(params);
      Sample i = instruct.sizes().get(params);
      if (i != null && b.mean() > 0 && i.mean() > 0) {
        logRatios.add(log(i.estimate(instruct.spread())).minus(log(b.estimate(base.spread()))));
        sizes.add(params);
        runs.add(b.size() + i.size());
      }
    }
    if (logRatios.isEmpty()) {
      return;
    }
    String measure = "k of instruct over k of base";
    contrasts.add(
        Part.Claim.VARIANT_LEVEL,
        Within.of(family),
        Compared.OVERALL,
        measure + ", mean over sizes weighted by precision",
        runs.stream().mapToInt(Integer::intValue).sum(),
        weighted(logRatios),
        Contrasts.Unit.RATIO,
        new Contrasts.Claim.Near(margin));
    for (int i = 0; i < logRatios.size(); i++) {
      contrasts.add(
          Part.Claim.VARIANT_LEVEL,
          Within.of(family),
          new Compared.AtSize(sizes.get(i)),
          measure,
          runs.get(i),
          logRatios.get(i),
          Contrasts.Unit.RATIO,
          new Contrasts.Claim.Near(margin));
    }
  }

  private static Estimate log(Estimate k) {
    return new Estimate(Math.log10(k.value()), k.se() / k.value() / Math.log(10), k.freedom());
  }

  private static Estimate weighted(List<Estimate> estimates) {
    double weights = 0;
    double sum = 0;
    double freedom = Double.POSITIVE_INFINITY;
    for (Estimate e : estimates) {
      double weight = 1 / (e.se() * e.se());
      weights += weight;
      sum += weight * e.value();
      freedom = Math.min(freedom, e.freedom());
    }
    return new Estimate(sum / weights, Math.sqrt(1 / weights), freedom);
  }

  private static void trend(
      Contrasts contrasts, String family, Sizes base, Sizes instruct, double margin) {
    if (base.sizes().size() < 2 || instruct.sizes().size() < 2) {
      return;
    }
    Estimate b = base.slope();
    Estimate i = instruct.slope();
    double tolerated = (Math.pow(10, margin) - 1) * Math.abs(b.value());
    contrasts.add(
        Part.Claim.VARIANT_TREND,
        Within.of(family),
        Compared.OVERALL,
        "change of k for each tenfold of N, instruct minus base",
        base.runs() + instruct.runs(),
        i.minus(b),
        Contrasts.Unit.DIFFERENCE,
        new Contrasts.Claim.Near(tolerated));
  }
}
