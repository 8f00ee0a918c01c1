package io.gradus.analysis.law;

import java.io.Serializable;

/**
 * A parameter of a law as it is reported, in natural units.
 *
 * @param name as in the formula, such as {@code Kmax}; per-size parameters carry the size, such as
 *     {@code E[440000000]}
 * @param unit its unit, {@code 1} for a pure number
 * @param meaning one phrase for tables and reports
 * @param kind how its identification is judged
 * @param lower the smallest value a fit may give it
 * @param upper the largest value a fit may give it
 */
public record Parameter(
    String name, String unit, String meaning, Kind kind, double lower, double upper)
    implements Serializable {

  /** What a parameter is, which decides when an interval is too wide to speak of a value. */
  public enum Kind {
    /** A positive size or amount: not identified when its interval spans more than a decade. */
    SCALE,
    /** A slope or exponent: not identified when its interval spans more than a decade. */
    EXPONENT,
    /** A value in logarithms or a share: only running into a bound makes it unidentified. */
    INTERCEPT,
    /** Not fitted: a reference point that the other parameters are stated at. */
    FIXED
  }
}
