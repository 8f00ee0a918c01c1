package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.units.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums, products, powers and what follows a value. One instance reads one text; {@link
 * PrimaryParser} reads the values themselves.
 */
final class TermParser {
  private final Cursor cursor;
  private final PrimaryParser primary;
  private int bars;

  TermParser(Cursor cursor, AnswerParser answers) {
    this.cursor = cursor;
    this.primary = new PrimaryParser(cursor, this, answers);
  }

  /** sum := [sign] product ((+ | - | ±) product)* */
  Expr sum() throws ParseException {
    cursor.enter();
    List<Expr> terms = new ArrayList<>();
    terms.add(product());
    while (true) {
      Token t = cursor.peek();
      if (t.is("+")) {
        cursor.take();
        terms.add(product());
      } else if (t.is("-")) {
        cursor.take();
        Expr subtrahend = product();
        int last = terms.size() - 1;
        if (subtrahend instanceof Expr.SetOf && last == 0) {
          // \\mathbb{R} - \\{1\\}
          terms.set(0, new Expr.SetOp(Expr.SetOp.Kind.DIFFERENCE, terms.get(0), subtrahend));
        } else {
          terms.add(negate(subtrahend));
        }
      } else if (t.isCommand("pm") || t.isCommand("mp")) {
        cursor.take();
        terms.add(new Expr.PlusMinus(t.isCommand("pm"), product()));
      } else {
        break;
      }
    }
    cursor.leave();
    return terms.size() == 1 ? terms.get(0) : new Expr.Add(Progressions.writtenOut(terms));
  }

  /** product := signed ((* | / | nothing) factor)* */
  Expr product() throws ParseException {
    Token sign = cursor.peek();
    if (sign.is("-") || sign.is("+") || sign.isCommand("pm") || sign.isCommand("mp")) {
      cursor.enter();
      cursor.take();
      Expr operand = product();
      cursor.leave();
      if (sign.is("+")) {
        return operand;
      }
      return sign.is("-") ? negate(operand) : new Expr.PlusMinus(sign.isCommand("pm"), operand);
    }
    List<Expr> factors = new ArrayList<>();
    boolean bracketed = sign.is("(");
    factors.add(factor());
    while (true) {
      Token t = cursor.peek();
      if (isTimes(t)) {
        cursor.take();
        factors.add(signedFactor());
      } else if (t.is("/") && isUnitName(cursor.second())) {
        break; // 50/hour
      } else if (t.is("/") || t.isCommand("div")) {
        cursor.take();
        factors.add(new Expr.Pow(signedFactor(), Expr.MINUS_ONE));
      } else if (t.is("%") || t.isCommand("%")) {
        cursor.take();
        Expr percent = new Expr.Percent(product(factors));
        factors.clear();
        factors.add(percent);
      } else if (factors.size() == 1
          && factors.get(0) instanceof Expr.Num
          && (t.type() == Token.Type.WORD || t.type() == Token.Type.TEXT)
          && UnitWords.isUnitAfterNumber(t.text().strip())
          && !cursor.second().is("(")) {
        break;
      } else if (primary.startsHere() && !(t.is("|") && bars > 0)) {
        implicit(factors, bracketed);
      } else {
        break;
      }
    }
    return product(factors);
  }

  private static Expr product(List<Expr> factors) {
    return factors.size() == 1 ? factors.get(0) : new Expr.Mul(List.copyOf(factors));
  }

  private static boolean isTimes(Token t) {
    return t.is("*") || t.isCommand("cdot") || t.isCommand("times") || t.isCommand("ast");
  }

  private Expr signedFactor() throws ParseException {
    if (cursor.peek().is("-") || cursor.peek().is("+")) {
      cursor.enter();
      boolean minus = cursor.take().is("-");
      Expr operand = signedFactor();
      cursor.leave();
      return minus ? negate(operand) : operand;
    }
    return factor();
  }

