package io.gradus.analysis.curves;

/** Standard errors of a loss that is a share of wrong answers. */
public final class StandardError {
  private StandardError() {}

  /**
   * Binomial standard error of a loss over {@code problems} answers.
   *
   * <p>The share is first drawn towards one half by half an answer each way (Jeffreys' prior), so
   * that a perfect score has an error too: sqrt(p̃ (1 − p̃) / n) with p̃ = (n·loss + ½) / (n + 1).
   *
   * @return NaN when the number of problems is unknown (0)
   */
  public static double binomial(double loss, int problems) {
    if (problems == 0) {
      return Double.NaN;
    }
    double share = (problems * loss + 0.5) / (problems + 1.0);
    return Math.sqrt(share * (1 - share) / problems);
  }
}
