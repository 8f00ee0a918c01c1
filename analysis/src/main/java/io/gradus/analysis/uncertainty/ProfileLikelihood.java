package io.gradus.analysis.uncertainty;

import io.gradus.analysis.fit.ConstrainedFit;
import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.Objective;
import io.gradus.analysis.fit.StandardErrors;
import io.gradus.analysis.law.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Profile of a parameter: how much worse the best fit gets when the parameter is held elsewhere.
 *
 * <p>The interval's ends are where twice the increase, divided by the residuals' dispersion (for
 * Huber's objective the mean of ψ² over the mean of ψ′, and (1 + ρ)/(1 − ρ) for errors correlated
 * by ρ over steps), reaches the χ² quantile with one degree of freedom. It needs no replicates and
 * follows a bent valley, so it shows a parameter that the data bound on one side only: an end that
 * is not reached within the parameter's range, or within three decades of a positive parameter
 * without one.
 */
public final class ProfileLikelihood {
  private static final int WIDENINGS = 60;
  private static final int HALVINGS = 40;
  private static final double LOG_REACH = Math.log(1e3);

  private ProfileLikelihood() {}

  /** One point of a profile: the value held and twice the increase over the dispersion. */
  public record Point(double value, double deviance) {}

  /**
   * A parameter's profile.
   *
   * @param interval its interval; an end not reached stands at the last value tried
   * @param points the values tried, ascending
   */
  public record Profile(ParameterInterval interval, List<Point> points) {

    /** Copies the points. */
    public Profile {
      points = List.copyOf(points);
    }
  }

  /**
   * The profile of a reported parameter.
   *
   * @throws IllegalArgumentException if the law has no such free parameter
   */
  public static Profile of(Fit fit, String parameter, double level) {
    List<Parameter> parameters = fit.model().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      Parameter each = parameters.get(p);
      if (each.name().equals(parameter) && each.kind() != Parameter.Kind.FIXED) {
        return new Walk(fit, p, level).profile();
      }
    }
    throw new IllegalArgumentException(
        "Law %s has no free parameter '%s'; it has %s"
            .formatted(
                fit.model().law().name(),
                parameter,
                parameters.stream().map(Parameter::name).toList()));
  }

  /**
   * Intervals of which some parameters have been asked again by their profile: where the profile
   * finds no end that replicates found, the parameter is not identified, its interval reaches as
   * far as the profile, and the reason is the profile's.
   *
   * @param names the parameters that matter; others, and those not identified already, stay
   */
  public static List<ParameterInterval> confirm(
      Fit fit, List<ParameterInterval> intervals, Set<String> names, double level) {
    List<ParameterInterval> confirmed = new ArrayList<>();
    for (ParameterInterval interval : intervals) {
      String name = interval.parameter().name();
      boolean ask = names.contains(name) && interval.identified();
      confirmed.add(ask ? confirm(interval, of(fit, name, level).interval()) : interval);
    }
    return confirmed;
  }

  private static ParameterInterval confirm(ParameterInterval drawn, ParameterInterval profile) {
    if (profile.identified()) {
      return drawn;
    }
    return new ParameterInterval(
        drawn.parameter(),
        drawn.value(),
        Math.min(drawn.low(), profile.low()),
        Math.max(drawn.high(), profile.high()),
        false,
        profile.reason() + " (profile likelihood)");
  }

  private static double dispersion(Fit fit) {
    double square = 0;
    double inner = 0;
    double[] residuals = fit.residuals();
    for (double residual : residuals) {
      double u = residual / fit.scale();
      double psi = Math.max(-Objective.DELTA, Math.min(Objective.DELTA, u));
      square += psi * psi;
      inner += Math.abs(u) <= Objective.DELTA ? 1 : 0;
    }
    double freedom =
        (double) residuals.length / Math.max(1, residuals.length - fit.model().dimension());
    double correlation = ErrorModel.of(fit).correlation();
    return freedom * square / Math.max(1, inner) * (1 + correlation) / (1 - correlation);
  }

  private static final class Walk {
    private final Parameter parameter;
    private final ConstrainedFit constrained;
    private final double estimate;
    private final double firstStep;
    private final double dispersion;
    private final double threshold;
    private final List<Point> points = new ArrayList<>();

    Walk(Fit fit, int index, double level) {
      this.parameter = fit.model().parameters().get(index);
      this.constrained = new ConstrainedFit(fit, index);
      double value = fit.model().reported(fit.theta())[index];
      double error = StandardErrors.of(fit)[index];
      this.estimate = constrained.logarithmic() ? Math.log(value) : value;
      double step = constrained.logarithmic() ? error / value : error;
      double widest = constrained.logarithmic() ? 0.5 : 0.1 * (1 + Math.abs(value));
      this.firstStep = step > 0 && step < widest ? step : widest;
      this.dispersion = dispersion(fit);
      double normal = Normal.quantile((1 - level) / 2);
      this.threshold = normal * normal;
    }

    Profile profile() {
      double low = end(-1);
      constrained.restart();
      double high = end(1);
      points.add(new Point(natural(estimate), 0));
      points.sort(Comparator.comparingDouble(Point::value));
      String reason = Intervals.reason(parameter, low, high);
      return new Profile(
          new ParameterInterval(parameter, natural(estimate), low, high, reason.isEmpty(), reason),
          points);
    }

    /**
     * Walks in one direction until the deviance passes the threshold, then halves the last step.
     */
    private double end(int direction) {
      double inside = estimate;
      double step = firstStep;
      for (int i = 0; i < WIDENINGS; i++) {
        double limit = limit(direction);
        double outside = inside + direction * step;
        boolean last = direction * (outside - limit) >= 0;
        outside = last ? limit : outside;
        if (deviance(outside) >= threshold) {
          return natural(between(inside, outside));
        }
        if (last) {
          return natural(limit);
        }
        inside = outside;
        step *= 1.5;
      }
      return natural(inside);
    }

    private double between(double inside, double outside) {
      double low = inside;
      double high = outside;
      for (int i = 0; i < HALVINGS && Math.abs(high - low) > 1e-4 * firstStep; i++) {
        double middle = 0.5 * (low + high);
        if (deviance(middle) >= threshold) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return 0.5 * (low + high);
    }

    private double limit(int direction) {
      double bound = direction < 0 ? parameter.lower() : parameter.upper();
      if (constrained.logarithmic()) {
        boolean open = !(bound > 0) || Double.isInfinite(bound);
        return open ? estimate + direction * LOG_REACH : Math.log(bound);
      }
      return bound;
    }

    private double deviance(double at) {
      double deviance = 2 * constrained.increase(natural(at)) / dispersion;
      points.add(new Point(natural(at), deviance));
      return deviance;
    }

    private double natural(double at) {
      return constrained.logarithmic() ? Math.exp(at) : at;
    }
  }
}
