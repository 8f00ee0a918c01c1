package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Ball;
import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.ComplexBall;
import io.gradus.rewards.number.Elementary;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The value of a scalar tree at one point, with error bounds. Undefined values and values whose
 * bounds are too wide to go on throw ArithmeticException; what has no value throws NotScalar.
 */
final class Evaluator {
  /** Budget operations one elementary function costs. */
  private static final int FUNCTION_COST = 600;

  private final Point point;
  private final Normalizer normalizer;
  private final Budget budget;

  Evaluator(Point point, Budget budget) {
    this.point = point;
    this.normalizer = new Normalizer(budget);
    this.budget = budget;
  }

  ComplexBall value(Expr e) {
    budget.spend(60);
    if (e instanceof Expr.Num n) {
      return ComplexBall.of(n.value());
    } else if (e instanceof Expr.Const c) {
      return constant(c);
    } else if (e instanceof Expr.Var v) {
      return point.value(v.name());
    } else if (e instanceof Expr.Add a) {
      ComplexBall sum = ComplexBall.ZERO;
      for (Expr term : a.terms()) {
        sum = sum.plus(value(term));
      }
      return sum;
    } else if (e instanceof Expr.Mul m) {
      ComplexBall product = ComplexBall.ONE;
      for (Expr factor : m.factors()) {
        product = product.times(value(factor));
      }
      return product;
    } else if (e instanceof Expr.Pow p) {
      return power(p.base(), p.exponent());
    } else if (e instanceof Expr.Root r) {
      return power(r.radicand(), new Expr.Pow(r.degree(), Expr.MINUS_ONE));
    } else if (e instanceof Expr.Call c) {
      return call(c);
    } else if (e instanceof Expr.Series s) {
      return series(s);
    } else if (e instanceof Expr.Percent p) {
      return value(p.value()).times(ComplexBall.of(Rational.of(1, 100)));
    } else if (e instanceof Expr.Degrees d) {
      return value(d.value())
          .times(ComplexBall.real(Elementary.PI))
          .times(ComplexBall.of(Rational.of(1, 180)));
    } else if (e instanceof Expr.Measure m) {
      return value(m.value());
    } else if (e instanceof Expr.Ambiguous a) {
      return value(a.readings().get(0));
    }
    throw new NotScalar("not a number: " + e.getClass().getSimpleName());
  }

  private ComplexBall constant(Expr.Const c) {
    return switch (c) {
      case PI -> ComplexBall.real(Elementary.PI);
      case E -> ComplexBall.ONE.exp();
      case I -> ComplexBall.I;
      case INFINITY -> throw new NotScalar("infinity");
    };
  }

  private ComplexBall power(Expr baseTree, Expr exponentTree) {
    Optional<Rational> exponent = rational(exponentTree);
    if (baseTree == Expr.Const.E) {
      budget.spend(FUNCTION_COST);
      return value(exponentTree).exp();
    }
    ComplexBall base = value(baseTree);
    if (exponent.isEmpty()) {
      budget.spend(2 * FUNCTION_COST);
      ComplexBall e = value(exponentTree);
      return wholeNumber(e).map(base::power).orElseGet(() -> base.power(e));
    }
    Rational q = exponent.get();
    if (q.isInteger()) {
      budget.spend(200);
      int n =
          q.asInt()
              .filter(i -> Math.abs(i) <= 20_000)
              .orElseThrow(() -> new Budget.Exceeded("an exponent too large"));
      return base.power(n);
    }
    if (base.isExactZero() && q.signum() > 0) {
      return ComplexBall.ZERO;
    }
    if (q.equals(Rational.of(1, 2))) {
      budget.spend(FUNCTION_COST / 3);
      return base.sqrt();
    }
    budget.spend(2 * FUNCTION_COST);
    boolean oddRoot = q.den().testBit(0);
    if (base.isReal() && base.re().sign() < 0 && oddRoot) {
      ComplexBall root = base.negate().power(ComplexBall.of(q));
      return q.num().testBit(0) ? root.negate() : root;
    }
    return base.power(ComplexBall.of(q));
  }

  /** An exponent that is a small integer without doubt. */
  private static Optional<Integer> wholeNumber(ComplexBall e) {
    boolean exact = e.isReal() && e.re().rad().signum() == 0;
    if (!exact || Math.abs(e.re().toDouble()) > 10_000) {
      return Optional.empty();
    }
    BigDecimal d = e.re().mid();
    return d.signum() == 0 || d.stripTrailingZeros().scale() <= 0
        ? Optional.of(d.intValue())
        : Optional.empty();
  }

  private Optional<Rational> rational(Expr e) {
    if (e instanceof Expr.Num n) {
      return Optional.of(n.value());
    }
    Form f = normalizer.form(e);
    return f.isRational() ? Optional.of(f.rational()) : Optional.empty();
  }

