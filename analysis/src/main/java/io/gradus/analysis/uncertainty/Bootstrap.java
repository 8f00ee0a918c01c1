package io.gradus.analysis.uncertainty;

import io.gradus.analysis.curves.ProblemOutcomes;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.Objective;
import io.gradus.analysis.fit.Refitter;
import java.util.SplittableRandom;

/**
 * Cluster bootstrap of a fit: every replicate puts newly drawn errors on the fitted curves (run
 * effects, blocks of steps, and, where answers to single problems are known, a new draw of the test
 * problems that is shared by all runs) and fits the law again.
 *
 * <p>Drawing errors rather than points keeps every size and every stretch of steps in every
 * replicate; with one run a size and an intercept a size, drawing points or runs would leave
 * parameters without data. Replicate i depends on the seed and i alone.
 */
public final class Bootstrap {

  private Bootstrap() {}

  /** The replicate task of a fit, given its test problems: errors of runs and steps. */
  public static ReplicateTask task(Fit fit, long seed) {
    return new Task(fit, ErrorModel.of(fit), ProblemDraw.NONE, seed);
  }

  /** The replicate task of a fit that draws the test problems anew where answers are known. */
  public static ReplicateTask task(Fit fit, ProblemOutcomes outcomes, long seed) {
    ProblemDraw problems = ProblemDraw.of(fit, outcomes);
    return new Task(fit, ErrorModel.of(fit).without(problems.own()), problems, seed);
  }

  private static final class Task implements ReplicateTask {
    private final Fit fit;
    private final ErrorModel errors;
    private final ProblemDraw problems;
    private final long seed;
    private transient ThreadLocal<Worker> workers;

    Task(Fit fit, ErrorModel errors, ProblemDraw problems, long seed) {
      this.fit = fit;
      this.errors = errors;
      this.problems = problems;
      this.seed = seed;
    }

    @Override
    public double[] replicate(int index) {
      return worker().replicate(errors, problems, new SplittableRandom(Seeds.mix(seed, index)));
    }

    private Worker worker() {
      ThreadLocal<Worker> known;
      synchronized (this) {
        if (workers == null) {
          workers = ThreadLocal.withInitial(() -> new Worker(fit));
        }
        known = workers;
      }
      return known.get();
    }
  }

  /** The buffers of one thread. */
  private static final class Worker {
    private final Fit fit;
    private final Refitter refitter;
    private final double[] predicted;
    private final double[] drawn;
    private final double[] changes;

    Worker(Fit fit) {
      this.fit = fit;
      this.refitter = new Refitter(fit);
      this.predicted = new Objective(fit.model(), fit.data()).predictions(fit.theta());
      this.drawn = new double[predicted.length];
      this.changes = new double[predicted.length];
    }

    double[] replicate(ErrorModel errors, ProblemDraw problems, SplittableRandom random) {
      errors.draw(random, drawn);
      problems.draw(random, changes);
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = predicted[i] + fit.data().sigma(i) * drawn[i] + changes[i];
      }
      return refitter.refit(drawn);
    }
  }
}
