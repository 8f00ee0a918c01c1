package io.gradus.analysis.fit;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.LawFunction;
import io.gradus.analysis.law.LawModel;
import io.gradus.analysis.law.Parameter;
import io.gradus.analysis.law.Scope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A law at its minimum on given data: what uncertainty and comparison start from.
 *
 * @param model the bound law
 * @param data the points it was fitted to
 * @param theta internal coordinates at the minimum, [dimension]
 * @param objective the objective at the minimum
 * @param scale the residual scale s
 */
public record Fit(LawModel model, FitData data, double[] theta, double objective, double scale)
    implements Serializable {

  /** The fitted loss. */
  public LawFunction function() {
    return new LawFunction(model, theta);
  }

  /** Residuals in units of the binomial standard error, [points]. */
  public double[] residuals() {
    return new Objective(model, data).residuals(theta);
  }

  /** The record for tables. */
  public FittedLaw report(CurveKey key, Scope scope) {
    double[] values = model.reported(theta);
    List<Parameter> parameters = model.parameters();
    List<ParameterValue> reported = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      reported.add(new ParameterValue(parameters.get(i), values[i]));
    }
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < data.size(); i++) {
      least = Math.min(least, data.z(i));
      most = Math.max(most, data.z(i));
    }
    return new FittedLaw(
        model.law().name(),
        data.frame().axis(),
        key,
        scope,
        reported,
        function(),
        data.size(),
        model.dimension(),
        objective,
        scale,
        r2(),
        bic(),
        data.frame().referenceX() * Math.exp(least),
        data.frame().referenceX() * Math.exp(most));
  }

  /** Share of the variance of log loss that the law explains, unweighted. */
  public double r2() {
    double[] residuals = residuals();
    double mean = 0;
    for (int i = 0; i < data.size(); i++) {
      mean += data.logLoss(i) / data.size();
    }
    double rest = 0;
    double total = 0;
    for (int i = 0; i < data.size(); i++) {
      double left = residuals[i] * data.sigma(i);
      rest += left * left;
      total += (data.logLoss(i) - mean) * (data.logLoss(i) - mean);
    }
    return total > 0 ? 1 - rest / total : Double.NaN;
  }

  /**
   * n ln(2 s² Σρ / n) + (p + 1) ln n: the criterion for residuals of unknown scale, robust as the
   * fit is. It takes points as independent; where they are not it favours the richer law, which is
   * why held-out error decides and this stands beside it.
   */
  public double bic() {
    int n = data.size();
    double spread = Math.max(1e-300, 2 * scale * scale * objective / n);
    return n * Math.log(spread) + (model.dimension() + 1) * Math.log(n);
  }
}
