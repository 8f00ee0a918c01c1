package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.number.Rational;
import io.gradus.rewards.parse.Expr;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings a scalar tree into normal form: a rational function over variables, radicals of primes, i,
 * π, e and opaque kernels. Equal forms are equal values wherever both are defined; different forms
 * are different values for certain only without opaque kernels.
 *
 * <p>Undefined values throw ArithmeticException; what is no scalar throws {@link NotScalar}.
 */
final class Normalizer {
  private static final Set<String> ODD =
      Set.of("sin", "tan", "cot", "csc", "arcsin", "arctan", "arccsc", "sinh", "tanh", "sgn");
  private static final Set<String> EVEN = Set.of("cos", "sec", "cosh", "abs");

  private final Budget budget;

  Normalizer(Budget budget) {
    this.budget = budget;
  }

  Form form(Expr e) {
    budget.spend(5);
    if (e instanceof Expr.Num n) {
      return Form.of(n.value());
    } else if (e instanceof Expr.Const c) {
      return constant(c);
    } else if (e instanceof Expr.Var v) {
      return Form.of(Poly.kernel("v:" + v.name()));
    } else if (e instanceof Expr.Add a) {
      Form sum = Form.ZERO;
      for (Expr term : a.terms()) {
        sum = sum.plus(form(term), budget);
      }
      return sum;
    } else if (e instanceof Expr.Mul m) {
      Form product = Form.ONE;
      for (Expr factor : m.factors()) {
        product = product.times(form(factor), budget);
      }
      return product;
    } else if (e instanceof Expr.Pow p) {
      return power(form(p.base()), form(p.exponent()));
    } else if (e instanceof Expr.Root r) {
      return power(form(r.radicand()), form(r.degree()).inverse(budget));
    } else if (e instanceof Expr.Call c) {
      return call(c);
    } else if (e instanceof Expr.Series s) {
      return series(s);
    } else if (e instanceof Expr.Percent p) {
      return form(p.value()).times(Form.of(Rational.of(1, 100)), budget);
    } else if (e instanceof Expr.Degrees d) {
      return form(d.value()).times(Form.of(Poly.kernel("c:pi").scale(Rational.of(1, 180))), budget);
    } else if (e instanceof Expr.Measure m) {
      return form(m.value());
    } else if (e instanceof Expr.Ambiguous a) {
      return form(a.readings().get(0));
    }
    throw new NotScalar("not a number: " + e.getClass().getSimpleName());
  }

  private static Form constant(Expr.Const c) {
    return switch (c) {
      case PI -> Form.of(Poly.kernel("c:pi"));
      case E -> Form.of(Poly.kernel("c:e"));
      case I -> Form.of(Poly.kernel("i"));
      case INFINITY -> throw new NotScalar("infinity");
    };
  }

  private Form power(Form base, Form exponent) {
    if (exponent.isRational()) {
      return rationalPower(base, exponent.rational());
    }
    if (!exponent.isPoly()) {
      return kernel("pow", List.of(base, exponent));
    }
    // b^(c0 + c1 m1 + …) = b^c0 (b^m1)^c1 …: safe for the positive numbers and e
    boolean positive =
        base.isRational() && base.rational().signum() > 0
            || base.isPoly() && base.num().equals(Poly.kernel("c:e"));
    if (!positive) {
      return kernel("pow", List.of(base, exponent));
    }
    Form product = Form.ONE;
    for (Map.Entry<Monomial, Rational> term : exponent.num().terms().entrySet()) {
      product = product.times(exponential(base, term.getKey(), term.getValue()), budget);
    }
    return product;
  }

