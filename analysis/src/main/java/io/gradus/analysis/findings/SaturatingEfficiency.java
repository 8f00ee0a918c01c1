package io.gradus.analysis.findings;

/**
 * The paper's k(N) = Kmax / (1 + N0/N) through measured ks, by weighted least squares.
 *
 * <p>Kmax follows from N0, and N0 is searched over a thousand times beyond the sizes on both sides.
 *
 * @param kMax learning efficiency of an infinitely large model, at least 0
 * @param n0 size at which half of it is reached, non-embedding parameters
 */
record SaturatingEfficiency(double kMax, double n0) {
  private static final double REACH = 1e3;
  private static final int GRID = 240;
  private static final int REFINEMENTS = 40;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /**
   * The best curve.
   *
   * @param params [sizes] ascending
   * @param ks [sizes]
   * @param errors [sizes] standard errors of ks
   */
  static SaturatingEfficiency of(double[] params, double[] ks, double[] errors) {
    double low = Math.log(params[0] / REACH);
    double high = Math.log(params[params.length - 1] * REACH);
    double step = (high - low) / GRID;
    double best = low;
    for (int i = 1; i <= GRID; i++) {
      double t = low + i * step;
      if (misfit(params, ks, errors, t) < misfit(params, ks, errors, best)) {
        best = t;
      }
    }
    double from = Math.max(low, best - step);
    double to = Math.min(high, best + step);
    for (int i = 0; i < REFINEMENTS; i++) {
      double a = to - GOLDEN * (to - from);
      double b = from + GOLDEN * (to - from);
      if (misfit(params, ks, errors, a) <= misfit(params, ks, errors, b)) {
        to = b;
      } else {
        from = a;
      }
    }
    double n0 = Math.exp((from + to) / 2);
    return new SaturatingEfficiency(kMax(params, ks, errors, n0), n0);
  }

  double at(double size) {
    return kMax / (1 + n0 / size);
  }

  private static double kMax(double[] params, double[] ks, double[] errors, double n0) {
    double products = 0;
    double squares = 0;
    for (int i = 0; i < ks.length; i++) {
      double share = 1 / (1 + n0 / params[i]) / errors[i];
      products += share * ks[i] / errors[i];
      squares += share * share;
    }
    return Math.max(0, products / squares);
  }

  private static double misfit(double[] params, double[] ks, double[] errors, double logN0) {
    SaturatingEfficiency curve =
        new SaturatingEfficiency(kMax(params, ks, errors, Math.exp(logN0)), Math.exp(logN0));
    double sum = 0;
    for (int i = 0; i < ks.length; i++) {
      double residual = (ks[i] - curve.at(params[i])) / errors[i];
      sum += residual * residual;
    }
    return sum;
  }
}
