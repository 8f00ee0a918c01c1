package io.gradus.analysis.forecast;

/**
 * What a running training may expect of its own remaining steps.
 *
 * @param finalLoss predicted loss at the last planned step
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 * @param computeWorthSpending FLOP from now on until the predicted gain falls below the threshold;
 *     0 when it already has, NaN when compute is unknown
 * @param advice whether to keep training
 * @param reason the advice in words
 */
public record RunForecast(
    double finalLoss,
    double low,
    double high,
    double computeWorthSpending,
    Advice advice,
    String reason) {

  /** What to do with the run. */
  public enum Advice {
    /** The remaining steps are expected to lower the loss. */
    GO,
    /** They are not. */
    STOP,
    /** Too few evaluations to say. */
    WAIT
  }
}