  private Form exponential(Form base, Monomial exponent, Rational factor) {
    if (exponent.isUnit()) {
      return rationalPower(base, factor);
    }
    TreeMap<String, Rational> powers = new TreeMap<>();
    if (base.isRational()) {
      addPrimes(powers, base.rational().num(), Rational.ONE);
      addPrimes(powers, base.rational().den(), Rational.MINUS_ONE);
    } else {
      powers.put("c:e", Rational.ONE);
    }
    TreeMap<String, Rational> kernels = new TreeMap<>();
    powers.forEach((k, e) -> kernels.put("k:pow(" + k + "," + exponent + ")", e.times(factor)));
    return Form.of(Poly.of(new Monomial.Reduced(new Monomial(kernels), Rational.ONE)));
  }

  private Form rationalPower(Form base, Rational exponent) {
    if (exponent.isInteger()) {
      return base.power(Poly.smallInt(exponent), budget);
    }
    if (base.isZero()) {
      if (exponent.signum() < 0) {
        throw new ArithmeticException("division by zero");
      }
      return Form.ZERO;
    }
    if (base.isPoly() && base.num().isSingle()) {
      Optional<Form> exact = singlePower(base.num(), exponent);
      if (exact.isPresent()) {
        return exact.get();
      }
    }
    return kernel("pow", List.of(base, Form.of(exponent)));
  }

  /** A single term to a fractional power, where that is safe for every real value. */
  private Optional<Form> singlePower(Poly base, Rational exponent) {
    Map.Entry<Monomial, Rational> term = base.terms().entrySet().iterator().next();
    boolean oddRoot = exponent.den().testBit(0);
    Rational coefficient = term.getValue();
    TreeMap<String, Rational> powers = new TreeMap<>();
    Form sign = Form.ONE;
    if (coefficient.signum() < 0) {
      if (oddRoot && !term.getKey().powers().containsKey("i")) {
        sign = Form.of(exponent.num().testBit(0) ? Rational.MINUS_ONE : Rational.ONE);
      } else if (exponent.equals(Rational.of(1, 2)) && isPositive(term.getKey())) {
        sign = Form.of(Poly.kernel("i"));
      } else {
        return Optional.empty();
      }
    }
    int variables = 0;
    for (Map.Entry<String, Rational> kernel : term.getKey().powers().entrySet()) {
      String name = kernel.getKey();
      boolean known = name.startsWith("p:") || name.startsWith("c:");
      if (!known) {
        variables++;
        // even powers under an even root are absolute values: left to evaluation
        boolean plain = name.startsWith("v:") && (oddRoot || kernel.getValue().isOne());
        if (!plain || variables > 1) {
          return Optional.empty();
        }
      }
      powers.merge(name, kernel.getValue().times(exponent), Rational::plus);
    }
    addPrimes(powers, coefficient.num().abs(), exponent);
    addPrimes(powers, coefficient.den(), exponent.negate());
    return Optional.of(Form.of(Poly.of(Monomial.reduce(powers))).times(sign, budget));
  }

  private static boolean isPositive(Monomial m) {
    return m.powers().keySet().stream().allMatch(k -> k.startsWith("p:") || k.startsWith("c:"));
  }

  /** Multiplies in n to a power, factored into primes; a large rest that resists stays whole. */
  private void addPrimes(TreeMap<String, Rational> powers, BigInteger n, Rational power) {
    BigInteger rest = n;
    for (int p = 2; p < 2_000 && !rest.equals(BigInteger.ONE); p += p == 2 ? 1 : 2) {
      BigInteger prime = BigInteger.valueOf(p);
      if (p > 2 && prime.multiply(prime).compareTo(rest) > 0) {
        break;
      }
      BigInteger[] qr = rest.divideAndRemainder(prime);
      budget.spend(2 + rest.bitLength() / 64);
      while (qr[1].signum() == 0) {
        powers.merge("p:" + p, power, Rational::plus);
        rest = qr[0];
        qr = rest.divideAndRemainder(prime);
        budget.spend(2 + rest.bitLength() / 64);
      }
    }
    if (!rest.equals(BigInteger.ONE)) {
      BigInteger root = rest.sqrt();
      if (root.multiply(root).equals(rest)) {
        powers.merge("p:" + root, power.times(Rational.TWO), Rational::plus);
      } else {
        powers.merge("p:" + rest, power, Rational::plus);
      }
    }
  }

