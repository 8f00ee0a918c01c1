package io.gradus.analysis.simulate;

import io.gradus.analysis.curves.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;

/**
 * A study to draw curves from.
 *
 * @param sizes model sizes N
 * @param seeds runs of each size
 * @param steps optimisation steps, an evaluation after each
 * @param promptsPerStep training prompts a step
 * @param tokensPerPrompt training tokens a prompt, so that C = 6 N T
 * @param problems answers an evaluation is the mean of
 */
public record SimulatedStudy(
    List<Double> sizes,
    int seeds,
    int steps,
    int promptsPerStep,
    double tokensPerPrompt,
    int problems) {

  /** Seven sizes from 0.5 to 72 billion, one run each, 100 steps, 500 problems. */
  public static final SimulatedStudy SEVEN_SIZES =
      new SimulatedStudy(List.of(.5e9, 1.5e9, 3e9, 7e9, 14e9, 32e9, 72e9), 1, 100, 512, 8000, 500);

  /** Copies the sizes. */
  public SimulatedStudy {
    sizes = List.copyOf(sizes);
  }

  /** The prompts consumed at a step. */
  public double data(int step) {
    return (double) promptsPerStep * step;
  }

  /** The compute spent at a step by a size. */
  public double compute(double params, int step) {
    return 6 * params * tokensPerPrompt * data(step);
  }

  /**
   * Draws curves: losses are binomial shares of independent answers.
   *
   * @param truth the loss of (N, data)
   * @param seed of all draws
   */
  public List<CurvePoint> draw(DoubleBinaryOperator truth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<CurvePoint> points = new ArrayList<>();
    for (double params : sizes) {
      for (int run = 0; run < seeds; run++) {
        for (int step = 1; step <= steps; step++) {
          double loss = Math.min(1, truth.applyAsDouble(params, data(step)));
          int wrong = 0;
          for (int i = 0; i < problems; i++) {
            wrong += random.nextDouble() < loss ? 1 : 0;
          }
          points.add(point(params, run, step, (double) wrong / problems));
        }
      }
    }
    return points;
  }

  private CurvePoint point(double params, int run, int step, double loss) {
    double data = data(step);
    return new CurvePoint(
        "N%.4g-%d".formatted(params, run),
        "simulated",
        "base",
        params,
        run,
        1,
        8,
        step,
        data,
        data * tokensPerPrompt,
        compute(params, step),
        "simulated",
        problems,
        loss,
        Math.sqrt(loss * (1 - loss) / problems));
  }
}
