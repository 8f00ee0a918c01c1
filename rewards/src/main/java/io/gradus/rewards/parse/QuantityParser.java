package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.units.Units;
import java.util.List;
import java.util.Optional;

/**
 * Reads a value with its unit, currency or multiplier, and sums of units ("2 hours 13 minutes").
 */
final class QuantityParser {
  private final Cursor cursor;
  private final TermParser terms;
  private final AnswerParser.Role role;

  QuantityParser(Cursor cursor, TermParser terms, AnswerParser.Role role) {
    this.cursor = cursor;
    this.role = role;
    this.terms = terms;
  }

  /** quantity := [sign word] [currency] sum [unit] [smaller quantity] */
  Expr read() throws ParseException {
    if (isMinusWord(cursor.peek())) {
      cursor.enter();
      cursor.take();
      Expr value = read();
      cursor.leave();
      return negated(value);
    }
    Expr first = single();
    if (first instanceof Expr.Measure m && Units.isKnown(m.unit())) {
      return withSmaller(m);
    }
    return first;
  }

  private static Expr negated(Expr value) {
    return value instanceof Expr.Measure m
        ? new Expr.Measure(TermParser.negate(m.value()), m.unit())
        : TermParser.negate(value);
  }

  /** "minus" or "negative" before a number. */
  private boolean isMinusWord(Token t) throws ParseException {
    boolean word = t.type() == Token.Type.WORD || t.type() == Token.Type.TEXT;
    String text = t.text().strip();
    return word
        && (text.equalsIgnoreCase("minus") || text.equalsIgnoreCase("negative"))
        && (cursor.second().type() == Token.Type.NUMBER || isCurrency(cursor.second()));
  }

  /** 2 hours 13 minutes, 5 feet and 3 inches: a smaller unit of the same kind follows. */
  private Expr withSmaller(Expr.Measure larger) throws ParseException {
    Token t = cursor.peek();
    boolean and =
        (t.type() == Token.Type.WORD || t.type() == Token.Type.TEXT)
            && t.text().strip().equals("and")
            && cursor.second().type() == Token.Type.NUMBER;
    if (t.type() != Token.Type.NUMBER && !and) {
      return larger;
    }
    Cursor.State start = cursor.state();
    if (and) {
      cursor.take();
    }
    Expr next = single();
    if (next instanceof Expr.Measure smaller && smaller.value() instanceof Expr.Num) {
      Optional<Rational> factor = Units.factor(larger.unit(), smaller.unit());
      if (factor.isPresent() && factor.get().compareTo(Rational.ONE) > 0) {
        Expr scaled = new Expr.Mul(List.of(new Expr.Num(factor.get()), larger.value()));
        Expr sum = new Expr.Add(List.of(scaled, smaller.value()));
        return withSmaller(new Expr.Measure(sum, smaller.unit()));
      }
    }
    cursor.restore(start);
    return larger;
  }

  private Expr single() throws ParseException {
    Token t = cursor.peek();
    boolean minus = t.is("-") && isCurrency(cursor.second());
    if (minus) {
      cursor.take();
    }
    if (isCurrency(cursor.peek())) {
      String sign = cursor.take().text();
      String currency = sign.equals("textdollar") ? "$" : sign;
      Expr value = thousands(terms.sum());
      return currency(minus ? TermParser.negate(value) : value, currency);
    }
    Expr value = terms.sum();
    if (isCurrency(cursor.peek())) {
      return new Expr.Measure(value, cursor.take().text());
    }
    return unit(value);
  }

  /** A currency sign before the value; "dollars" after it adds nothing, "per hour" does. */
  private Expr currency(Expr value, String currency) throws ParseException {
    if (cursor.peek().is("/")) {
      cursor.take();
      String per = unitText();
      if (per.isEmpty()) {
        throw cursor.error("expected a unit after /");
      }
      return new Expr.Measure(value, currency + " / " + per);
    }
    Expr scaled = unit(value);
    if (scaled instanceof Expr.Measure m) {
      String unit = m.unit();
      boolean rate = unit.startsWith("per ") || unit.startsWith("an ") || unit.startsWith("each ");
      boolean same = Units.factor(currency, unit).filter(Rational::isOne).isPresent();
      return new Expr.Measure(
          m.value(), rate ? currency + " " + unit : same ? currency : keep(currency, unit));
    }
    return new Expr.Measure(scaled, currency);
  }

  /** The 2k of $2k. */
  private static Expr thousands(Expr value) {
    if (value instanceof Expr.Mul m
        && m.factors().size() == 2
        && m.factors().get(0) instanceof Expr.Num
        && m.factors().get(1) instanceof Expr.Var v) {
      return Words.multiplier(v.name())
          .<Expr>map(by -> new Expr.Mul(List.of(m.factors().get(0), new Expr.Num(by))))
          .orElse(value);
    }
    return value;
  }

