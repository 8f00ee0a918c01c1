package io.gradus.analysis.findings;

import io.gradus.analysis.findings.EfficiencyTrend.Sizes;
import io.gradus.analysis.findings.Study.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Base and instruct models of one family beside each other: k at equal size, and its trend. */
final class VariantComparison {
  static final String LEVEL = "k at equal size";
  static final String TREND = "trend of k with size";

  private VariantComparison() {}

  /**
   * Adds the comparisons of every family that has both variants.
   *
   * @param margin in log10 k: how far apart still counts as alike
   */
  static void add(Contrasts contrasts, Map<Group, Sizes> trends, double margin) {
    trends.forEach(
        (group, base) -> {
          Sizes instruct = trends.get(new Group(group.family(), "instruct"));
          if (group.variant().equals("base") && instruct != null) {
            level(contrasts, group.family(), base, instruct, margin);
            trend(contrasts, group.family(), base, instruct, margin);
          }
        });
  }

  private static void level(
      Contrasts contrasts, String family, Sizes base, Sizes instruct, double margin) {
    List<Estimate> logRatios = new ArrayList<>();
    List<String> sizes = new ArrayList<>();
    int runs = 0;
    for (double params : base.sizes().keySet()) {
      Sample b = base.sizes().get(params);
      Sample i = instruct.sizes().get(params);
      if (i != null && b.mean() > 0 && i.mean() > 0) {
        double seB = b.se(base.spread()) / b.mean() / Math.log(10);
        double seI = i.se(instruct.spread()) / i.mean() / Math.log(10);
        logRatios.add(
            new Estimate(
                Math.log10(i.mean() / b.mean()), Math.hypot(seB, seI), freedom(base, instruct)));
        sizes.add(ModelSize.text(params));
        runs += b.size() + i.size();
      }
    }
    if (logRatios.isEmpty()) {
      return;
    }
    String measure = "k of instruct over k of base";
    int n = logRatios.size();
    double mean = logRatios.stream().mapToDouble(Estimate::value).average().orElseThrow();
    double se = Math.sqrt(logRatios.stream().mapToDouble(e -> e.se() * e.se()).sum()) / n;
    contrasts.add(
        LEVEL,
        family,
        Effect.OVERALL,
        measure + ", mean over sizes",
        runs,
        new Estimate(mean, se, freedom(base, instruct)),
        Contrasts.Unit.RATIO,
        new Contrasts.Claim.Near(margin));
    for (int i = 0; i < n; i++) {
      contrasts.add(
          LEVEL,
          family,
          sizes.get(i),
          measure,
          runs,
          logRatios.get(i),
          Contrasts.Unit.RATIO,
          new Contrasts.Claim.Near(margin));
    }
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
        TREND,
        family,
        Effect.OVERALL,
        "change of k for each tenfold of N, instruct minus base",
        base.runs() + instruct.runs(),
        new Estimate(i.value() - b.value(), Math.hypot(i.se(), b.se()), freedom(base, instruct)),
        Contrasts.Unit.DIFFERENCE,
        new Contrasts.Claim.Near(tolerated));
  }

  private static double freedom(Sizes a, Sizes b) {
    return Math.min(a.spread().freedom(), b.spread().freedom());
  }
}