  private ComplexBall call(Expr.Call c) {
    if (c.function().startsWith("apply ")) {
      return point.value(normalizer.form(c).toString());
    }
    List<ComplexBall> args = new ArrayList<>();
    for (Expr arg : c.args()) {
      args.add(value(arg));
    }
    if (args.isEmpty()) {
      throw new NotScalar("function without argument");
    }
    budget.spend(FUNCTION_COST);
    ComplexBall x = args.get(0);
    return switch (c.function()) {
      case "sin" -> x.sin();
      case "cos" -> x.cos();
      case "tan" -> x.sin().over(x.cos());
      case "cot" -> x.cos().over(x.sin());
      case "sec" -> ComplexBall.ONE.over(x.cos());
      case "csc" -> ComplexBall.ONE.over(x.sin());
      case "arcsin" -> x.arcsin();
      case "arccos" -> quarter().minus(x.arcsin());
      case "arctan" -> x.arctan();
      case "arccot" -> quarter().minus(x.arctan());
      case "arcsec" -> quarter().minus(ComplexBall.ONE.over(x).arcsin());
      case "arccsc" -> ComplexBall.ONE.over(x).arcsin();
      case "sinh" -> x.exp().minus(x.negate().exp()).over(ComplexBall.of(Rational.TWO));
      case "cosh" -> x.exp().plus(x.negate().exp()).over(ComplexBall.of(Rational.TWO));
      case "tanh" -> {
        ComplexBall e = x.times(ComplexBall.of(Rational.TWO)).exp();
        yield e.minus(ComplexBall.ONE).over(e.plus(ComplexBall.ONE));
      }
      case "cis" -> x.times(ComplexBall.I).exp();
      case "ln" -> x.ln();
      case "lg" -> x.ln().over(ComplexBall.of(Rational.of(10)).ln());
      case "log" ->
          args.size() == 2
              ? args.get(1).ln().over(x.ln())
              : point.usesNaturalLog() ? x.ln() : x.ln().over(ComplexBall.of(Rational.of(10)).ln());
      case "abs" -> x.abs();
      case "floor" -> ComplexBall.of(floor(x));
      case "ceil" -> ComplexBall.of(floor(x.negate()).negate());
      case "remainder" -> args.size() == 2 ? remainder(x, args.get(1)) : notScalar(c);
      case "sgn" -> ComplexBall.of(Rational.of(sign(x)));
      case "max", "min" -> extreme(args, c.function().equals("max"));
      case "factorial", "double factorial", "binom", "permutations", "gcd", "lcm" ->
          exact(c.function(), args);
      default -> throw new NotScalar("function " + c.function());
    };
  }

  private static ComplexBall remainder(ComplexBall x, ComplexBall modulus) {
    return x.minus(modulus.times(ComplexBall.of(floor(x.over(modulus)))));
  }

  private static ComplexBall notScalar(Expr.Call c) {
    throw new NotScalar("function " + c.function());
  }

  private static ComplexBall quarter() {
    return ComplexBall.real(Elementary.PI).times(ComplexBall.of(Rational.of(1, 2)));
  }

  private static int sign(ComplexBall x) {
    if (!x.isReal() || x.re().sign() == 0 && !x.re().isExactZero()) {
      throw new ArithmeticException("a sign that cannot be told");
    }
    return x.re().sign();
  }

  private static Rational floor(ComplexBall x) {
    if (!x.isReal()) {
      throw new ArithmeticException("rounding of a complex number");
    }
    Ball b = x.re();
    BigInteger low = b.mid().subtract(b.rad()).setScale(0, RoundingMode.FLOOR).toBigInteger();
    BigInteger high = b.mid().add(b.rad()).setScale(0, RoundingMode.FLOOR).toBigInteger();
    if (!low.equals(high)) {
      throw new ArithmeticException("rounding that cannot be told");
    }
    return Rational.of(low);
  }

  private static ComplexBall extreme(List<ComplexBall> args, boolean largest) {
    ComplexBall best = args.get(0);
    for (ComplexBall other : args) {
      int sign = sign(other.minus(best));
      best = (largest ? sign > 0 : sign < 0) ? other : best;
    }
    return best;
  }

  private ComplexBall exact(String function, List<ComplexBall> args) {
    List<Rational> integers = new ArrayList<>();
    for (ComplexBall arg : args) {
      integers.add(
          Rational.of(
              wholeNumber(arg)
                  .orElseThrow(() -> new ArithmeticException(function + " of a fraction"))));
    }
    return Arithmetic.apply(function, integers, budget)
        .map(ComplexBall::of)
        .orElseThrow(() -> new ArithmeticException(function + " undefined"));
  }

  private ComplexBall series(Expr.Series s) {
    Optional<List<Expr>> terms = SeriesTerms.expand(s, normalizer, budget);
    if (terms.isEmpty()) {
      return point.value(normalizer.form(s).toString());
    }
    boolean sum = s.kind() == Expr.Series.Kind.SUM;
    ComplexBall total = sum ? ComplexBall.ZERO : ComplexBall.ONE;
    for (Expr term : terms.get()) {
      total = sum ? total.plus(value(term)) : total.times(value(term));
    }
    return total;
  }
}
