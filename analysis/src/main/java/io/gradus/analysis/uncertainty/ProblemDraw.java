package io.gradus.analysis.uncertainty;

import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Draws the test problems anew, once for all points of a replicate: a problem that is hard for one
 * run at one step is hard for its neighbours, so this error is shared where blocks of steps and run
 * effects see none of it.
 *
 * <p>A new draw also brings back the part of the noise that every evaluation has of its own (how
 * the same problem is answered from one step to the next). That part is taken out of the drawn
 * residuals, so that it does not count twice.
 */
final class ProblemDraw implements Serializable {
  private final float[][] correct;
  private final int problems;
  private final double own;

  private ProblemDraw(float[][] correct, int problems, double own) {
    this.correct = correct;
    this.problems = problems;
    this.own = own;
  }

  /** The draw for a fit's points; points without outcomes are left alone. */
  static ProblemDraw of(Fit fit, ProblemOutcomes outcomes) {
    FitData data = fit.data();
    float[][] correct = new float[data.size()][];
    for (int i = 0; i < correct.length; i++) {
      correct[i] = outcomes.of(data.points().get(i)).orElse(new float[0]);
    }
    return new ProblemDraw(correct, outcomes.problems(), own(fit, correct, outcomes.problems()));
  }

  /** Mean variance of what changes from one step to the next, in units of the binomial variance. */
  private static double own(Fit fit, float[][] correct, int problems) {
    FitData data = fit.data();
    double sum = 0;
    int pairs = 0;
    for (int r = 0; r < data.runs(); r++) {
      int end = r + 1 < data.runs() ? data.runStart(r + 1) : data.size();
      for (int i = data.runStart(r) + 1; i < end; i++) {
        float[] before = correct[i - 1];
        float[] after = correct[i];
        double loss = data.points().get(i).loss();
        if (before.length > 0 && after.length > 0 && loss > 0) {
          double change = 0;
          double mean = 0;
          for (int j = 0; j < problems; j++) {
            double difference = after[j] - before[j];
            change += difference * difference / problems;
            mean += difference / problems;
          }
          double variance = (change - mean * mean) / 2 / problems;
          sum += variance / (loss * loss * data.sigma(i) * data.sigma(i));
          pairs++;
        }
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  /** Variance of a point's own noise in units of the binomial variance. */
  double own() {
    return own;
  }

  /** Changes of log loss by a new draw of problems, [points]. */
  void draw(SplittableRandom random, double[] changes) {
    int[] times = new int[problems];
    for (int j = 0; j < problems; j++) {
      times[random.nextInt(problems)]++;
    }
    for (int i = 0; i < correct.length; i++) {
      double wrong = 0;
      double drawn = 0;
      for (int j = 0; j < correct[i].length; j++) {
        double loss = 1 - correct[i][j];
        wrong += loss;
        drawn += times[j] * loss;
      }
      changes[i] = correct[i].length == 0 ? 0 : Math.log((drawn + 0.5) / (wrong + 0.5));
    }
  }
}
