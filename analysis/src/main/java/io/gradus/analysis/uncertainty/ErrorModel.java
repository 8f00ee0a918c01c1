package io.gradus.analysis.uncertainty;

import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the residuals of a fit hang together, and how to draw new ones of the same kind.
 *
 * <p>Residuals, in units of the binomial standard error, are taken as an effect of the run (its
 * seed puts the whole curve a little higher or lower) plus errors that are alike over neighbouring
 * steps:
 *
 * <ul>
 *   <li>run effects: estimated where a size has several runs, as the spread of their means beyond
 *       what their steps explain; drawn from a normal law for every run anew;
 *   <li>steps: drawn in circular blocks of whole neighbouring residuals, as long as their
 *       autocorrelation asks for (Carlstein 1986), from the same size where it has enough points,
 *       else from all sizes.
 * </ul>
 *
 * Residuals are enlarged by √(n/(n − p)) for the p fitted coordinates.
 */
final class ErrorModel implements Serializable {
  private static final int OWN_POOL = 60;
  private static final double LARGEST_CORRELATION = 0.97;
  private final int[] runStart;
  private final int[] runSize;
  private final int[] sizeStart;
  private final double[] within;
  private final double runEffect;
  private final int blockLength;
  private final double correlation;

  private ErrorModel(
      int[] runStart,
      int[] runSize,
      int[] sizeStart,
      double[] within,
      double runEffect,
      int blockLength,
      double correlation) {
    this.runStart = runStart;
    this.runSize = runSize;
    this.sizeStart = sizeStart;
    this.within = within;
    this.runEffect = runEffect;
    this.blockLength = blockLength;
    this.correlation = correlation;
  }

  /** The error model of a fit's residuals. */
  static ErrorModel of(Fit fit) {
    FitData data = fit.data();
    int runs = data.runs();
    int[] runStart = new int[runs + 1];
    int[] runSize = new int[runs];
    int sizes = data.frame().sizes().size();
    int[] runsOfSize = new int[sizes];
    for (int r = 0; r < runs; r++) {
      runStart[r] = data.runStart(r);
      runSize[r] = data.runSize(r);
      runsOfSize[runSize[r]]++;
    }
    runStart[runs] = data.size();
    int[] sizeStart = new int[sizes + 1];
    for (int s = 0; s <= sizes; s++) {
      sizeStart[s] = data.sizeStart(s);
    }
    double[] within = fit.residuals();
    double freedom =
        Math.sqrt((double) data.size() / Math.max(1, data.size() - fit.model().dimension()));
    for (int i = 0; i < within.length; i++) {
      within[i] *= freedom;
    }
    RunMeans means = RunMeans.removeFrom(within, runStart, runSize, runsOfSize);
    double correlation = correlation(within, runStart);
    double runEffect = means.effect(within, runStart, correlation);
    double mean = Arrays.stream(within).average().orElse(0);
    for (int i = 0; i < within.length; i++) {
      within[i] -= mean;
    }
    int shortest = within.length;
    for (int r = 0; r < runs; r++) {
      shortest = Math.min(shortest, runStart[r + 1] - runStart[r]);
    }
    int block = blockLength(correlation, (double) within.length / Math.max(1, runs), shortest);
    return new ErrorModel(runStart, runSize, sizeStart, within, runEffect, block, correlation);
  }

  /** Lag-one autocorrelation over all runs, at least 0. */
  private static double correlation(double[] within, int[] runStart) {
    double product = 0;
    double square = 0;
    for (int r = 0; r + 1 < runStart.length; r++) {
      for (int i = runStart[r]; i < runStart[r + 1]; i++) {
        square += within[i] * within[i];
        if (i > runStart[r]) {
          product += within[i] * within[i - 1];
        }
      }
    }
    double correlation = square > 0 ? product / square : 0;
    return Math.max(0, Math.min(LARGEST_CORRELATION, correlation));
  }

  /** (2ρ/(1 − ρ²))^⅔ n^⅓, between 1 and a third of the shortest run. */
  private static int blockLength(double correlation, double pointsOfRun, int shortest) {
    double ratio = 2 * correlation / (1 - correlation * correlation);
    double length = Math.cbrt(ratio * ratio) * Math.cbrt(pointsOfRun);
    return (int) Math.max(1, Math.min(Math.rint(length), Math.max(1, shortest / 3)));
  }

  /** The same model with so much variance, in binomial units, taken out of the errors of steps. */
  ErrorModel without(double variance) {
    double square = 0;
    for (double each : within) {
      square += each * each / within.length;
    }
    double left = square > 0 ? Math.sqrt(Math.max(0, square - variance) / square) : 0;
    double[] smaller = new double[within.length];
    for (int i = 0; i < smaller.length; i++) {
      smaller[i] = left * within[i];
    }
    return new ErrorModel(
        runStart, runSize, sizeStart, smaller, runEffect, blockLength, correlation);
  }

  /** Draws new residuals for every point, [points], in units of the binomial standard error. */
  void draw(SplittableRandom random, double[] errors) {
    for (int r = 0; r < runSize.length; r++) {
      double effect = runEffect > 0 ? runEffect * Normal.quantile(open(random)) : 0;
      int size = runSize[r];
      boolean own = sizeStart[size + 1] - sizeStart[size] >= OWN_POOL;
      int poolFrom = own ? sizeStart[size] : 0;
      int poolTo = own ? sizeStart[size + 1] : within.length;
      int i = runStart[r];
      while (i < runStart[r + 1]) {
        int start = poolFrom + random.nextInt(poolTo - poolFrom);
        int donor = run(start);
        int length = runStart[donor + 1] - runStart[donor];
        for (int b = 0; b < blockLength && i < runStart[r + 1]; b++) {
          int from = runStart[donor] + (start - runStart[donor] + b) % length;
          errors[i++] = effect + within[from];
        }
      }
    }
  }

  private int run(int point) {
    int found = Arrays.binarySearch(runStart, point);
    int run = found >= 0 ? found : -found - 2;
    return Math.min(run, runSize.length - 1);
  }

  static double open(SplittableRandom random) {
    return (random.nextLong() >>> 12) * 0x1p-52 + 0x1p-53;
  }

  /** Lag-one autocorrelation of the errors over steps, at least 0. */
  double correlation() {
    return correlation;
  }
}
