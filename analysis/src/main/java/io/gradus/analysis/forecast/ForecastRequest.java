package io.gradus.analysis.forecast;

import java.util.List;

/**
 * What to forecast.
 *
 * @param steps later steps to predict for every run that has not reached them; empty means the last
 *     step of the longest run for the shorter ones, or twice that where all are equally long
 * @param sizes sizes N without runs to predict; empty means twice the largest
 * @param level share of outcomes that an interval is meant to hold, such as 0.95
 */
public record ForecastRequest(List<Integer> steps, List<Double> sizes, double level) {

  /** The defaults at 95 %. */
  public static final ForecastRequest DEFAULT = new ForecastRequest(List.of(), List.of(), 0.95);

  /** Copies the lists and checks them. */
  public ForecastRequest {
    steps = List.copyOf(steps);
    sizes = List.copyOf(sizes);
    for (int step : steps) {
      if (step < 1) {
        throw new IllegalArgumentException("A step to forecast must be at least 1, found " + step);
      }
    }
    for (double size : sizes) {
      if (!(size > 0)) {
        throw new IllegalArgumentException("A size to forecast must be positive, found " + size);
      }
    }
  }
}