  /** Juxtaposition: a mixed number after an integer without brackets, otherwise a product. */
  private void implicit(List<Expr> factors, boolean bracketed) throws ParseException {
    Token t = cursor.peek();
    int last = factors.size() - 1;
    boolean number = t.type() == Token.Type.NUMBER || t.text().startsWith("fraction");
    boolean fraction = isFraction(t) || t.is("{") && isFraction(cursor.second());
    boolean wholeBefore = !bracketed && factors.size() == 1 && isWhole(factors.get(last));
    if (number) {
      boolean afterNumber = factors.get(last) instanceof Expr.Num;
      boolean afterBracket = cursor.endsWithBracket();
      boolean mixed = bracketed && afterNumber && isWhole(factors.get(last));
      if (!afterNumber && !t.spaced() || afterBracket && !isMixed(mixed)) {
        factors.add(factor()); // (n-2)2^n, (-1) 2
        return;
      }
      if (!(wholeBefore && t.spaced() || wholeBefore && t.text().startsWith("fraction"))) {
        throw cursor.error("two numbers without an operator");
      }
      Expr numerator = factor();
      Expr part = numerator;
      if (isWhole(numerator)) {
        cursor.expect("/", "of a mixed number");
        part = ratio(numerator, factor()).orElseThrow(() -> cursor.error("not a mixed number"));
      }
      if (!isProper(part)) {
        throw cursor.error("not a mixed number");
      }
      factors.set(last, new Expr.Num(value(factors.get(last)).plus(value(part))));
      return;
    }
    Expr next = factor();
    if (fraction && wholeBefore && proper(next).isPresent()) {
      factors.set(last, new Expr.Num(value(factors.get(last)).plus(proper(next).get())));
    } else {
      factors.add(next);
    }
  }

  /** (11) 4/9 is neither 11 4/9 nor 11 · 4/9 for certain. */
  private boolean isMixed(boolean wholeInBrackets) throws ParseException {
    return wholeInBrackets && cursor.peek().spaced() && cursor.second().is("/");
  }

  /** A unit's name of at least two letters. */
  private static boolean isUnitName(Token t) {
    String name = t.text().strip();
    boolean word = t.type() == Token.Type.WORD || t.type() == Token.Type.TEXT;
    return word && name.length() > (t.type() == Token.Type.TEXT ? 0 : 1) && Units.isKnown(name);
  }

  private static boolean isFraction(Token t) {
    return t.isCommand("frac")
        || t.isCommand("dfrac")
        || t.isCommand("tfrac")
        || t.isCommand("cfrac");
  }

  static boolean isWhole(Expr e) {
    return e instanceof Expr.Num n
        && n.decimals() == Expr.Num.EXACT
        && n.value().isInteger()
        && n.value().signum() >= 0;
  }

  private static boolean isPositive(Expr e) {
    return isWhole(e) && value(e).signum() > 0;
  }

  private static Optional<Expr> ratio(Expr top, Expr bottom) {
    return isPositive(bottom)
        ? Optional.of(new Expr.Num(value(top).over(value(bottom))))
        : Optional.empty();
  }

  private static boolean isProper(Expr e) {
    return e instanceof Expr.Num n
        && n.value().signum() >= 0
        && n.value().compareTo(Rational.ONE) < 0;
  }

  /** The value of a fraction of two integers that is below one. */
  static Optional<Rational> proper(Expr e) {
    if (e instanceof Expr.Mul m
        && m.factors().size() == 2
        && isWhole(m.factors().get(0))
        && m.factors().get(1) instanceof Expr.Pow p
        && p.exponent().equals(Expr.MINUS_ONE)
        && isPositive(p.base())) {
      Rational r = value(m.factors().get(0)).over(value(p.base()));
      return r.compareTo(Rational.ONE) < 0 ? Optional.of(r) : Optional.empty();
    }
    return Optional.empty();
  }

  private static Rational value(Expr e) {
    return ((Expr.Num) e).value();
  }

  /** factor := primary (^ exponent | ! | % | ' | °)* */
  Expr factor() throws ParseException {
    cursor.enter();
    Expr value = primary.read();
    while (true) {
      Token t = cursor.peek();
      if (t.is("^") || t.is("**")) {
        cursor.take();
        value = power(value);
      } else if (t.text().startsWith("superscript") && t.type() == Token.Type.SYMBOL) {
        StringBuilder digits = new StringBuilder();
        while (cursor.peek().text().startsWith("superscript")) {
          digits.append(cursor.take().text().substring("superscript".length()));
        }
        if (digits.length() > 4) {
          throw cursor.error("exponent too large");
        }
        value = new Expr.Pow(value, new Expr.Num(Rational.of(Long.parseLong(digits.toString()))));
      } else if (t.is("!")) {
        cursor.take();
        boolean twice = cursor.peek().is("!") && !cursor.peek().spaced();
        if (twice) {
          cursor.take();
        }
        value = new Expr.Call(twice ? "double factorial" : "factorial", List.of(value));
      } else if (t.isCommand("degree") || t.isCommand("circ")) {
        cursor.take();
        value = new Expr.Degrees(value);
      } else if (value instanceof Expr.Degrees d
          && t.type() == Token.Type.NUMBER
          && cursor.second().is("'")) {
        value = minutesOfArc(d);
      } else {
        break;
      }
    }
    cursor.leave();
    return value;
  }

