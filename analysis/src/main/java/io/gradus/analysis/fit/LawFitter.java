package io.gradus.analysis.fit;

import io.gradus.analysis.fit.LevenbergMarquardt.Minimum;
import io.gradus.analysis.law.LawModel;
import io.gradus.analysis.law.ScalingLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fits laws: CMA-ES and random starts on a summary of the data, Levenberg–Marquardt on all of it
 * from the best few, then the residual scale and the robust weights renewed. Same seed, same
 * result.
 */
public final class LawFitter {
  private static final int FINALISTS = 3;
  private static final double SMALLEST_SCALE = 0.05;
  private static final double MAD_TO_SIGMA = 1.482602218505602;
  private final FitSettings settings;
  private final GlobalSearch global;
  private final LevenbergMarquardt rough = new LevenbergMarquardt(1e-6, 60);
  private final LevenbergMarquardt fine = new LevenbergMarquardt(1e-10, 300);

  /** A fitter that searches so hard. */
  public LawFitter(FitSettings settings) {
    this.settings = settings;
    this.global = new GlobalSearch(settings.evaluations());
  }

  /**
   * Fits a law.
   *
   * @return nothing where the law has no form for so few sizes, or more coordinates than points
   */
  public Optional<Fit> fit(ScalingLaw law, FitData data) {
    return law.bind(data.frame())
        .filter(model -> data.size() > model.dimension())
        .map(model -> fit(model, data));
  }

  private Fit fit(LawModel model, FitData data) {
    Objective full = new Objective(model, data);
    Minimum best = null;
    for (double[] candidate : candidates(model, data)) {
      Minimum found = rough.minimise(full, candidate);
      if (best == null || found.value() < best.value()) {
        best = found;
      }
    }
    for (int round = 0; round < 2; round++) {
      full.scale(scale(full.residuals(best.theta()), model.dimension()));
      best = fine.minimise(full, best.theta());
    }
    return new Fit(model, data, best.theta(), best.value(), full.scale());
  }

  /** The best few distinct minima on the summary. */
  private List<double[]> candidates(LawModel model, FitData data) {
    FitData summary = data.summary(settings.summary());
    Objective objective = new Objective(model, summary);
    SplittableRandom random = new SplittableRandom(settings.seed());
    double[] guess = guess(model, summary);
    List<Minimum> found = new ArrayList<>();
    found.add(rough.minimise(objective, guess));
    for (int i = 0; i < settings.globalStarts(); i++) {
      double[] start = i == 0 ? guess : scattered(model, guess, random);
      double[] met = global.minimise(objective, start, settings.seed() + i);
      found.add(rough.minimise(objective, met));
    }
    for (int i = 0; i < settings.localStarts(); i++) {
      found.add(rough.minimise(objective, scattered(model, guess, random)));
    }
    found.sort(Comparator.comparingDouble(Minimum::value));
    List<double[]> best = new ArrayList<>();
    double last = 0;
    for (Minimum each : found) {
      boolean distinct = best.isEmpty() || each.value() > last + 1e-6 * (1 + Math.abs(last));
      if (distinct && best.size() < FINALISTS) {
        best.add(each.theta());
        last = each.value();
      }
    }
    return best;
  }

  private static double[] guess(LawModel model, FitData data) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double first = 0;
    double last = 0;
    int sizes = data.frame().sizes().size();
    for (int s = 0; s < sizes; s++) {
      int from = data.sizeStart(s);
      int to = data.sizeStart(s + 1) - 1;
      first += data.logLoss(from) / sizes;
      last += data.logLoss(to) / sizes;
      least = Math.min(least, data.z(from));
      most = Math.max(most, data.z(to));
    }
    double high = Math.min(0.999, Math.exp(first));
    double low = Math.min(0.98 * high, Math.exp(last));
    return model.start(high, low, Math.max(0.1, most - least));
  }

  /** A start around the guess, within the box: coordinates are scaled so that 2 is a wide step. */
  private static double[] scattered(LawModel model, double[] guess, SplittableRandom random) {
    double[] lower = model.lower();
    double[] upper = model.upper();
    double[] start = new double[guess.length];
    for (int i = 0; i < start.length; i++) {
      double reach = Math.min(4, 0.5 * (upper[i] - lower[i]));
      double value = guess[i] + reach * (2 * random.nextDouble() - 1);
      start[i] = Math.max(lower[i], Math.min(upper[i], value));
    }
    return start;
  }

  /** The residuals' scale by their median size, corrected for the fitted coordinates. */
  private static double scale(double[] residuals, int fitted) {
    double[] sizes = Arrays.stream(residuals).map(Math::abs).sorted().toArray();
    int n = sizes.length;
    double median = 0.5 * (sizes[(n - 1) / 2] + sizes[n / 2]);
    double freedom = Math.sqrt((double) n / Math.max(1, n - fitted));
    return Math.max(SMALLEST_SCALE, MAD_TO_SIGMA * median * freedom);
  }
}
