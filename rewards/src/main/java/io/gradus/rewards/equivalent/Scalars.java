package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Ball;
import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.ComplexBall;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares numbers and functions of variables: by normal form; where that leaves doubt, by values
 * with error bounds at fixed points; a decimal gold answer within tolerance.
 */
final class Scalars {
  /** Relative width up to which two values that may be equal count as equal. */
  private static final BigDecimal TIGHT = new BigDecimal("1E-28");

  private static final BigDecimal LEAST_SIZE = new BigDecimal("1E-6");

  private static final int POINTS_NEEDED = 4;

  private final Tolerance tolerance;
  private final Budget budget;

  Scalars(Tolerance tolerance, Budget budget) {
    this.tolerance = tolerance;
    this.budget = budget;
  }

  Budget budget() {
    return budget;
  }

  /** Whether two scalar trees are equal; a decimal gold answer is compared within tolerance. */
  Decision compare(Expr gold, Expr answer) {
    if (gold instanceof Expr.Num g && answer instanceof Expr.Num a && g.value().equals(a.value())) {
      return Decision.yes("equal numbers");
    }
    Decision exact = compareExactly(gold, answer);
    boolean decimal = Decimals.contains(gold);
    double allowed = decimal ? tolerance.relative() : tolerance.forExact();
    if (exact.equal() || allowed == 0) {
      return exact;
    }
    boolean constant = Trees.variables(gold).isEmpty() && Trees.variables(answer).isEmpty();
    if (!constant || !within(gold, answer, allowed)) {
      return exact;
    }
    return Decimals.fitWrittenDigits(gold, answer, this)
        ? Decision.yes("equal within tolerance")
        : exact;
  }

  /**
   * Whether a decimal of enough digits is the correct rounding of an exact constant that has no
   * fraction.
   */
  boolean isRoundedIrrational(Expr exact, Expr decimal, int digits) {
    if (Decimals.contains(exact)
        || Decimals.significantDigits(decimal) < digits
        || !Trees.variables(exact).isEmpty()
        || Trees.hasOpaque(exact)) {
      return false;
    }
    Optional<Expr.Num> number = Decimals.number(decimal);
    return number.isPresent()
        && !new Normalizer(budget).form(exact).isRational()
        && isWithin(exact, number.get(), Decimals.roundingError(number.get()));
  }

  /** Whether two constants are equal, or within a relative distance where one has decimals. */
  boolean isNear(Expr x, Expr y, double relative) {
    boolean decimal = Decimals.contains(x) || Decimals.contains(y);
    return compareExactly(x, y).equal() || decimal && within(x, y, relative);
  }

  /** Whether two constants differ by no more than a distance. */
  boolean isWithin(Expr x, Expr y, BigDecimal distance) {
    Evaluator at = new Evaluator(new Point(0, Point.Domain.REAL, true), budget);
    return at.value(x).minus(at.value(y)).isWithin(distance);
  }

  private boolean within(Expr gold, Expr answer, double allowed) {
    Evaluator at = new Evaluator(new Point(0, Point.Domain.REAL, true), budget);
    ComplexBall g = at.value(gold);
    ComplexBall a = at.value(answer);
    BigDecimal size = g.magnitude().max(a.magnitude());
    return g.minus(a).isWithin(size.multiply(BigDecimal.valueOf(allowed * (1 + 1e-12))));
  }

  /** Whether two scalar trees are equal, decimals being exact fractions. */
  Decision compareExactly(Expr gold, Expr answer) {
    Normalizer normalizer = new Normalizer(budget);
    Form g = normalizer.form(gold);
    Form a = normalizer.form(answer);
    if (g.equals(a) || g.sameAs(a, budget)) {
      return Decision.yes("equal in normal form");
    }
    if (isDecidedByForm(g, a)) {
      return Decision.no("different in normal form");
    }
    Optional<Decision> integers = IntegerPoints.decide(gold, answer, this);
    if (integers.isPresent()) {
      return integers.get();
    }
    Decision natural = byValues(gold, answer, true);
    boolean plainLog = g.toString().contains("k:log[") || a.toString().contains("k:log[");
    return natural.equal() || !plainLog ? natural : byValues(gold, answer, false);
  }

