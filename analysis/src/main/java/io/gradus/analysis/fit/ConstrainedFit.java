package io.gradus.analysis.fit;

import io.gradus.analysis.law.LawModel;
import io.gradus.analysis.law.Parameter.Kind;

/**
 * The minimum of a fit's objective with one reported parameter held at a value: what a profile is
 * made of. The parameter is held by one more, very stiff residual, because it may be computed from
 * several coordinates. Not for several threads at once.
 */
public final class ConstrainedFit {
  private static final double STIFFNESS = 1e-5;
  private static final LevenbergMarquardt LOCAL = new LevenbergMarquardt(1e-9, 120);
  private final Fit fit;
  private final int parameter;
  private final boolean logarithmic;
  private final Objective objective;
  private double[] theta;

  /** Holds a reported parameter, by its place among them. */
  public ConstrainedFit(Fit fit, int parameter) {
    this.fit = fit;
    this.parameter = parameter;
    Kind kind = fit.model().parameters().get(parameter).kind();
    this.logarithmic = kind == Kind.SCALE || kind == Kind.EXPONENT;
    this.objective = new Objective(fit.model(), fit.data());
    this.objective.scale(fit.scale());
    this.theta = fit.theta();
  }

  /** Whether the parameter is positive by kind, so that it is moved in logarithms. */
  public boolean logarithmic() {
    return logarithmic;
  }

  /** The objective's least increase over the fit's with the parameter at {@code value}. */
  public double increase(double value) {
    double wanted = transformed(value);
    objective.tie(
        (coordinates, gradient) -> {
          LawModel model = fit.model();
          double now = model.reported(coordinates)[parameter];
          double[] slopes = StandardErrors.slopes(model, coordinates)[parameter];
          for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (logarithmic ? slopes[i] / now : slopes[i]) / STIFFNESS;
          }
          return (transformed(now) - wanted) / STIFFNESS;
        });
    LevenbergMarquardt.Minimum near = LOCAL.minimise(objective, theta);
    LevenbergMarquardt.Minimum fresh = LOCAL.minimise(objective, fit.theta());
    LevenbergMarquardt.Minimum best = near.value() <= fresh.value() ? near : fresh;
    theta = best.theta();
    return Math.max(0, best.value() - fit.objective());
  }

  /** Forgets the last minimum, before walking the other way. */
  public void restart() {
    theta = fit.theta();
  }

  private double transformed(double value) {
    return logarithmic ? Math.log(value) : value;
  }
}
