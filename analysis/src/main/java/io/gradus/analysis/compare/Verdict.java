package io.gradus.analysis.compare;

import io.gradus.analysis.law.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Names the law that predicts best. Errors of several splits are joined by their geometric mean, so
 * that the split with the largest errors does not decide alone. Two candidates tie when the ratio
 * of their errors is within two jackknife standard errors of one (clusters: quarters of every run's
 * held-out points) or within two per cent.
 */
final class Verdict {
  private static final int CHUNKS = 4;
  private static final double SAME = 1.02;
  private final List<Scored> scored;
  private final List<HeldOutScore> combined;

  private Verdict(List<Scored> scored, List<HeldOutScore> combined) {
    this.scored = scored;
    this.combined = combined;
  }

  static Comparison of(CurveGroup group, Axis axis, List<Scored> scored, double level) {
    return new Verdict(scored, Weights.combined(group, scored, level)).decide(group, axis);
  }

  private Comparison decide(CurveGroup group, Axis axis) {
    List<HeldOutScore> scores = scored.stream().map(Scored::score).toList();
    Map<Split, Scored> baseline = results(Contender.STAYS);
    List<Contender> complete =
        Scored.contenders(scored).stream()
            .filter(c -> !c.equals(Contender.STAYS))
            .filter(c -> !baseline.isEmpty() && results(c).keySet().equals(baseline.keySet()))
            .toList();
    if (complete.isEmpty()) {
      return new Comparison(
          axis,
          group.key(),
          scores,
          combined,
          Contender.STAYS,
          List.of(),
          "too few steps and sizes to hide any, so no law could be tested");
    }
    Contender best =
        complete.stream().min(Comparator.comparingDouble(c -> error(results(c)))).orElseThrow();
    boolean beaten = error(baseline) < error(results(best));
    Contender winner = beaten ? Contender.STAYS : best;
    List<Contender> tied = new ArrayList<>();
    for (Contender candidate : complete) {
      if (!candidate.equals(winner) && ties(results(candidate), results(winner))) {
        tied.add(candidate);
      }
    }
    boolean distinct = !ties(baseline, results(best));
    String outcome = outcome(best, tied, beaten, distinct);
    return new Comparison(axis, group.key(), scores, combined, winner, tied, outcome);
  }

  private String outcome(Contender best, List<Contender> tied, boolean beaten, boolean distinct) {
    double lawError = error(results(best));
    double baseError = error(results(Contender.STAYS));
    if (beaten) {
      return String.format(
          Locale.ROOT,
          "no law beats \"%s\" on what it did not see (typical error %.1f %% against %.1f %% of the"
              + " best law, %s)",
          Contender.STAYS.label(),
          percent(baseError),
          percent(lawError),
          best.label());
    }
    String text =
        String.format(
            Locale.ROOT,
            "%s predicts best what it did not see (typical error %.1f %%, \"%s\" %.1f %%)",
            best.label(),
            percent(lawError),
            Contender.STAYS.label(),
            percent(baseError));
    if (!tied.isEmpty()) {
      text += "; not distinguishable from it: " + labels(tied);
    }
    if (!distinct) {
      text += "; even so, none is distinguishable from \"" + Contender.STAYS.label() + "\"";
    }
    return text;
  }

  private static String labels(List<Contender> contenders) {
    return contenders.stream().map(Contender::label).collect(Collectors.joining(", "));
  }

  private static double percent(double logError) {
    return 100 * Math.expm1(logError);
  }

  private Map<Split, Scored> results(Contender contender) {
    Map<Split, Scored> found = new EnumMap<>(Split.class);
    for (Scored each : scored) {
      if (each.contender().equals(contender)) {
        found.put(each.held().split(), each);
      }
    }
    return found;
  }

  /** Geometric mean over the splits. */
  private static double error(Map<Split, Scored> results) {
    double sum = 0;
    for (Scored each : results.values()) {
      sum += Math.log(Math.max(1e-12, each.score().error()));
    }
    return Math.exp(sum / results.size());
  }

  private static boolean ties(Map<Split, Scored> a, Map<Split, Scored> b) {
    double ratio = Math.abs(Math.log(error(a) / error(b)));
    return ratio < Math.log(SAME) || ratio < 2 * jackknife(a, b);
  }

  /** Standard error of the mean log ratio of errors, leaving out one cluster at a time. */
  private static double jackknife(Map<Split, Scored> a, Map<Split, Scored> b) {
    double variance = 0;
    for (Split split : a.keySet()) {
      Scored first = a.get(split);
      Scored second = b.get(split);
      int[] clusters = clusters(first.held());
      TreeSet<Integer> names = new TreeSet<>();
      for (int cluster : clusters) {
        names.add(cluster);
      }
      double mean = 0;
      double square = 0;
      int count = 0;
      for (int left : names) {
        double value = logRatio(first.squared(), second.squared(), clusters, left);
        if (!Double.isNaN(value)) {
          mean += value;
          square += value * value;
          count++;
        }
      }
      if (count > 1) {
        variance += (count - 1.0) / count * Math.max(0, square - mean * mean / count);
      }
    }
    return Math.sqrt(variance) / a.size();
  }

  private static double logRatio(double[] a, double[] b, int[] clusters, int left) {
    double sumA = 0;
    double sumB = 0;
    for (int j = 0; j < a.length; j++) {
      if (clusters[j] != left) {
        sumA += a[j];
        sumB += b[j];
      }
    }
    return 0.5 * Math.log(sumA / sumB);
  }

  /** The cluster of every test point: its run and the quarter of the run's held-out points. */
  private static int[] clusters(HeldOut held) {
    int[] test = held.test();
    int[] clusters = new int[test.length];
    int from = 0;
    int run = 0;
    while (from < test.length) {
      String id = held.all().points().get(test[from]).runId();
      int to = from;
      while (to < test.length && held.all().points().get(test[to]).runId().equals(id)) {
        to++;
      }
      for (int j = from; j < to; j++) {
        clusters[j] = CHUNKS * run + (int) ((long) CHUNKS * (j - from) / (to - from));
      }
      from = to;
      run++;
    }
    return clusters;
  }
}
