package io.gradus.analysis.findings;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the level that runs reach follows beside model size: their loss before training. Least
 * squares over the runs of a line of models, log10 of the loss reached = a + b·log10 N + c·log10 of
 * the loss at the first evaluation; the loss reached is the mean over the last quarter of a run's
 * evaluations. Errors are those of the residuals, with three degrees of freedom fewer than runs, so
 * that intervals hold what seeds differ by.
 *
 * <p>Where larger models also begin lower, b and c cannot be told apart, and their intervals say
 * so.
 */
final class Competence {
  private static final int FEWEST_RUNS = 5;
  private static final int FEWEST_POINTS = 4;
  private static final int LAST = 4;

  /** What is left of the variance of one regressor where the other is known, at least. */
  private static final double LEAST_OWN = 1e-6;

  private record Run(double size, double first, double reached) {}

  private Competence() {}

  /** Adds b and c for every line of models with enough runs in which both N and the start vary. */
  static void add(Contrasts contrasts, Study study) {
    TreeMap<ModelLine, List<Run>> lines = new TreeMap<>();
    for (RunCurve curve : study.curves()) {
      if (curve.points().size() >= FEWEST_POINTS) {
        lines
            .computeIfAbsent(ModelLine.of(curve.run()), l -> new ArrayList<>())
            .add(run(curve.points()));
      }
    }
    for (Map.Entry<ModelLine, List<Run>> line : lines.entrySet()) {
      add(contrasts, line.getKey(), line.getValue());
    }
  }

  private static Run run(List<CurvePoint> points) {
    int from = points.size() - Math.max(1, points.size() / LAST);
    return new Run(
        Math.log10(points.get(0).params()),
        RunCurve.logLoss(points.get(0)),
        points.subList(from, points.size()).stream()
            .mapToDouble(RunCurve::logLoss)
            .average()
            .orElseThrow());
  }

  private static void add(Contrasts contrasts, ModelLine models, List<Run> runs) {
    int n = runs.size();
    if (n < FEWEST_RUNS) {
      return;
    }
    double size = runs.stream().mapToDouble(Run::size).average().orElseThrow();
    double first = runs.stream().mapToDouble(Run::first).average().orElseThrow();
    double reached = runs.stream().mapToDouble(Run::reached).average().orElseThrow();
    double ss = 0;
    double ff = 0;
    double sf = 0;
    double sr = 0;
    double fr = 0;
    for (Run run : runs) {
      double s = run.size() - size;
      double f = run.first() - first;
      double r = run.reached() - reached;
      ss += s * s;
      ff += f * f;
      sf += s * f;
      sr += s * r;
      fr += f * r;
    }
    double own = ss * ff - sf * sf;
    if (!(own > LEAST_OWN * ss * ff)) {
      return;
    }
    double b = (sr * ff - fr * sf) / own;
    double c = (fr * ss - sr * sf) / own;
    double squares = 0;
    for (Run run : runs) {
      double rest = run.reached() - reached - b * (run.size() - size) - c * (run.first() - first);
      squares += rest * rest;
    }
    double variance = Math.max(squares / (n - 3), 1e-18);
    contrasts.add(
        Part.Claim.SIZE_BESIDE_COMPETENCE,
        Within.of(models),
        Compared.OVERALL,
        "change of log10 loss for each tenfold of N, at equal loss at the first evaluation",
        n,
        new Estimate(b, Math.sqrt(variance * ff / own), n - 3),
        Contrasts.Unit.DIFFERENCE,
        new Contrasts.Claim.Below(0));
    contrasts.add(
        Part.Claim.COMPETENCE,
        Within.of(models),
        Compared.OVERALL,
        "change of log10 loss for each tenfold of the loss at the first evaluation, at equal N",
        n,
        new Estimate(c, Math.sqrt(variance * ss / own), n - 3),
        Contrasts.Unit.DIFFERENCE,
        new Contrasts.Claim.Above(0));
  }
}
