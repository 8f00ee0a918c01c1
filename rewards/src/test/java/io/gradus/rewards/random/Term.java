package io.gradus.rewards.random;

import java.util.List;

/** Random expressions with a value of their own, apart from the code under test. */
sealed interface Term {
  record Whole(long value) implements Term {}

  record Name(char letter) implements Term {}

  record Sum(List<Term> terms) implements Term {}

  record Product(List<Term> factors) implements Term {}

  record Quotient(Term top, Term bottom) implements Term {}

  /** A small positive exponent. */
  record Power(Term base, int exponent) implements Term {}

  /** The square root of a positive integer. */
  record SquareRoot(long radicand) implements Term {}

  record Function(String name, Term argument) implements Term {}

  /** The value where x, y, n have the given values. */
  static double value(Term t, double[] at) {
    if (t instanceof Whole w) {
      return w.value();
    } else if (t instanceof Name n) {
      return at[n.letter() == 'x' ? 0 : n.letter() == 'y' ? 1 : 2];
    } else if (t instanceof Sum s) {
      return s.terms().stream().mapToDouble(u -> value(u, at)).sum();
    } else if (t instanceof Product p) {
      return p.factors().stream().mapToDouble(u -> value(u, at)).reduce(1, (a, b) -> a * b);
    } else if (t instanceof Quotient q) {
      return value(q.top(), at) / value(q.bottom(), at);
    } else if (t instanceof Power p) {
      return Math.pow(value(p.base(), at), p.exponent());
    } else if (t instanceof SquareRoot r) {
      return Math.sqrt(r.radicand());
    }
    Function f = (Function) t;
    double x = value(f.argument(), at);
    return switch (f.name()) {
      case "sin" -> Math.sin(x);
      case "cos" -> Math.cos(x);
      default -> Math.exp(x);
    };
  }
}
