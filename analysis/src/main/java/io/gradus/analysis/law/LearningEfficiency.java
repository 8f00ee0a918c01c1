package io.gradus.analysis.law;

import java.util.List;

/**
 * The learning efficiency k(N) = Kmax / (1 + N0/N) of arXiv 2509.25300, held as ln k at the
 * reference size and ln(N0 / reference).
 *
 * <p>When all sizes lie far below N0 only the ratio Kmax/N0 acts; with k at the middle of the sizes
 * as a coordinate that ridge runs along one axis, and a fit does not crawl along a curved valley.
 */
final class LearningEfficiency {
  private static final double SMALLEST_K = 1e-5;
  private static final double LARGEST_K = 50;
  private static final double REACH = 1e3;

  private LearningEfficiency() {}

  /** Adds ln k(Nref). */
  static int addK(Box box) {
    return box.addLog(SMALLEST_K, LARGEST_K);
  }

  /** Adds ln(N0 / Nref), free over a thousand times beyond the sizes on both sides. */
  static int addN0(Box box, Frame frame) {
    List<Double> sizes = frame.sizes();
    return box.add(frame.nu(sizes.get(0) / REACH), frame.nu(sizes.get(sizes.size() - 1) * REACH));
  }

  /** k at a size: {@code logK} = ln k(Nref), {@code t} = ln(N0/Nref), ν = ln(N/Nref). */
  static double k(double logK, double t, double nu) {
    return Math.exp(logK + Logs.softplus(t) - Logs.softplus(t - nu));
  }

  /** ∂ ln k / ∂t. */
  static double slope(double t, double nu) {
    return Logs.logistic(t) - Logs.logistic(t - nu);
  }

  static double kMax(double logK, double t) {
    return Math.exp(logK + Logs.softplus(t));
  }

  static double n0(Frame frame, double t) {
    return frame.referenceN() * Math.exp(t);
  }

  /** Reports Kmax and N0, in this order. */
  static void report(BaseModel model, Frame frame) {
    List<Double> sizes = frame.sizes();
    model.report(
        "Kmax", "1", "learning efficiency of an infinitely large model", Parameter.Kind.SCALE);
    model.report(
        "N0",
        "parameters",
        "size at which half of Kmax is reached",
        Parameter.Kind.SCALE,
        sizes.get(0) / REACH,
        sizes.get(sizes.size() - 1) * REACH);
  }

  /** A typical k: the log loss gained over the span of ln X. */
  static double startLogK(double firstLoss, double lastLoss, double span) {
    double k = Math.log(firstLoss / lastLoss) / Math.max(span, 1e-3);
    return Math.log(Math.max(1e-3, k));
  }
}
