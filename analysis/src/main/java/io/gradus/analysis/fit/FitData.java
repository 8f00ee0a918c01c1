package io.gradus.analysis.fit;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Frame;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Curve points as a fit sees them: log losses over ln X with standard errors, grouped by size and
 * then by run.
 *
 * <p>The log loss is {@code ln(L + (1 − p)/(2n))} with n problems and p the run's smoothed loss:
 * adding this share takes away the bias of the logarithm of a binomial share to first order and
 * keeps a loss of zero finite. Its standard error is the binomial √((1 − p)/(n p)). Smoothing p
 * (over neighbouring steps) matters: a weight from the point's own loss would pull every fit
 * upwards, because points that are low by chance would count less. It is used for nothing but these
 * two.
 */
public final class FitData implements Serializable {
  private final Frame frame;
  private final List<CurvePoint> points;
  private final double[] z;
  private final double[] y;
  private final double[] sigma;
  private final int[] sizeStart;
  private final int[] runStart;
  private final int[] runSize;

  private FitData(
      Frame frame,
      List<CurvePoint> points,
      double[] z,
      double[] y,
      double[] sigma,
      int[] sizeStart,
      int[] runStart,
      int[] runSize) {
    this.frame = frame;
    this.points = List.copyOf(points);
    this.z = z;
    this.y = y;
    this.sigma = sigma;
    this.sizeStart = sizeStart;
    this.runStart = runStart;
    this.runSize = runSize;
  }

  /**
   * The points with positive, known X on an axis.
   *
   * @return nothing where no such point is left
   * @throws IllegalArgumentException if a point has neither a standard error nor problems
   */
  public static Optional<FitData> of(List<CurvePoint> curve, Axis axis) {
    List<CurvePoint> points = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (CurvePoint point : curve) {
      double x = axis.of(point);
      if (x > 0 && !Double.isInfinite(x)) {
        points.add(point);
        least = Math.min(least, x);
        most = Math.max(most, x);
      }
    }
    if (points.isEmpty()) {
      return Optional.empty();
    }
    List<Double> sizes = points.stream().map(CurvePoint::params).distinct().sorted().toList();
    return Optional.of(of(points, Frame.of(axis, sizes, least, most)));
  }

  /** The points in a given frame; all must have positive X and a size of the frame. */
  public static FitData of(List<CurvePoint> curve, Frame frame) {
    List<CurvePoint> points = new ArrayList<>(curve);
    points.sort(
        Comparator.comparingDouble(CurvePoint::params)
            .thenComparing(CurvePoint::runId)
            .thenComparingInt(CurvePoint::step)
            .thenComparingDouble(frame.axis()::of));
    int n = points.size();
    double[] z = new double[n];
    int[] sizeStart = new int[frame.sizes().size() + 1];
    List<Integer> runStarts = new ArrayList<>();
    List<Integer> runSizes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      CurvePoint point = points.get(i);
      z[i] = frame.z(frame.axis().of(point));
      int size = frame.sizes().indexOf(point.params());
      if (size < 0) {
        throw new IllegalArgumentException(
            "Run %s has size %s, expected one of %s"
                .formatted(point.runId(), point.params(), frame.sizes()));
      }
      for (int s = size + 1; s < sizeStart.length; s++) {
        sizeStart[s] = i + 1;
      }
      if (i == 0
          || !point.runId().equals(points.get(i - 1).runId())
          || point.params() != points.get(i - 1).params()) {
        runStarts.add(i);
        runSizes.add(size);
      }
    }
    runStarts.add(n);
    double[] y = new double[n];
    double[] sigma = new double[n];
    for (int r = 0; r + 1 < runStarts.size(); r++) {
      Noise.of(points, runStarts.get(r), runStarts.get(r + 1)).write(y, sigma);
    }
    return new FitData(
        frame, points, z, y, sigma, sizeStart, toArray(runStarts), toArray(runSizes));
  }

  private static int[] toArray(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * A summary of at most about {@code most} points for global search: neighbours in X of one size
   * averaged by weight. It has no runs.
   */
  FitData summary(int most) {
    int bins = Math.max(4, most / frame.sizes().size());
    List<double[]> rows = new ArrayList<>();
    int[] starts = new int[sizeStart.length];
    for (int s = 0; s + 1 < sizeStart.length; s++) {
      List<Integer> order = new ArrayList<>();
      for (int i = sizeStart[s]; i < sizeStart[s + 1]; i++) {
        order.add(i);
      }
      order.sort(Comparator.comparingDouble(i -> z[i]));
      int count = order.size();
      for (int b = 0; b < bins; b++) {
        int from = (int) ((long) b * count / bins);
        int to = (int) ((long) (b + 1) * count / bins);
        if (to > from) {
          rows.add(average(order.subList(from, to)));
        }
      }
      starts[s + 1] = rows.size();
    }
    return new FitData(
        frame,
        List.of(),
        column(rows, 0),
        column(rows, 1),
        column(rows, 2),
        starts,
        new int[0],
        new int[0]);
  }

  private double[] average(List<Integer> rows) {
    double weights = 0;
    double meanZ = 0;
    double meanY = 0;
    for (int i : rows) {
      double weight = 1 / (sigma[i] * sigma[i]);
      weights += weight;
      meanZ += weight * z[i];
      meanY += weight * y[i];
    }
    return new double[] {meanZ / weights, meanY / weights, 1 / Math.sqrt(weights)};
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  /** Number of points. */
  public int size() {
    return z.length;
  }

  /** The coordinates. */
  public Frame frame() {
    return frame;
  }

  /** The points, in the order of all arrays; empty for a summary. */
  public List<CurvePoint> points() {
    return points;
  }

  /** ln(X / reference), [points]; not to be written to. */
  double[] z() {
    return z;
  }

  /** Corrected log losses, [points]; not to be written to. */
  double[] y() {
    return y;
  }

  /** Binomial standard errors of the log losses, [points]; not to be written to. */
  double[] sigma() {
    return sigma;
  }

  /** ln(X / reference) of a point. */
  public double z(int point) {
    return z[point];
  }

  /** Corrected log loss of a point. */
  public double logLoss(int point) {
    return y[point];
  }

  /** Binomial standard error of a point's log loss. */
  public double sigma(int point) {
    return sigma[point];
  }

  /** Number of runs. */
  public int runs() {
    return runSize.length;
  }

  /** First point of a run; the points of run r end before {@code runStart(r + 1)}. */
  public int runStart(int run) {
    return runStart[run];
  }

  /** Index of a run's size in the frame. */
  public int runSize(int run) {
    return runSize[run];
  }

  /** First point of a size; the points of size s end before {@code sizeStart(s + 1)}. */
  public int sizeStart(int size) {
    return sizeStart[size];
  }
}
