package io.gradus.analysis.fit;

import io.gradus.analysis.law.LawModel;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;

/**
 * CMA-ES within the box of a law, from a given point: the search that knows no gradients and is not
 * caught by the narrow valleys of these laws. Same seed, same path.
 */
final class GlobalSearch {
  private static final double LARGEST_SIGMA = 1.5;
  private static final double SHARE_OF_BOX = 0.2;
  private final int evaluations;

  GlobalSearch(int evaluations) {
    this.evaluations = evaluations;
  }

  /** The best point met, never worse than the start. */
  double[] minimise(Objective objective, double[] start, long seed) {
    LawModel model = objective.model();
    double[] lower = model.lower();
    double[] upper = model.upper();
    double[] sigma = new double[start.length];
    for (int i = 0; i < start.length; i++) {
      sigma[i] = Math.min(LARGEST_SIGMA, SHARE_OF_BOX * (upper[i] - lower[i]));
    }
    int population = 4 + (int) (3 * Math.log(start.length));
    RandomGenerator random = new Well19937c(seed);
    CMAESOptimizer optimizer =
        new CMAESOptimizer(Integer.MAX_VALUE, 0, true, 0, 0, random, false, this::settled);
    Best best = new Best(objective, start);
    try {
      optimizer.optimize(
          new MaxEval(evaluations),
          new ObjectiveFunction(best),
          GoalType.MINIMIZE,
          new InitialGuess(start),
          new SimpleBounds(lower, upper),
          new CMAESOptimizer.Sigma(sigma),
          new CMAESOptimizer.PopulationSize(population));
    } catch (MathIllegalStateException spent) {
      // The number of evaluations is the stopping rule; the best point is kept beside.
      return best.point;
    }
    return best.point;
  }

  private boolean settled(int iteration, PointValuePair previous, PointValuePair current) {
    return iteration > 20
        && Math.abs(previous.getValue() - current.getValue())
            <= 1e-9 * (1 + Math.abs(current.getValue()));
  }

  /** Remembers the best point met. */
  private static final class Best implements MultivariateFunction {
    private final Objective objective;
    private double[] point;
    private double value;

    Best(Objective objective, double[] start) {
      this.objective = objective;
      this.point = start.clone();
      this.value = objective.value(start);
    }

    @Override
    public double value(double[] theta) {
      double found = objective.value(theta);
      if (found < value) {
        value = found;
        point = theta.clone();
      }
      return Math.min(found, Double.MAX_VALUE);
    }
  }
}
