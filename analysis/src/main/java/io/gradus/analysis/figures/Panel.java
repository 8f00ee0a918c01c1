package io.gradus.analysis.figures;

import java.util.ArrayList;
import java.util.List;

/**
 * One pair of axes with its series and rules.
 *
 * @param title written above the panel; empty for none
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series drawn in this order, later ones on top
 * @param rules level reference lines
 */
public record Panel(String title, ChartAxis x, ChartAxis y, List<Series> series, List<Rule> rules) {

  /**
   * A thin level line across the panel.
   *
   * @param at value on the vertical axis
   * @param label written at its end; empty for none
   */
  public record Rule(double at, String label) {}

  public Panel {
    series = List.copyOf(series);
    rules = List.copyOf(rules);
  }

  /** An empty panel to add series to. */
  public static Builder of(String title, ChartAxis x, ChartAxis y) {
    return new Builder(title, x, y);
  }

  /** Collects what a panel shows. */
  public static final class Builder {
    private final String title;
    private final ChartAxis x;
    private final ChartAxis y;
    private final List<Series> series = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    private Builder(String title, ChartAxis x, ChartAxis y) {
      this.title = title;
      this.x = x;
      this.y = y;
    }

    /** Adds a series on top of those before. */
    public Builder add(Series one) {
      series.add(one);
      return this;
    }

    /** Adds a horizontal reference line. */
    public Builder horizontal(double at, String label) {
      rules.add(new Rule(at, label));
      return this;
    }

    /** The panel. */
    public Panel build() {
      return new Panel(title, x, y, series, rules);
    }
  }
}
