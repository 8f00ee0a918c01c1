package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.Rational;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Functions with exact rational values at rational arguments. */
final class Arithmetic {
  private static final int LARGEST_FACTORIAL = 600;

  private Arithmetic() {}

  /** The exact value, or nothing when the function has none at these arguments. */
  static Optional<Rational> apply(String function, List<Rational> args, Budget budget) {
    if (args.isEmpty()) {
      return Optional.empty();
    }
    Rational x = args.get(0);
    return switch (function) {
      case "abs" -> Optional.of(x.abs());
      case "floor" -> Optional.of(x.floor());
      case "ceil" -> Optional.of(x.negate().floor().negate());
      case "sgn" -> Optional.of(Rational.of(x.signum()));
      case "max" -> Optional.of(Collections.max(args));
      case "min" -> Optional.of(Collections.min(args));
      case "factorial" -> Optional.of(factorial(x, 1, budget));
      case "double factorial" -> Optional.of(factorial(x, 2, budget));
      case "binom" -> args.size() == 2 ? binomial(x, args.get(1), budget) : Optional.empty();
      case "permutations" ->
          args.size() == 2
              ? binomial(x, args.get(1), budget)
                  .map(b -> b.times(factorial(args.get(1), 1, budget)))
              : Optional.empty();
      case "remainder" ->
          args.size() == 2 && !args.get(1).isZero()
              ? Optional.of(x.minus(args.get(1).times(x.over(args.get(1)).floor())))
              : Optional.empty();
      case "gcd" -> integers(args) ? Optional.of(gcd(args)) : Optional.empty();
      case "lcm" -> integers(args) ? Optional.of(lcm(args)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** n (n - step) (n - 2 step) … down to the last positive factor. */
  private static Rational factorial(Rational n, int step, Budget budget) {
    if (!n.isInteger() || n.signum() < 0) {
      throw new ArithmeticException("factorial of " + n);
    }
    int k = n.asInt().orElse(Integer.MAX_VALUE);
    if (k > LARGEST_FACTORIAL) {
      throw new Budget.Exceeded("factorial above " + LARGEST_FACTORIAL);
    }
    BigInteger product = BigInteger.ONE;
    for (int i = k; i >= 2; i -= step) {
      budget.spend(2 + product.bitLength() / 64);
      product = product.multiply(BigInteger.valueOf(i));
    }
    return Rational.of(product);
  }

  private static Optional<Rational> binomial(Rational n, Rational k, Budget budget) {
    if (!integers(List.of(n, k)) || n.signum() < 0) {
      return Optional.empty();
    }
    if (k.signum() < 0 || k.compareTo(n) > 0) {
      return Optional.of(Rational.ZERO);
    }
    Rational other = n.minus(k);
    Rational small = k.compareTo(other) < 0 ? k : other;
    int steps = small.asInt().orElse(Integer.MAX_VALUE);
    if (steps > LARGEST_FACTORIAL) {
      throw new Budget.Exceeded("binomial coefficient too large");
    }
    Rational product = Rational.ONE;
    for (int i = 1; i <= steps; i++) {
      budget.spend(20 + product.num().bitLength() / 8);
      product = product.times(n.minus(Rational.of(steps - i))).over(Rational.of(i));
    }
    return Optional.of(product);
  }

  private static boolean integers(List<Rational> args) {
    return args.stream().allMatch(Rational::isInteger);
  }

  private static Rational gcd(List<Rational> args) {
    BigInteger gcd = BigInteger.ZERO;
    for (Rational a : args) {
      gcd = gcd.gcd(a.num());
    }
    return Rational.of(gcd);
  }

  private static Rational lcm(List<Rational> args) {
    BigInteger lcm = BigInteger.ONE;
    for (Rational a : args) {
      if (a.isZero()) {
        return Rational.ZERO;
      }
      lcm = lcm.divide(lcm.gcd(a.num())).multiply(a.num()).abs();
      if (lcm.bitLength() > Rational.MAX_BITS) {
        throw new Budget.Exceeded("a number has too many digits");
      }
    }
    return Rational.of(lcm);
  }
}
