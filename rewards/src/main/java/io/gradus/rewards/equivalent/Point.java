package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.ComplexBall;
import io.gradus.rewards.number.Rational;

/**
 * Fixed values for all names: the same name has the same value at the same point, in every process.
 *
 * @param index which of the points
 * @param domain where the values lie
 * @param usesNaturalLog whether log without a base has base e rather than 10
 */
record Point(int index, Domain domain, boolean usesNaturalLog) {
  /** Where values lie: small reals, positive integers (for factorials), reals up to ±400. */
  enum Domain {
    REAL,
    INTEGER,
    WIDE
  }

  /** How many points there are. */
  static final int COUNT = 7;

  ComplexBall value(String name) {
    long hash = mix(mix(name.hashCode() * 0x9E3779B97F4A7C15L) + index);
    if (domain == Domain.INTEGER) {
      return ComplexBall.of(Rational.of(2 + Math.floorMod(hash, 9L)));
    }
    if (domain == Domain.WIDE) {
      long spread = Math.floorMod(hash >> 8, 403_600L);
      return ComplexBall.of(Rational.of((hash & 1) == 0 ? spread : -spread, 1009));
    }
    // from (0, 1) at the first points, (0, 4) later, then negative, then of either sign
    long size = 1 + Math.floorMod(hash >> 8, index < 2 ? 1008L : 4035L);
    boolean negative = index >= 4 && (index < 6 || (hash & 1) == 0);
    return ComplexBall.of(Rational.of(negative ? -size : size, 1009));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