  /** 30° 15' 20'': minutes and seconds of arc. */
  private Expr minutesOfArc(Expr.Degrees degrees) throws ParseException {
    Expr part = new Expr.Num(cursor.take().number().value());
    int marks = 0;
    while (cursor.takeIf("'")) {
      marks++;
    }
    if (marks > 2) {
      throw cursor.error("expected minutes or seconds of arc");
    }
    Expr fraction = new Expr.Num(Rational.of(1, marks == 1 ? 60 : 3600));
    Expr sum = new Expr.Add(List.of(degrees.value(), new Expr.Mul(List.of(part, fraction))));
    return new Expr.Degrees(sum);
  }

  /** What stands after ^; applied to a base. */
  private Expr power(Expr base) throws ParseException {
    if (cursor.peek().isCommand("circ") || cursor.peek().isCommand("degree")) {
      cursor.take();
      return new Expr.Degrees(base);
    }
    if (cursor.peek().is("{")) {
      Token second = cursor.second();
      boolean letter = second.type() == Token.Type.TEXT && second.text().strip().equals("o");
      boolean ordinal = isWhole(base) && UnitWords.isOrdinalEnding(second.text().strip());
      if (second.isCommand("circ") || second.isCommand("degree") || letter || ordinal) {
        cursor.take();
        cursor.take();
        cursor.expect("}", "after a degree sign or an ordinal's ending");
        return ordinal ? base : new Expr.Degrees(base);
      }
    }
    boolean mark = cursor.peek().is("*") || cursor.peek().is("+");
    if (base instanceof Expr.Var v && v.name().startsWith("mathbb ") && mark) {
      return new Expr.Var(v.name() + cursor.take().text()); // ℤ^+
    }
    return new Expr.Pow(base, exponent());
  }

  Expr exponent() throws ParseException {
    if (cursor.peek().is("-") || cursor.peek().is("+")) {
      cursor.enter();
      boolean minus = cursor.take().is("-");
      Expr e = exponent();
      cursor.leave();
      return minus ? negate(e) : e;
    }
    return primary.read();
  }

  /** A bracketed integer whose base follows: (11)_2. */
  Expr inBase(Expr.Num n) throws ParseException {
    if (!n.value().isInteger() || n.value().signum() < 0 || n.decimals() != Expr.Num.EXACT) {
      throw cursor.error("expected the end of a value, found _");
    }
    return primary.inBase(n.value().toString(), cursor.peek().start());
  }

  /** Reads something in which a bar ends the value, for {x ∈ S | …}. */
  <T> T withinBars(Reader<T> reader) throws ParseException {
    bars++;
    try {
      return reader.read();
    } finally {
      bars--;
    }
  }

  /** A sum between bars, for |x|. */
  Expr betweenBars() throws ParseException {
    bars++;
    Expr inside = sum();
    bars--;
    return inside;
  }

  /** Runs a reader inside brackets, where a bar opens a new absolute value again. */
  <T> T outsideBars(Reader<T> reader) throws ParseException {
    int saved = bars;
    bars = 0;
    try {
      return reader.read();
    } finally {
      bars = saved;
    }
  }

  /** Reads something from the cursor. */
  interface Reader<T> {
    T read() throws ParseException;
  }

  static Expr negate(Expr e) {
    if (e instanceof Expr.Num n) {
      return new Expr.Num(n.value().negate(), n.decimals());
    } else if (e instanceof Expr.Percent p) {
      return new Expr.Percent(negate(p.value()));
    } else if (e instanceof Expr.Degrees d) {
      return new Expr.Degrees(negate(d.value()));
    }
    return new Expr.Mul(List.of(Expr.MINUS_ONE, e));
  }
}
