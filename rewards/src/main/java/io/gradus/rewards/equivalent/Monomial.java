package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Rational;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * A product of kernels to rational powers. A kernel is named by a string: "v:x" a variable, "p:3" a
 * prime (powers from 0 to below 1 only: a radical), "i" the imaginary unit (power 1 only), "c:pi"
 * and "c:e" constants, "k:…" anything else, by its canonical form.
 */
final class Monomial implements Comparable<Monomial> {
  static final Monomial UNIT = new Monomial(new TreeMap<>());

  private final TreeMap<String, Rational> powers;
  private final int hash;

  /** Of powers that are reduced already. */
  Monomial(TreeMap<String, Rational> powers) {
    this.powers = powers;
    this.hash = powers.hashCode();
  }

  TreeMap<String, Rational> powers() {
    return powers;
  }

  static Monomial of(String kernel, Rational power) {
    TreeMap<String, Rational> powers = new TreeMap<>();
    powers.put(kernel, power);
    return new Monomial(powers);
  }

  /** A monomial with the rational factor that reducing radicals and i left over. */
  record Reduced(Monomial monomial, Rational factor) {}

  Reduced times(Monomial other) {
    if (isUnit() || other.isUnit()) {
      return new Reduced(isUnit() ? other : this, Rational.ONE);
    }
    TreeMap<String, Rational> product = new TreeMap<>(powers);
    other.powers.forEach((k, e) -> product.merge(k, e, Rational::plus));
    return reduce(product);
  }

  /** Puts powers of primes into [0, 1) and of i into {0, 1}; drops zero powers. */
  static Reduced reduce(TreeMap<String, Rational> powers) {
    Rational factor = Rational.ONE;
    TreeMap<String, Rational> reduced = new TreeMap<>();
    for (Map.Entry<String, Rational> entry : powers.entrySet()) {
      String kernel = entry.getKey();
      Rational power = entry.getValue();
      if (kernel.startsWith("p:")) {
        Rational whole = power.floor();
        if (!whole.isZero()) {
          Rational prime = Rational.of(new BigInteger(kernel.substring(2)));
          factor = factor.times(prime.power(Poly.smallInt(whole)));
          power = power.minus(whole);
        }
      } else if (kernel.equals("i")) {
        int quarter = Math.floorMod(Poly.smallInt(power), 4);
        if (quarter >= 2) {
          factor = factor.negate();
        }
        power = Rational.of(quarter % 2);
      }
      if (!power.isZero()) {
        reduced.put(kernel, power);
      }
    }
    return new Reduced(new Monomial(reduced), factor);
  }

  boolean isUnit() {
    return powers.isEmpty();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Monomial m && m.hash == hash && m.powers.equals(powers);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(Monomial o) {
    return toString().compareTo(o.toString());
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder();
    powers.forEach((k, e) -> s.append(k).append('^').append(e).append('*'));
    return s.toString();
  }
}
