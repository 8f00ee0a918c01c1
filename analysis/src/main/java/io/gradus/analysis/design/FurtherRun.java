package io.gradus.analysis.design;

import io.gradus.analysis.curves.ModelLine;

/**
 * A run that could be added, and how much it would help.
 *
 * @param models its line of models
 * @param params its size
 * @param isNewSize whether the line has no run of that size yet
 * @param cost in the unit of the grid's runs
 * @param narrows how much narrower the intervals of Kmax and N0 become, as the factor on their
 *     widths in logarithms, mean of the two; 1 for no help
 */
public record FurtherRun(
    ModelLine models, double params, boolean isNewSize, double cost, double narrows) {

  /** Help for what it costs: the logarithm of the narrowing over cost. */
  public double worth() {
    return -Math.log(narrows) / cost;
  }
}
