package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.util.List;

/**
 * An expression tree as written: nothing is simplified. Subtraction is addition of a multiple of
 * -1, division is multiplication by a power of -1. Depth is limited by the parser, so recursion
 * over a tree is safe.
 */
public sealed interface Expr {
  Num ZERO = new Num(Rational.ZERO, Num.EXACT);
  Num ONE = new Num(Rational.ONE, Num.EXACT);
  Num MINUS_ONE = new Num(Rational.MINUS_ONE, Num.EXACT);

  /**
   * A number as written.
   *
   * @param decimals digits after the decimal point, or {@link #EXACT} for one without a point
   */
  record Num(Rational value, int decimals) implements Expr {
    public static final int EXACT = -1;

    /** An exact number. */
    public Num(Rational value) {
      this(value, EXACT);
    }
  }

  /** A named constant. */
  enum Const implements Expr {
    PI,
    E,
    I,
    INFINITY
  }

  /** A variable; subscripts and primes are part of the name. */
  record Var(String name) implements Expr {}

  record Add(List<Expr> terms) implements Expr {}

  record Mul(List<Expr> factors) implements Expr {}

  record Pow(Expr base, Expr exponent) implements Expr {}

  /** The real root for an odd degree of a negative number, otherwise the principal one. */
  record Root(Expr degree, Expr radicand) implements Expr {}

  /** A function by its usual name: sin, ln, log (base, x), abs, floor, factorial, binom, … */
  record Call(String function, List<Expr> args) implements Expr {}

  /** A sum or product over an integer variable from one bound to another, both included. */
  record Series(Kind kind, String variable, Expr from, Expr to, Expr body) implements Expr {
    /** What is done with the terms. */
    public enum Kind {
      SUM,
      PRODUCT
    }
  }

  record Matrix(List<List<Expr>> rows) implements Expr {}

  /**
   * Items in parentheses or brackets: a tuple, a point, or (with two items) an interval.
   *
   * @param open one of ( [
   * @param close one of ) ]
   */
  record Group(char open, char close, List<Expr> items) implements Expr {
    /** Whether a bracket makes it an interval for certain. */
    public boolean isBracketed() {
      return open == '[' || close == ']';
    }
  }

  /** Items in braces. */
  record SetOf(List<Expr> items) implements Expr {}

  /**
   * Items separated by commas, semicolons, "and" or "or" without delimiters.
   *
   * @param join what stands between the items; of several signs the one that says most
   */
  record ListOf(List<Expr> items, Join join) implements Expr {
    /** What ties the items together: between conditions, "and" and "or" are not the same. */
    public enum Join {
      COMMA,
      AND,
      OR
    }

    /** Items with commas or semicolons between them. */
    public ListOf(List<Expr> items) {
      this(items, Join.COMMA);
    }
  }

  record SetOp(Kind kind, Expr left, Expr right) implements Expr {
    /** Union, intersection, difference. */
    public enum Kind {
      UNION,
      INTERSECTION,
      DIFFERENCE
    }
  }

  /**
   * A chain of relations: sides.get(0) ops.get(0) sides.get(1) ops.get(1) …
   *
   * @param ops one fewer than sides
   */
  record Relation(List<Expr> sides, List<Op> ops) implements Expr {
    /** The relation between two neighbours. */
    public enum Op {
      EQ,
      APPROX,
      NE,
      LT,
      LE,
      GT,
      GE,
      IN
    }
  }

  /** Either sign: PlusMinus(true, x) is ±x, with false it is ∓x. */
  record PlusMinus(boolean plusFirst, Expr operand) implements Expr {}

  record Percent(Expr value) implements Expr {}

  record Degrees(Expr value) implements Expr {}

  /** A value with a unit as written, or a currency. */
  record Measure(Expr value, String unit) implements Expr {}

  /** A ratio a:b:… */
  record Ratio(List<Expr> parts) implements Expr {}

  /** A time of day, 24 hours; half says "", "am" or "pm". */
  record Time(int hours, int minutes, String half) implements Expr {}

  /** An integer written in another base, such as 204_5. */
  record Based(String digits, int base) implements Expr {}

  /** Words: a short text answer. */
  record Text(String words) implements Expr {}

  /** Notation with several honest readings, the likeliest first. */
  record Ambiguous(List<Expr> readings) implements Expr {}
}
