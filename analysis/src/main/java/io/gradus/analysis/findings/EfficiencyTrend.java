package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.law.Axis;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Learning efficiency k by model size, and its trend over log10 N. */
final class EfficiencyTrend {

  /**
   * The sizes of one group.
   *
   * @param sizes k of each run, by non-embedding parameters
   * @param spread between seeds, pooled over sizes
   * @param r2 of the straight lines, mean over runs, by non-embedding parameters
   */
  record Sizes(TreeMap<Double, Sample> sizes, Sample.Spread spread, TreeMap<Double, Double> r2) {

    int runs() {
      return sizes.values().stream().mapToInt(Sample::size).sum();
    }

    /**
     * Least squares slope of mean k over log10 N, with the standard error that the errors of the ks
     * give it. It describes these sizes; it does not say that k is linear in log N.
     */
    Estimate slope() {
      double meanX = sizes.keySet().stream().mapToDouble(Math::log10).average().orElse(Double.NaN);
      double sxx = sizes.keySet().stream().mapToDouble(n -> square(Math.log10(n) - meanX)).sum();
      double slope = 0;
      double variance = 0;
      double freedom = Double.POSITIVE_INFINITY;
      for (Map.Entry<Double, Sample> size : sizes.entrySet()) {
        double weight = (Math.log10(size.getKey()) - meanX) / sxx;
        Estimate k = size.getValue().estimate(spread);
        slope += weight * k.value();
        variance += square(weight * k.se());
        freedom = Math.min(freedom, k.freedom());
      }
      return new Estimate(slope, Math.sqrt(variance), freedom);
    }
  }

  private EfficiencyTrend() {}

  /** k by size for each group; runs with too few points are left out. */
  static Map<ModelLine, Sizes> of(Study study, Axis axis) {
    Map<ModelLine, Sizes> trends = new TreeMap<>();
    study
        .cells(axis, CurvePoint::params)
        .forEach(
            (group, cells) -> {
              TreeMap<Double, Sample> sizes = new TreeMap<>();
              TreeMap<Double, Double> r2 = new TreeMap<>();
              cells.forEach(
                  (params, curves) -> {
                    List<Efficiency> ks = efficiencies(axis, curves);
                    if (!ks.isEmpty()) {
                      sizes.put(params, sample(ks));
                      r2.put(
                          params, ks.stream().mapToDouble(Efficiency::r2).average().orElseThrow());
                    }
                  });
              List<Sample> samples = List.copyOf(sizes.values());
              int freedom = samples.stream().mapToInt(s -> s.size() - 1).sum();
              trends.put(group, new Sizes(sizes, Sample.Spread.of(samples, freedom), r2));
            });
    return trends;
  }

  /** Adds the trend of each group and the steps between neighbouring sizes. */
  static void add(Contrasts contrasts, Map<ModelLine, Sizes> trends, Part part) {
    Contrasts.Claim rises = new Contrasts.Claim.Above(0);
    trends.forEach(
        (group, trend) -> {
          if (trend.sizes().size() < 2) {
            return;
          }
          contrasts.add(
              part,
              Within.of(group),
              Compared.OVERALL,
              "change of k for each tenfold of N",
              trend.runs(),
              trend.slope(),
              Contrasts.Unit.DIFFERENCE,
              rises);
          for (Map.Entry<Double, Sample> small : trend.sizes().entrySet()) {
            Map.Entry<Double, Sample> large = trend.sizes().higherEntry(small.getKey());
            if (large != null) {
              Sample a = small.getValue();
              Sample b = large.getValue();
              contrasts.add(
                  part,
                  Within.of(group),
                  new Compared.Sizes(small.getKey(), large.getKey()),
                  "k of the larger minus k of the smaller model",
                  a.size() + b.size(),
                  b.estimate(trend.spread()).minus(a.estimate(trend.spread())),
                  Contrasts.Unit.DIFFERENCE,
                  rises);
            }
          }
        });
  }

  private static List<Efficiency> efficiencies(Axis axis, List<RunCurve> curves) {
    return curves.stream()
        .filter(c -> c.points().size() >= Efficiency.FEWEST_POINTS)
        .map(c -> Efficiency.of(c, axis))
        .toList();
  }

  private static Sample sample(List<Efficiency> ks) {
    return new Sample(
        ks.stream().mapToDouble(Efficiency::k).toArray(),
        ks.stream().mapToDouble(Efficiency::se).toArray());
  }

  private static double square(double x) {
    return x * x;
  }
}
