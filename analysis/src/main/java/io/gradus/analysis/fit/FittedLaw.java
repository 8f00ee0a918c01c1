package io.gradus.analysis.fit;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.law.Scope;
import java.io.Serializable;
import java.util.List;

/**
 * A law fitted to the curves of one line of models on one benchmark.
 *
 * @param law the law's name
 * @param axis what X is
 * @param key the family, variant and benchmark whose curves it was fitted to
 * @param scope all of their sizes, or one alone
 * @param parameters the reported parameters
 * @param function the fitted loss
 * @param points number of curve points fitted
 * @param free number of free coordinates
 * @param objective the minimum of the robust objective
 * @param scale residual scale in units of the binomial standard error; 1 means pure binomial noise
 * @param r2 share of the variance of log loss explained, unweighted
 * @param bic Bayesian information criterion of the standardised residuals, smaller is better;
 *     comparable between laws on the same points only
 * @param smallestX smallest X fitted
 * @param largestX largest X fitted
 */
public record FittedLaw(
    String law,
    Axis axis,
    CurveKey key,
    Scope scope,
    List<ParameterValue> parameters,
    LawFunction function,
    int points,
    int free,
    double objective,
    double scale,
    double r2,
    double bic,
    double smallestX,
    double largestX)
    implements Serializable {

  /** Copies the parameters. */
  public FittedLaw {
    parameters = List.copyOf(parameters);
  }

  /** Predicted loss of a model of {@code params} non-embedding parameters at {@code x}. */
  public double predict(double params, double x) {
    return function.predict(params, x);
  }
}
