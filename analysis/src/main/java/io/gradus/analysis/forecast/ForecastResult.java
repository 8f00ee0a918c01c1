package io.gradus.analysis.forecast;

import io.gradus.analysis.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Forecasts and what could not be forecast.
 *
 * @param forecasts unfinished runs first, then sizes
 * @param laws which law predicts what and why, a sentence each
 * @param notes what could not be forecast, and what to be careful with, in words
 * @param advice what to do, a sentence for each line of models and benchmark
 */
public record ForecastResult(
    List<Forecast> forecasts, List<String> laws, List<String> notes, List<String> advice) {

  /** Copies the lists. */
  public ForecastResult {
    forecasts = List.copyOf(forecasts);
    laws = List.copyOf(laws);
    notes = List.copyOf(notes);
    advice = List.copyOf(advice);
  }

  /** For the terminal. */
  public String table() {
    TextTable table =
        new TextTable(
            "subject",
            "family",
            "variant",
            "benchmark",
            "step",
            "x",
            "loss",
            "low",
            "high",
            "beyond data",
            "law");
    for (Forecast each : forecasts) {
      table.row(
          each.target().label(),
          each.key().family(),
          each.key().variant().name(),
          each.key().benchmark(),
          each.step() < 0 ? "" : Integer.toString(each.step()),
          String.format(Locale.ROOT, "%.3g", each.x()),
          String.format(Locale.ROOT, "%.4f", each.loss()),
          String.format(Locale.ROOT, "%.4f", each.low()),
          String.format(Locale.ROOT, "%.4f", each.high()),
          String.format(Locale.ROOT, "%.1fx", each.extrapolation()),
          each.law() + " over " + each.axis().column());
    }
    return Stream.of(laws, notes, advice)
        .flatMap(List::stream)
        .map(line -> line + "\n")
        .collect(Collectors.joining("", table.toString(), ""));
  }
}
