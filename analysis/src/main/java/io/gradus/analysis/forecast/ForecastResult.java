package io.gradus.analysis.forecast;

import io.gradus.analysis.text.TextTable;
import java.util.List;
import java.util.Locale;

/**
 * Forecasts and what could not be forecast.
 *
 * @param forecasts unfinished runs first, then sizes
 * @param notes in words
 */
public record ForecastResult(List<Forecast> forecasts, List<String> notes) {

  /** Copies the lists. */
  public ForecastResult {
    forecasts = List.copyOf(forecasts);
    notes = List.copyOf(notes);
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
    return table + (notes.isEmpty() ? "" : String.join("\n", notes) + "\n");
  }
}