  private Form kernel(String name, List<Form> args) {
    String canonical = "k:" + name + args;
    budget.spend(20 + canonical.length() / 2);
    return Form.of(Poly.kernel(canonical));
  }

  private Form call(Expr.Call c) {
    List<Form> args = c.args().stream().map(this::form).toList();
    boolean rational = args.stream().allMatch(Form::isRational);
    if (rational) {
      Optional<Rational> value =
          Arithmetic.apply(c.function(), args.stream().map(Form::rational).toList(), budget);
      if (value.isPresent()) {
        return Form.of(value.get());
      }
    }
    return switch (c.function()) {
      case "ln" -> logarithm(args.get(0));
      case "lg" ->
          logarithm(args.get(0)).times(logarithm(Form.of(Rational.of(10))).inverse(budget), budget);
      case "log" ->
          args.size() == 2
              ? logarithm(args.get(1)).times(logarithm(args.get(0)).inverse(budget), budget)
              : kernel("log", args);
      default ->
          ODD.contains(c.function()) || EVEN.contains(c.function())
              ? symmetric(c.function(), args.get(0))
              : kernel(c.function(), args);
    };
  }

  /** f(-u) is written as f(u) or -f(u), so that both spellings have one kernel. */
  private Form symmetric(String function, Form argument) {
    Form opposite = argument.times(Form.of(Rational.MINUS_ONE), budget);
    boolean swap = opposite.toString().compareTo(argument.toString()) < 0;
    Form value = kernel(function, List.of(swap ? opposite : argument));
    return swap && ODD.contains(function)
        ? value.times(Form.of(Rational.MINUS_ONE), budget)
        : value;
  }

  /** The logarithm of a positive number of primes and e is taken apart; others stay whole. */
  private Form logarithm(Form x) {
    if (x.isZero()) {
      throw new ArithmeticException("logarithm of zero");
    }
    boolean single = x.isPoly() && x.num().isSingle();
    if (!single) {
      return kernel("ln", List.of(x));
    }
    Map.Entry<Monomial, Rational> term = x.num().terms().entrySet().iterator().next();
    boolean known =
        term.getValue().signum() > 0
            && term.getKey().powers().keySet().stream()
                .allMatch(k -> k.startsWith("p:") || k.equals("c:e"));
    if (!known) {
      return kernel("ln", List.of(x));
    }
    TreeMap<String, Rational> powers = new TreeMap<>(term.getKey().powers());
    addPrimes(powers, term.getValue().num(), Rational.ONE);
    addPrimes(powers, term.getValue().den(), Rational.MINUS_ONE);
    Form sum = Form.ZERO;
    for (Map.Entry<String, Rational> p : powers.entrySet()) {
      Form ln = p.getKey().equals("c:e") ? Form.ONE : Form.of(Poly.kernel("k:ln " + p.getKey()));
      sum = sum.plus(ln.times(Form.of(p.getValue()), budget), budget);
    }
    return sum;
  }

  private Form series(Expr.Series s) {
    Optional<List<Expr>> terms = SeriesTerms.expand(s, this, budget);
    if (terms.isEmpty()) {
      budget.spend(Trees.size(s.body()));
      Expr.Series r = SeriesTerms.renamed(s);
      return kernel(
          r.kind() + " " + r.variable(), List.of(bound(r.from()), bound(r.to()), form(r.body())));
    }
    boolean sum = s.kind() == Expr.Series.Kind.SUM;
    Form total = sum ? Form.ZERO : Form.ONE;
    for (Expr term : terms.get()) {
      total = sum ? total.plus(form(term), budget) : total.times(form(term), budget);
    }
    return total;
  }

  private Form bound(Expr e) {
    return e == Expr.Const.INFINITY ? Form.of(Poly.kernel("k:infinity")) : form(e);
  }
}
