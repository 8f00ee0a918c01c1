package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads functions with their exponents, bases and arguments, and sums and products over a range.
 */
final class CallParser {
  private static final Set<String> TRIGONOMETRIC = Set.of("sin", "cos", "tan", "cot", "sec", "csc");

  private final Cursor cursor;
  private final TermParser terms;
  private final PrimaryParser primary;
  private final BracketParser brackets;
  private final Deque<String> bound = new ArrayDeque<>();

  CallParser(Cursor cursor, TermParser terms, PrimaryParser primary, BracketParser brackets) {
    this.cursor = cursor;
    this.terms = terms;
    this.primary = primary;
    this.brackets = brackets;
  }

  /** A function name, already taken: exponent, base and argument follow. */
  Expr call(String function) throws ParseException {
    if (cursor.peek().is("=") && (function.equals("max") || function.equals("min"))) {
      return new Expr.Var(function); // the largest or smallest value of what was asked
    }
    Optional<Expr> power = Optional.empty();
    Optional<Expr> base = Optional.empty();
    while (cursor.peek().is("^") || cursor.peek().is("_")) {
      if (cursor.take().is("^")) {
        power = Optional.of(terms.exponent());
      } else {
        base = Optional.of(primary.argument());
      }
    }
    List<Expr> args = new ArrayList<>();
    base.ifPresent(args::add);
    args.addAll(arguments());
    String name = function;
    boolean inverse =
        power.isPresent() && power.get().equals(Expr.MINUS_ONE) && TRIGONOMETRIC.contains(name);
    if (inverse) {
      name = "arc" + name;
      power = Optional.empty();
    }
    Expr call =
        switch (name) {
          case "sqrt" -> new Expr.Root(new Expr.Num(Rational.TWO), args.get(args.size() - 1));
          case "cbrt" -> new Expr.Root(new Expr.Num(Rational.of(3)), args.get(args.size() - 1));
          case "fraction" -> {
            if (args.size() != 2) {
              throw cursor.error("expected a numerator and a denominator");
            }
            yield new Expr.Mul(List.of(args.get(0), new Expr.Pow(args.get(1), Expr.MINUS_ONE)));
          }
          case "max", "min" -> {
            if (args.size() == 1 && args.get(0) instanceof Expr.Num) {
              throw cursor.error("the extreme of one number");
            }
            yield new Expr.Call(name, List.copyOf(args));
          }
          case "exp" -> new Expr.Pow(Expr.Const.E, args.get(args.size() - 1));
          default -> new Expr.Call(name, List.copyOf(args));
        };
    return power.isPresent() ? new Expr.Pow(call, power.get()) : call;
  }

  /** Arguments in brackets, or the factors side by side up to the next function or operator. */
  private List<Expr> arguments() throws ParseException {
    Token t = cursor.peek();
    if (t.is("(") || t.is("[") || t.is("{") || t.isCommand("{")) {
      Expr inside = brackets.read();
      if (inside instanceof Expr.SetOf set && !set.items().isEmpty()) {
        return set.items(); // \max\{1,2\}
      }
      return inside instanceof Expr.Group g && !g.isBracketed() ? g.items() : List.of(inside);
    }
    List<Expr> factors = new ArrayList<>();
    factors.add(terms.factor());
    while (continuesArgument()) {
      factors.add(terms.factor());
    }
    return List.of(factors.size() == 1 ? factors.get(0) : new Expr.Mul(List.copyOf(factors)));
  }

  private boolean continuesArgument() throws ParseException {
    Token t = cursor.peek();
    boolean name =
        t.type() == Token.Type.WORD && Words.function(t.text()).isEmpty() && primary.startsHere();
    boolean command =
        t.type() == Token.Type.COMMAND
            && (t.text().equals("pi") || Words.isGreek(t.text()) || t.text().endsWith("frac"));
    return name || command;
  }

  /** Whether a sum or product being read runs over this name: i is not the imaginary unit there. */
  boolean isBound(String name) {
    return bound.contains(name);
  }

  Expr series(Expr.Series.Kind kind) throws ParseException {
    String variable = "";
    Expr from = Expr.ZERO;
    Expr to = Expr.Const.INFINITY;
    while (cursor.peek().is("_") || cursor.peek().is("^")) {
      if (cursor.take().is("^")) {
        to = primary.argument();
        continue;
      }
      cursor.expect("{", "after the sign of a sum or product");
      Token name = cursor.take();
      variable = name.text();
      cursor.expect("=", "after the variable of a sum or product");
      from = terms.sum();
      cursor.expect("}", "after the lower bound of a sum or product");
    }
    if (variable.isEmpty()) {
      throw cursor.error("a sum or product without bounds");
    }
    bound.push(variable);
    try {
      return new Expr.Series(kind, variable, from, to, terms.product());
    } finally {
      bound.pop();
    }
  }
}
