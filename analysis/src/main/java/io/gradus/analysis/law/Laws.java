package io.gradus.analysis.law;

import java.util.List;

/** The law forms that a study compares. */
public final class Laws {
  private static final List<ScalingLaw> ALL =
      List.of(
          new LogLinearLaw(),
          new SmoothLogLinearLaw(),
          new BentLogLinearLaw(),
          new InverseExponentialLaw(),
          new PowerLaw(PowerLaw.Floor.NONE),
          new PowerLaw(PowerLaw.Floor.FITTED),
          new AdditivePowerLaw(),
          new SaturatingLaw(),
          new ExponentialLaw(),
          new SigmoidLaw());

  private Laws() {}

  /** All forms; the paper's law first. */
  public static List<ScalingLaw> all() {
    return ALL;
  }

  /** The form of a name. */
  public static ScalingLaw named(String name) {
    return ALL.stream()
        .filter(law -> law.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No law is called '%s'; there are %s"
                        .formatted(name, ALL.stream().map(ScalingLaw::name).toList())));
  }
}
