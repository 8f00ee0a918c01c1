package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads names: words, letters with subscripts and primes, and what text commands hold. */
final class NameParser {
  private static final Set<String> SINGLE_CALLS = Set.of("f", "g", "h");

  /** Letters that name points; N and U are as often distributions. */
  private static final String POINTS = "ABCDEFGHIJKLMOPQRSTVWXYZ";

  private static final Set<String> EVENT_SIGNS =
      Set.of(
          "=", "<", ">", "<=", ">=", "le", "leq", "ge", "geq", "ne", "neq", "|", "mid", "cup",
          "cap", "in");

  private final Cursor cursor;
  private final AnswerParser answers;
  private final PrimaryParser primary;
  private final BracketParser brackets;
  private final CallParser calls;

  NameParser(
      Cursor cursor,
      AnswerParser answers,
      PrimaryParser primary,
      BracketParser brackets,
      CallParser calls) {
    this.cursor = cursor;
    this.answers = answers;
    this.primary = primary;
    this.brackets = brackets;
    this.calls = calls;
  }

  Expr word() throws ParseException {
    Token t = cursor.peek();
    String word = t.text();
    Optional<String> function = Words.function(word);
    if (function.isPresent()) {
      cursor.take();
      return calls.call(function.get());
    }
    Optional<Expr> constant = Words.constant(word);
    if (constant.isPresent()) {
      cursor.take();
      return constant.get();
    }
    if (word.length() == 1) {
      cursor.take();
      return letter(t);
    }
    Optional<Rational> spelled = NumberWords.number(word);
    if (spelled.isPresent()) {
      cursor.take();
      return new Expr.Num(spelled.get());
    }
    for (int length = Math.min(6, word.length() - 1); length >= 2; length--) {
      if (Words.function(word.substring(0, length)).isPresent() && word.length() - length <= 2) {
        cursor.reset(t.start() + length);
        return calls.call(Words.function(word.substring(0, length)).get());
      }
    }
    if (word.length() > 4 && t.spaced()) {
      throw cursor.error("word '" + word + "' among the mathematics");
    }
    // letters side by side are a product; take the first and read on inside the word
    cursor.reset(t.start() + 1);
    return letter(
        Token.of(Token.Type.WORD, word.substring(0, 1), t.start(), t.start() + 1, t.spaced()));
  }

  /** A one-letter name, already taken, with its subscript and primes. */
  private Expr letter(Token t) throws ParseException {
    String name = t.text();
    Token next = cursor.peek();
    if (calls.isBound(name)) {
      return new Expr.Var(name + suffix());
    }
    if (name.equals("e") && !next.is("_")) {
      return Expr.Const.E;
    }
    if (name.equals("i") && !next.is("_")) {
      return Expr.Const.I;
    }
    if (Character.isUpperCase(name.charAt(0)) && POINTS.indexOf(name) >= 0) {
      Optional<Expr> choose = choose(name);
      if (choose.isPresent()) {
        return choose.get();
      }
    }
    if (next.is("(") && !next.spaced()) {
      Optional<Expr> label = label(name);
      if (label.isPresent()) {
        return label.get();
      }
    }
    if (SINGLE_CALLS.contains(name) && next.is("^")) {
      Optional<Expr> inverse = inverse(name);
      if (inverse.isPresent()) {
        return inverse.get();
      }
    }
    if (SINGLE_CALLS.contains(name) && next.is("(") && !next.spaced()) {
      Expr argument = brackets.read();
      return new Expr.Call(
          "apply " + name, argument instanceof Expr.Group g ? g.items() : List.of(argument));
    }
    return new Expr.Var(name + suffix());
  }

  /** P(X = 2) or n(A \u222a B) before an equals sign: a name for a value. */
  private Optional<Expr> label(String name) throws ParseException {
    Cursor.State start = cursor.state();
    StringBuilder inside = new StringBuilder();
    int depth = 0;
    boolean event = false;
    do {
      Token t = cursor.take();
      depth += t.is("(") ? 1 : t.is(")") ? -1 : 0;
      event |= EVENT_SIGNS.contains(t.text());
      inside.append(t.text().strip());
      if (t.type() == Token.Type.END) {
        break;
      }
    } while (depth > 0);
    if (depth == 0 && event && (cursor.peek().is("=") || cursor.peek().isCommand("approx"))) {
      return Optional.of(new Expr.Var(name + inside));
    }
    cursor.restore(start);
    return Optional.empty();
  }

