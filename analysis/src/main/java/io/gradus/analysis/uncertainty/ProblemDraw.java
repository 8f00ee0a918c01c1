package io.gradus.analysis.uncertainty;

import io.gradus.analysis.curves.ProblemOutcomes;
import io.gradus.analysis.curves.ProblemOutcomes.Answers;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the test problems anew, once for all points of a replicate: a problem that is hard for one
 * run at one step is hard for its neighbours, so this error is shared where blocks of steps and run
 * effects see none of it. Runs share it as far as they were tested on the same problems.
 *
 * <p>A new draw also brings back the part of the noise that every evaluation has of its own (how
 * the same problem is answered from one step to the next). That part is taken out of the drawn
 * residuals, so that it does not count twice.
 */
final class ProblemDraw implements Serializable {
  /** Leaves every point as it is. */
  static final ProblemDraw NONE = new ProblemDraw(List.of(), 0, 0);

  private final List<Answers> points;
  private final int problems;
  private final double own;

  private ProblemDraw(List<Answers> points, int problems, double own) {
    this.points = points;
    this.problems = problems;
    this.own = own;
  }

  /** The draw for a fit's points; points whose answers are not known are left alone. */
  static ProblemDraw of(Fit fit, ProblemOutcomes outcomes) {
    List<Answers> points = fit.data().points().stream().map(outcomes::of).toList();
    int problems =
        points.stream()
            .filter(Answers::known)
            .mapToInt(a -> a.problems()[a.problems().length - 1] + 1)
            .max()
            .orElse(0);
    return problems == 0 ? NONE : new ProblemDraw(points, problems, own(fit, points));
  }

  /** Mean variance of what changes from one step to the next, in units of the binomial variance. */
  private static double own(Fit fit, List<Answers> points) {
    FitData data = fit.data();
    double sum = 0;
    int pairs = 0;
    for (int r = 0; r < data.runs(); r++) {
      int end = r + 1 < data.runs() ? data.runStart(r + 1) : data.size();
      for (int i = data.runStart(r) + 1; i < end; i++) {
        Answers before = points.get(i - 1);
        Answers after = points.get(i);
        double loss = data.points().get(i).loss();
        if (after.known() && before.problems() == after.problems() && loss > 0) {
          double unit = loss * data.sigma(i);
          sum += changed(before.wrong(), after.wrong()) / (unit * unit);
          pairs++;
        }
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }

  /** Half the variance of the mean change of a problem's share of wrong answers. */
  private static double changed(float[] before, float[] after) {
    int n = before.length;
    double squares = 0;
    double mean = 0;
    for (int j = 0; j < n; j++) {
      double difference = after[j] - before[j];
      squares += difference * difference / n;
      mean += difference / n;
    }
    return (squares - mean * mean) / 2 / n;
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
    for (int i = 0; i < points.size(); i++) {
      changes[i] = points.get(i).change(times);
    }
  }
}
