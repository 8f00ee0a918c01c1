package io.gradus.analysis.report;

import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.Smoothing;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Series;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.text.ModelSize;
import io.gradus.analysis.uncertainty.Band;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Pieces that several figures share. */
final class Draw {
  static final ChartAxis LOSS = ChartAxis.log("Test loss L = 1 − pass@1");
  static final ChartAxis SIZE = ChartAxis.log("Model size N (non-embedding parameters)");
  private static final int LAW_POINTS = 40;

  private Draw() {}

  static ChartAxis axis(Axis axis) {
    return axis == Axis.COMPUTE
        ? ChartAxis.log("Training compute C (FLOP)").powers()
        : ChartAxis.log("Prompts consumed D");
  }

  static double[] values(List<CurvePoint> points, ToDoubleFunction<CurvePoint> of) {
    return points.stream().mapToDouble(of).toArray();
  }

  /** Measured points of one size along an axis. */
  static Series measured(List<CurvePoint> points, Axis axis) {
    List<CurvePoint> sorted = points.stream().sorted(Comparator.comparingDouble(axis::of)).toList();
    return Series.points("", values(sorted, axis::of), values(sorted, CurvePoint::loss));
  }

  /** A law at one size over the range of X that was measured there, with its band. */
  static Series law(LawReport law, double params, List<CurvePoint> points, Axis axis) {
    double low = points.stream().mapToDouble(axis::of).filter(x -> x > 0).min().orElse(1);
    double high = points.stream().mapToDouble(axis::of).filter(x -> x > 0).max().orElse(10);
    double[] x = new double[LAW_POINTS];
    double[] y = new double[LAW_POINTS];
    double[] bandLow = new double[LAW_POINTS];
    double[] bandHigh = new double[LAW_POINTS];
    for (int i = 0; i < LAW_POINTS; i++) {
      x[i] = low * Math.pow(high / low, i / (LAW_POINTS - 1.0));
      Band band = law.band(params, x[i]);
      y[i] = band.loss();
      bandLow[i] = band.low();
      bandHigh[i] = band.high();
    }
    return Series.line(ModelSize.text(params), x, y).band(bandLow, bandHigh);
  }

  /** Mean loss over runs at each step, as points. */
  static Series means(List<CurvePoint> points, Axis axis) {
    Means means = Means.of(points, axis);
    return Series.points("", means.x(), means.loss());
  }

  /** The same as a line through a smoothing spline; unsmoothed where there are too few steps. */
  static Series smoothed(String label, List<CurvePoint> points, Axis axis) {
    Means means = Means.of(points, axis);
    boolean smooth = means.x().length >= 4 && Arrays.stream(means.se()).allMatch(se -> se > 0);
    return Series.line(
        label,
        means.x(),
        smooth ? Smoothing.spline(means.x(), means.loss(), means.se()) : means.loss());
  }

  /** Means over runs at each step, [steps] each, in the order of steps. */
  private record Means(double[] x, double[] loss, double[] se) {

    static Means of(List<CurvePoint> points, Axis axis) {
      var steps = StudyView.by(points, CurvePoint::step).values();
      return new Means(
          steps.stream().mapToDouble(ps -> mean(ps, axis::of)).toArray(),
          steps.stream().mapToDouble(ps -> mean(ps, CurvePoint::loss)).toArray(),
          steps.stream()
              .mapToDouble(ps -> mean(ps, CurvePoint::se) / Math.sqrt(ps.size()))
              .toArray());
    }

    private static double mean(List<CurvePoint> points, ToDoubleFunction<CurvePoint> of) {
      return points.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
  }
}