  /** Whether different forms mean different values: no opaque kernel, not both π and e. */
  private static boolean isDecidedByForm(Form g, Form a) {
    TreeSet<String> kernels = g.num().kernels();
    kernels.addAll(g.den().kernels());
    kernels.addAll(a.num().kernels());
    kernels.addAll(a.den().kernels());
    boolean known =
        kernels.stream()
            .allMatch(
                k -> k.startsWith("v:") || k.startsWith("c:") || k.equals("i") || isSmallPrime(k));
    return known && !(kernels.contains("c:pi") && kernels.contains("c:e"));
  }

  private static boolean isSmallPrime(String kernel) {
    return kernel.startsWith("p:") && kernel.length() <= "p:999999".length();
  }

  private Decision byValues(Expr gold, Expr answer, boolean naturalLog) {
    TreeSet<String> names = new TreeSet<>(Trees.variables(gold));
    names.addAll(Trees.variables(answer));
    boolean opaque = Trees.hasOpaque(gold) || Trees.hasOpaque(answer);
    boolean constant = names.isEmpty() && !opaque;
    Point.Domain domain =
        constant
            ? Point.Domain.REAL
            : Trees.isDiscrete(gold) || Trees.isDiscrete(answer)
                ? Point.Domain.INTEGER
                : Trees.isStepped(gold) || Trees.isStepped(answer)
                    ? Point.Domain.WIDE
                    : Point.Domain.REAL;
    // real points outside the real domain of both say nothing, unless i itself is written
    boolean isComplex =
        Trees.any(gold, Expr.Const.I::equals) || Trees.any(answer, Expr.Const.I::equals);
    int used = 0;
    int needed = constant ? 1 : POINTS_NEEDED;
    for (int i = 0; i < (constant ? 1 : Point.COUNT); i++) {
      Evaluator at = new Evaluator(new Point(i, domain, naturalLog), budget);
      Optional<ComplexBall> difference = difference(at, gold, answer, !constant && !isComplex);
      if (difference.isPresent()) {
        used++;
        if (!difference.get().containsZero()) {
          return Decision.no(constant ? "different values" : "different values at a point");
        }
      }
    }
    return used >= needed
        ? Decision.yes(constant ? "equal values" : "equal values at " + used + " points")
        : Decision.no("not decided: too few points where both are defined");
  }

  /** The difference of the values at a point, or nothing where it says nothing. */
  private Optional<ComplexBall> difference(
      Evaluator at, Expr gold, Expr answer, boolean inVariables) {
    try {
      ComplexBall g = at.value(gold);
      ComplexBall a = at.value(answer);
      ComplexBall d = g.minus(a);
      if (inVariables && !g.isReal() && !a.isReal()) {
        return Optional.empty();
      }
      BigDecimal size = g.magnitude().max(a.magnitude()).max(LEAST_SIZE);
      return !d.containsZero() || d.isWithin(size.multiply(TIGHT))
          ? Optional.of(d)
          : Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** The sign of a constant, or nothing when it cannot be told. */
  Optional<Integer> sign(Expr constant) {
    Form f = new Normalizer(budget).form(constant);
    if (f.isRational()) {
      return Optional.of(f.rational().signum());
    }
    if (!Trees.variables(constant).isEmpty() || Trees.hasOpaque(constant)) {
      return Optional.empty();
    }
    try {
      ComplexBall v = new Evaluator(new Point(0, Point.Domain.REAL, true), budget).value(constant);
      Ball real = v.re();
      return v.isReal() && real.sign() != 0 ? Optional.of(real.sign()) : Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  Rational rationalOrZero(Expr e) {
    Form f = new Normalizer(budget).form(e);
    return f.isRational() ? f.rational() : Rational.ZERO;
  }
}
