package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs that reuse a part of the data τ times, beside runs of the same size on fresh data.
 *
 * <p>Cost: log10 loss over the last doubling of prompts consumed that both cover, reused minus
 * fresh. Gain: the same against the fresh run at the point where the reused run's problems had been
 * seen once, that is at a τ-th of the prompts.
 */
final class ReuseComparison {
  private record Key(double params, int tau) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparingDouble(Key::params)
          .thenComparingInt(Key::tau)
          .compare(this, other);
    }
  }

  private record Pair(Within within, Key key, Sample reused, Sample fresh, Sample freshAtOnce) {}

  private ReuseComparison() {}

  /**
   * Adds cost and gain for each size and τ.
   *
   * @param margin largest cost in log10 loss that counts as none
   */
  static void add(Contrasts contrasts, Study study, double margin) {
    List<Pair> pairs = pairs(study);
    Map<String, Sample.Spread> spreads = spreads(study, pairs);
    for (Pair p : pairs) {
      contrasts.add(
          Part.Claim.REUSE_COST,
          p.within(),
          new Compared.Reuse(p.key().tau()),
          "loss with reuse over loss with fresh data, at equal steps",
          p.reused().size() + p.fresh().size(),
          difference(p.reused(), p.fresh(), spreads.get(p.within().family())),
          Contrasts.Unit.RATIO,
          new Contrasts.Claim.Below(margin));
    }
    for (Pair p : pairs) {
      contrasts.add(
          Part.Claim.REUSE_GAIN,
          p.within(),
          new Compared.Reuse(p.key().tau()),
          "loss with reuse over loss after the same problems once",
          p.reused().size() + p.freshAtOnce().size(),
          difference(p.reused(), p.freshAtOnce(), spreads.get(p.within().family())),
          Contrasts.Unit.RATIO,
          new Contrasts.Claim.Below(0));
    }
  }

  private static Estimate difference(Sample a, Sample b, Sample.Spread spread) {
    return a.estimate(spread).minus(b.estimate(spread));
  }

  /** The spread between seeds of every family. */
  private static Map<String, Sample.Spread> spreads(Study study, List<Pair> pairs) {
    Map<String, List<Sample>> samples = new TreeMap<>();
    for (Pair p : pairs) {
      samples
          .computeIfAbsent(p.within().family(), f -> new ArrayList<>())
          .addAll(List.of(p.reused(), p.fresh()));
    }
    Map<String, Integer> freedom = new TreeMap<>();
    study
        .cells(Axis.DATA, ReuseComparison::key)
        .forEach(
            (models, cells) ->
                freedom.merge(models.family(), Study.freedom(cells.values()), Integer::sum));
    Map<String, Sample.Spread> spreads = new TreeMap<>();
    samples.forEach(
        (family, own) -> spreads.put(family, Sample.Spread.of(own, freedom.get(family))));
    return spreads;
  }

  private static Key key(CurvePoint p) {
    return new Key(p.params(), p.tau());
  }

  private static List<Pair> pairs(Study study) {
    List<Pair> pairs = new ArrayList<>();
    for (Map.Entry<ModelLine, TreeMap<Key, List<RunCurve>>> group :
        study.cells(Axis.DATA, ReuseComparison::key).entrySet()) {
      TreeMap<Key, List<RunCurve>> cells = group.getValue();
      cells.forEach(
          (key, reused) -> {
            List<RunCurve> fresh = cells.get(new Key(key.params(), 1));
            if (key.tau() > 1 && fresh != null) {
              pair(group.getKey(), key, reused, fresh).ifPresent(pairs::add);
            }
          });
    }
    return pairs;
  }

  private static java.util.Optional<Pair> pair(
      ModelLine models, Key key, List<RunCurve> reused, List<RunCurve> fresh) {
    List<RunCurve> all = new ArrayList<>(reused);
    all.addAll(fresh);
    double[] shared = Study.sharedBudgets(Axis.DATA, all);
    if (shared.length == 0) {
      return java.util.Optional.empty();
    }
    double low = shared[0];
    double high = shared[shared.length - 1];
    double[] end = Study.spaced(Math.max(low, high / 2), high);
    double onceEnd = Math.max(low, high / key.tau());
    double[] once =
        onceEnd > low ? Study.spaced(Math.max(low, onceEnd / 2), onceEnd) : new double[] {low};
    return java.util.Optional.of(
        new Pair(
            Within.of(models, key.params()),
            key,
            Study.losses(Axis.DATA, reused, end),
            Study.losses(Axis.DATA, fresh, end),
            Study.losses(Axis.DATA, fresh, once)));
  }
}
