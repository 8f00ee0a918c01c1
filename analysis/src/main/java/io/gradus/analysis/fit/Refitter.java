package io.gradus.analysis.fit;

/**
 * Fits the same law again to other losses at the same points, from the minimum already known: what
 * bootstrap replicates do. Not for several threads at once.
 */
public final class Refitter {
  private static final double TOLERANCE = 1e-7;
  private static final int STEPS = 30;
  private final Objective objective;
  private final double[] start;
  private final LevenbergMarquardt local = new LevenbergMarquardt(TOLERANCE, STEPS);

  /** Refits around a fit. */
  public Refitter(Fit fit) {
    this.objective = new Objective(fit.model(), fit.data());
    this.objective.scale(fit.scale());
    this.start = fit.theta();
  }

  /** Internal coordinates at the minimum for log losses [points]. */
  public double[] refit(double[] logLosses) {
    objective.replaceLosses(logLosses);
    return local.minimise(objective, start).theta();
  }
}