  /** What stands beside a currency and is no currency itself stays part of the unit. */
  private static String keep(String currency, String unit) {
    return io.gradus.rewards.units.CountedNouns.isNoun(unit) ? currency : currency + " " + unit;
  }

  static boolean isCurrency(Token t) {
    return t.is("$")
        || t.isCommand("$")
        || t.isCommand("textdollar")
        || t.isCommand("pounds")
        || t.isCommand("euro")
        || t.type() == Token.Type.SYMBOL && t.text().length() == 1 && "€£¥₹₽₩₪₫¢".contains(t.text())
        || t.type() == Token.Type.WORD && (t.isWord("USD") || t.isWord("EUR") || t.isWord("Rs"));
  }

  private Expr unit(Expr value) throws ParseException {
    Token t = cursor.peek();
    if (t.is("'") && value instanceof Expr.Num) {
      cursor.take();
      boolean twice = cursor.peek().is("'");
      if (twice) {
        cursor.take();
      }
      return new Expr.Measure(value, twice ? "''" : "'");
    }
    boolean afterNumber = value instanceof Expr.Num && UnitWords.isUnitAfterNumber(t.text());
    boolean word = t.type() == Token.Type.WORD && (UnitWords.startsUnit(t) || afterNumber);
    if (t.isCommand("pmod") || t.isCommand("bmod") || t.isCommand("mod")) {
      boolean residue = cursor.take().isCommand("pmod");
      return new Expr.Call(residue ? "mod" : "remainder", List.of(value, terms.factor()));
    }
    if (t.is("/")) {
      cursor.take();
      return new Expr.Measure(value, "per " + unitText());
    }
    if (!word && t.type() != Token.Type.TEXT
        || AnswerParser.isConnective(t)
        || AnswerParser.isRelation(t)) {
      return value;
    }
    Optional<Rational> multiplier = Words.multiplier(t.text().strip());
    if (multiplier.isPresent()) {
      if (cursor.take().text().strip().equals("K")) { // thousand, or kelvin
        Expr kelvin = new Expr.Measure(value, "K");
        Expr thousands = new Expr.Mul(List.of(value, new Expr.Num(multiplier.get())));
        return role == AnswerParser.Role.GOLD
            ? kelvin
            : new Expr.Ambiguous(List.of(thousands, kelvin));
      }
      return unit(new Expr.Mul(List.of(value, new Expr.Num(multiplier.get()))));
    }
    int space = t.text().strip().indexOf(' ');
    Optional<Rational> first =
        space < 0 ? Optional.empty() : Words.multiplier(t.text().strip().substring(0, space));
    if (first.isPresent()) { // 5 million dollars
      String unit = unitText().substring(space + 1);
      return UnitWords.apply(new Expr.Mul(List.of(value, new Expr.Num(first.get()))), unit);
    }
    return UnitWords.apply(value, unitText());
  }

  /** The words, powers and slashes of a unit. */
  private String unitText() throws ParseException {
    StringBuilder unit = new StringBuilder();
    while (true) {
      Token u = cursor.peek();
      if (AnswerParser.isConnective(u)) {
        break;
      }
      if (u.type() == Token.Type.WORD || u.type() == Token.Type.TEXT) {
        String words = cursor.take().text().strip();
        boolean more = words.endsWith(" and") && cursor.peek().type() == Token.Type.NUMBER;
        unit.append(unit.isEmpty() ? "" : " ")
            .append(more ? words.substring(0, words.length() - " and".length()) : words);
      } else if (u.is("^") && !unit.isEmpty()) {
        cursor.take();
        boolean braced = cursor.takeIf("{");
        boolean minus = cursor.takeIf("-");
        unit.append('^').append(minus ? "-" : "").append(cursor.take().text());
        if (braced) {
          cursor.expect("}", "after the power of a unit");
        }
      } else if (u.type() == Token.Type.SYMBOL && u.text().startsWith("superscript")) {
        unit.append('^').append(cursor.take().text().substring("superscript".length()));
      } else if (u.is("/") && !unit.isEmpty()) {
        cursor.take();
        unit.append(" / ");
      } else if ((u.isCommand("cdot") || u.is("*")) && !unit.isEmpty()) {
        cursor.take();
        unit.append(' ');
      } else if (u.is(".") || u.is("-") && !unit.isEmpty()) {
        cursor.take();
      } else {
        break;
      }
    }
    return unit.toString();
  }
}
