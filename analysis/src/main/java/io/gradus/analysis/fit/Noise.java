package io.gradus.analysis.fit;

import io.gradus.analysis.curves.CurvePoint;
import java.util.Arrays;
import java.util.List;

/** The binomial noise of one run's points. */
final class Noise {
  private static final int WIDEST = 12;
  private static final int POINTS_A_WINDOW = 12;
  private final List<CurvePoint> points;
  private final int from;
  private final int to;
  private final double[] problems;

  private Noise(List<CurvePoint> points, int from, int to, double[] problems) {
    this.points = points;
    this.from = from;
    this.to = to;
    this.problems = problems;
  }

  /** The noise of points {@code from} to {@code to}, which are one run in the order of steps. */
  static Noise of(List<CurvePoint> points, int from, int to) {
    double typical = typicalFromErrors(points, from, to);
    double[] problems = new double[to - from];
    for (int i = from; i < to; i++) {
      CurvePoint point = points.get(i);
      double n = typical > 0 ? typical : point.problems();
      if (!(n > 0)) {
        throw new IllegalArgumentException(
            "Run %s, benchmark %s, step %d has neither a standard error nor a number of problems"
                .formatted(point.runId(), point.benchmark(), point.step()));
      }
      problems[i - from] = n;
    }
    return new Noise(points, from, to, problems);
  }

  /**
   * The number of single answers that the run's standard errors amount to: the median of L(1 −
   * L)/se². With several answers to a problem it lies above the number of problems.
   */
  private static double typicalFromErrors(List<CurvePoint> points, int from, int to) {
    double[] counts = new double[to - from];
    int known = 0;
    for (CurvePoint point : points.subList(from, to)) {
      if (point.se() > 0 && point.loss() > 0 && point.loss() < 1) {
        counts[known++] = point.loss() * (1 - point.loss()) / (point.se() * point.se());
      }
    }
    if (known == 0) {
      return 0;
    }
    Arrays.sort(counts, 0, known);
    return counts[known / 2];
  }

  /** Writes corrected log losses and their standard errors. */
  void write(double[] y, double[] sigma) {
    for (int i = from; i < to; i++) {
      double n = problems[i - from];
      double smooth = smoothed(i);
      y[i] = Math.log(points.get(i).loss() + (1 - smooth) / (2 * n));
      sigma[i] = Math.sqrt((1 - smooth) / (n * smooth));
    }
  }

  /**
   * Mean loss of the neighbouring steps, half an answer added on each side so that it is neither 0
   * nor 1. The window is even-sided and narrow at the beginning, where curves fall fastest.
   */
  private double smoothed(int i) {
    int half = Math.min(WIDEST, Math.max(1, (to - from) / POINTS_A_WINDOW));
    half = Math.min(half, Math.min(Math.max(1, i - from), Math.max(1, to - 1 - i)));
    double wrong = 0.5;
    double answers = 1;
    for (int j = Math.max(from, i - half); j <= Math.min(to - 1, i + half); j++) {
      wrong += points.get(j).loss() * problems[j - from];
      answers += problems[j - from];
    }
    return wrong / answers;
  }
}
