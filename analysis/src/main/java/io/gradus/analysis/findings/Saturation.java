package io.gradus.analysis.findings;

import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.findings.EfficiencyTrend.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether k rises ever less with size: its elasticity d log k / d log N among the larger sizes less
 * that among the smaller ones. The sizes are halved by their order; of an odd number the middle one
 * is in both halves. An elasticity is the least squares slope of log10 k over log10 N.
 *
 * <p>Under k = Kmax/(1 + N0/N) the elasticity falls from 1, for N far below N0, to 0.
 */
final class Saturation {
  static final int FEWEST_SIZES = 3;

  private Saturation() {}

  /** Adds the comparison for every line of models with enough sizes whose k is above 0. */
  static void add(Contrasts contrasts, Map<ModelLine, Sizes> trends) {
    trends.forEach(
        (models, trend) -> {
          TreeMap<Double, Estimate> ks = logarithms(trend);
          if (ks.size() >= FEWEST_SIZES) {
            contrasts.add(
                Part.Claim.SATURATION,
                Within.of(models),
                Compared.OVERALL,
                "elasticity of k in N, larger less smaller sizes",
                trend.runs(),
                change(ks),
                Contrasts.Unit.DIFFERENCE,
                new Contrasts.Claim.Below(0));
          }
        });
  }

  /** log10 k by size, where k is above 0. */
  private static TreeMap<Double, Estimate> logarithms(Sizes trend) {
    TreeMap<Double, Estimate> ks = new TreeMap<>();
    trend
        .sizes()
        .forEach(
            (params, sample) -> {
              Estimate k = sample.estimate(trend.spread());
              if (k.value() > 0) {
                ks.put(
                    params,
                    new Estimate(
                        Math.log10(k.value()), k.se() / (k.value() * Math.log(10)), k.freedom()));
              }
            });
    return ks;
  }

  /** A sum of the ks with weights, so that the middle size's error counts once. */
  static Estimate change(TreeMap<Double, Estimate> ks) {
    List<Double> sizes = new ArrayList<>(ks.keySet());
    int half = (sizes.size() + 1) / 2;
    double[] weights = new double[sizes.size()];
    slope(weights, sizes, sizes.size() - half, sizes.size(), 1);
    slope(weights, sizes, 0, half, -1);
    double value = 0;
    double variance = 0;
    double freedom = Double.POSITIVE_INFINITY;
    for (int i = 0; i < weights.length; i++) {
      Estimate k = ks.get(sizes.get(i));
      value += weights[i] * k.value();
      variance += weights[i] * weights[i] * k.se() * k.se();
      freedom = Math.min(freedom, k.freedom());
    }
    return new Estimate(value, Math.sqrt(variance), freedom);
  }

  private static void slope(double[] weights, List<Double> sizes, int from, int to, double sign) {
    double mean = sizes.subList(from, to).stream().mapToDouble(Math::log10).average().orElseThrow();
    double squares =
        sizes.subList(from, to).stream().mapToDouble(n -> Math.pow(Math.log10(n) - mean, 2)).sum();
    for (int i = from; i < to; i++) {
      weights[i] += sign * (Math.log10(sizes.get(i)) - mean) / squares;
    }
  }
}
