package io.gradus.analysis.design;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.fit.Refitter;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.uncertainty.Intervals;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the paper's law could be known to be from the cells of one line of models, a cell for each
 * size: the law is fitted to the true curves, and again to every draw of their noise.
 *
 * <p>Evaluations are joined to few points evenly spaced in log D, seeds to their mean; what repeats
 * within a run, and what seeds differ by, moves a size's points together.
 */
final class LineDesign {
  private static final int BINS = 12;
  private static final double LEVEL = 0.95;

  private record Bin(double data, int evaluations) {}

  private final Assumptions assumptions;
  private final Truth truth;

  LineDesign(Assumptions assumptions, Truth truth) {
    this.assumptions = assumptions;
    this.truth = truth;
  }

  /**
   * An interval for each reported parameter.
   *
   * @param cells the sizes of one line
   * @return nothing where there are more parameters than points
   */
  Optional<List<ParameterInterval>> intervals(List<Cell> cells) {
    FitData data = FitData.of(points(cells), Axis.DATA).orElseThrow();
    return new LawFitter(FitSettings.quick(assumptions.seed()))
        .fit(Laws.named("log-linear"), data)
        .map(fit -> Intervals.of(fit, refits(fit, cells), LEVEL));
  }

  private List<double[]> refits(Fit exact, List<Cell> cells) {
    FitData data = exact.data();
    // Exact curves have no residuals to take the scale from.
    double scale = Math.sqrt(meanRatio(data, cells));
    Refitter refitter =
        new Refitter(new Fit(exact.model(), data, exact.theta(), exact.objective(), scale));
    List<double[]> refits = new ArrayList<>();
    for (int draw = 0; draw < assumptions.draws(); draw++) {
      double[] losses = new double[data.size()];
      for (int run = 0; run < data.runs(); run++) {
        Cell cell = cell(data, run, cells);
        double seed =
            assumptions.seedSpread() * Draw.mean(assumptions.seed(), draw, cell, Draw.Of.SEED);
        double luck = Draw.mean(assumptions.seed(), draw, cell, Draw.Of.PROBLEMS);
        for (int i = data.runStart(run); i < data.runStart(run + 1); i++) {
          double fresh =
              Draw.normal(
                  assumptions.seed(), draw, cell.key(), Draw.Of.EVALUATION, i - data.runStart(run));
          losses[i] =
              data.logLoss(i)
                  + seed
                  + luck * Math.sqrt(repeated(cell, data, i))
                  + fresh * data.sigma(i);
        }
      }
      refits.add(refitter.refit(losses));
    }
    return refits;
  }

  /** Mean over points of their whole variance over that which each has for itself. */
  private double meanRatio(FitData data, List<Cell> cells) {
    double sum = 0;
    for (int run = 0; run < data.runs(); run++) {
      Cell cell = cell(data, run, cells);
      for (int i = data.runStart(run); i < data.runStart(run + 1); i++) {
        double shared = (square(assumptions.seedSpread()) + repeated(cell, data, i)) / cell.runs();
        sum += 1 + shared / square(data.sigma(i));
      }
    }
    return sum / data.size();
  }

  private double repeated(Cell cell, FitData data, int point) {
    double loss = data.points().get(point).loss();
    return assumptions.repeated() * Truth.variance(cell.run(), loss);
  }

  private static Cell cell(FitData data, int run, List<Cell> cells) {
    double params = data.points().get(data.runStart(run)).params();
    return cells.stream().filter(c -> c.run().params() == params).findFirst().orElseThrow();
  }

  private List<CurvePoint> points(List<Cell> cells) {
    List<CurvePoint> points = new ArrayList<>();
    for (Cell cell : cells) {
      DesignRun run = cell.run();
      int step = 0;
      for (Bin bin : bins(run)) {
        double answers = (double) bin.evaluations() * cell.runs() * run.problems() * run.samples();
        points.add(
            new CurvePoint(
                "N%.0f".formatted(run.params()),
                run.models().family(),
                run.models().variant().name(),
                run.params(),
                0,
                run.setting().tau(),
                run.setting().groupSize(),
                ++step,
                bin.data(),
                Double.NaN,
                Double.NaN,
                "test",
                (int) Math.min(Integer.MAX_VALUE, answers / (1 - assumptions.repeated())),
                truth.loss(run, bin.data()),
                Double.NaN));
      }
    }
    return points;
  }

  private static List<Bin> bins(DesignRun run) {
    List<Integer> steps = run.evaluatedAt();
    double first = Math.log(steps.get(0));
    double span = Math.max(1e-9, Math.log(steps.get(steps.size() - 1)) - first);
    double[] logs = new double[BINS];
    int[] counts = new int[BINS];
    for (int step : steps) {
      int bin = (int) Math.min(BINS - 1, Math.floor(BINS * (Math.log(step) - first) / span));
      logs[bin] += Math.log(run.data(step));
      counts[bin]++;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (counts[b] > 0) {
        bins.add(new Bin(Math.exp(logs[b] / counts[b]), counts[b]));
      }
    }
    return bins;
  }

  private static double square(double x) {
    return x * x;
  }
}