  /** f^{-1}(x). */
  private Optional<Expr> inverse(String name) throws ParseException {
    Cursor.State start = cursor.state();
    cursor.take();
    if (primary.argument().equals(Expr.MINUS_ONE) && cursor.peek().is("(")) {
      Expr argument = brackets.read();
      return Optional.of(new Expr.Call("apply " + name + "^-1", List.of(argument)));
    }
    cursor.restore(start);
    return Optional.empty();
  }

  /** After a capital: C(5,2), C_5^2, P(5,2) as numbers of choices, or else a point or a power. */
  private Optional<Expr> choose(String name) throws ParseException {
    String function =
        switch (name) {
          case "C" -> "binom";
          case "P", "A" -> "permutations";
          default -> "";
        };
    Token next = cursor.peek();
    Cursor.State start = cursor.state();
    if (next.is("(") && !next.spaced()) {
      if (brackets.read() instanceof Expr.Group g && !g.isBracketed()) {
        // P(3,4): a number of permutations, a labelled point, or a product
        Expr product = new Expr.Mul(List.of(new Expr.Var(name), g));
        return Optional.of(
            new Expr.Ambiguous(
                g.items().size() == 2 && !function.isEmpty()
                    ? List.of(new Expr.Call(function, g.items()), g, product)
                    : List.of(g, product)));
      }
    } else if (next.is("_") && !function.isEmpty()) {
      String below = rawSubscript();
      if (below.matches("[0-9]{1,3}") && cursor.takeIf("^")) {
        Expr above = primary.argument();
        if (above instanceof Expr.Num n && n.value().isInteger()) {
          Expr from = new Expr.Num(Rational.of(Long.parseLong(below)));
          Expr power = new Expr.Pow(new Expr.Var(name + "_" + below), above);
          return Optional.of(
              new Expr.Ambiguous(List.of(new Expr.Call(function, List.of(from, above)), power)));
        }
      }
    }
    cursor.restore(start);
    return Optional.empty();
  }

  private String rawSubscript() throws ParseException {
    cursor.take();
    return rawArgument();
  }

  /** Subscript and primes after a name. */
  String suffix() throws ParseException {
    StringBuilder suffix = new StringBuilder();
    while (true) {
      Token t = cursor.peek();
      if (t.is("'") || t.isCommand("prime")) {
        cursor.take();
        suffix.append('\'');
      } else if (t.is("_")) {
        cursor.take();
        suffix.append('_').append(rawArgument());
      } else {
        return suffix.toString();
      }
    }
  }

  /** The argument as text without spaces, for subscripts. */
  String rawArgument() throws ParseException {
    Token t = cursor.peek();
    if (!t.is("{")) {
      cursor.take();
      return t.text();
    }
    int close = cursor.closingBrace(t.start());
    StringBuilder raw = new StringBuilder();
    cursor.take();
    while (cursor.peek().start() < close) {
      raw.append(cursor.take().text().strip());
    }
    cursor.take();
    return raw.toString();
  }

  Expr text() throws ParseException {
    Token t = cursor.take();
    String content = t.text().strip();
    if (content.isEmpty()) {
      return primary.read();
    }
    if (content.equals("e")
        || content.equals("i")
        || content.length() == 1
            && content.charAt(0) < 128
            && Character.isLetter(content.charAt(0))) {
      return letter(Token.of(Token.Type.WORD, content, t.start(), t.end(), t.spaced()));
    }
    Optional<String> function = Words.function(content);
    if (function.isPresent()) {
      return calls.call(function.get());
    }
    if (content.startsWith("mathbb ")) {
      return new Expr.Var(content);
    }
    if (content.equals("constant") || content.equals("const")) {
      return new Expr.Var("C"); // of integration
    }
    if (content.startsWith("bold ")) {
      return new Expr.Var(content + suffix());
    }
    Optional<Expr> spelled = Words.phrase(content);
    if (spelled.isPresent()) {
      return spelled.get();
    }
    if (content.startsWith("\\") && content.endsWith("}")) {
      return AnswerParser.parse(content, answers.role()); // \\underline{\\underline{7}}
    }
    if (content.matches("[-+$]?\\.?[0-9][^{}\\\\]*")) {
      return AnswerParser.parse(content, answers.role()); // \text{7 apples}
    }
    return new Expr.Text(content + suffix());
  }
}
