package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one value: a number, name, function, fraction, root, bracketed group, matrix, series. */
final class PrimaryParser {
  /** Commands after which no value starts: operators, relations, closing delimiters. */
  private static final Set<String> NO_VALUE =
      Set.of(
          ("$ % & \\ } rbrace rfloor rceil rangle rvert rbrack rparen end cdot times ast "
                  + "div pm mp cup cap setminus backslash le leq leqslant lt ge geq geqslant gt ne "
                  + "neq approx approxeq simeq doteq equiv in notin mid colon lor land vee wedge "
                  + "circ degree cr to rightarrow Rightarrow implies iff ldots dots cdots dotsm "
                  + "pmod bmod mod int iint oint partial nabla pounds euro prime subset "
                  + "subseteq forall exists therefore because parallel perp sim cong neg not "
                  + "stackrel substack tag label over choose")
              .split(" "));

  private final Cursor cursor;
  private final TermParser terms;
  private final AnswerParser answers;
  private final BracketParser brackets;
  private final CallParser calls;
  private final NameParser names;

  PrimaryParser(Cursor cursor, TermParser terms, AnswerParser answers) {
    this.cursor = cursor;
    this.terms = terms;
    this.answers = answers;
    this.brackets = new BracketParser(cursor, terms, answers);
    this.calls = new CallParser(cursor, terms, this, brackets);
    this.names = new NameParser(cursor, answers, this, brackets, calls);
  }

  /** Whether a value may start at the current token. */
  boolean startsHere() throws ParseException {
    Token t = cursor.peek();
    return switch (t.type()) {
      case NUMBER -> true;
      case WORD -> !AnswerParser.isConnective(t) && !UnitWords.startsUnit(t);
      case TEXT -> isMathText(t.text());
      case COMMAND -> !NO_VALUE.contains(t.text());
      case SYMBOL ->
          t.is("(")
              || t.is("[") && !brackets.isClosing(t)
              || t.is("{")
              || t.is("|")
              || t.text().startsWith("fraction");
      case END -> false;
    };
  }

  /** Text commands around a letter, a number or a function name are only a font. */
  private static boolean isMathText(String text) {
    String s = text.strip();
    return s.startsWith("mathbb ")
        || s.startsWith("bold ")
        || s.length() == 1
            && s.charAt(0) < 128
            && Character.isLetter(s.charAt(0))
            && "mgsLlNJWVAKCFhtdo".indexOf(s.charAt(0)) < 0
        || Words.function(s).isPresent();
  }

  Expr read() throws ParseException {
    cursor.enter();
    Expr value = readUnlimited();
    cursor.leave();
    return value;
  }

  private Expr readUnlimited() throws ParseException {
    Token t = cursor.peek();
    switch (t.type()) {
      case NUMBER:
        return number();
      case WORD:
        return names.word();
      case TEXT:
        return names.text();
      case COMMAND:
        return command();
      case SYMBOL:
        if (t.text().startsWith("fraction")) {
          cursor.take();
          int slash = t.text().indexOf('/');
          return new Expr.Num(
              Rational.of(t.text().charAt(slash - 1) - '0', t.text().charAt(slash + 1) - '0'));
        }
        return t.is("_") || t.is("^") ? prescript() : brackets.read();
      default:
        throw cursor.error("expected a value, found the end");
    }
  }

  /** {}_5C_2 and ^5C_2. */
  private Expr prescript() throws ParseException {
    cursor.take();
    Expr n = argument();
    boolean ordered = cursor.peek().isWord("P");
    if (!ordered && !cursor.peek().isWord("C")) {
      throw cursor.error("expected C after a number to choose from");
    }
    cursor.take();
    cursor.expect("_", "before the number that is chosen");
    return new Expr.Call(ordered ? "permutations" : "binom", List.of(n, argument()));
  }

  private Expr number() throws ParseException {
    Token t = cursor.take();
    Expr.Num plain = new Expr.Num(t.number().value(), t.number().decimals());
    if (cursor.peek().is("_") && plain.decimals() == Expr.Num.EXACT) {
      return inBase(t.text().replaceAll("[^0-9]", ""), t.start());
    }
    if (!t.commaParts().isEmpty() && answers.role() == AnswerParser.Role.ANSWER) {
      List<Expr> parts = new ArrayList<>();
      for (String part : t.commaParts()) {
        parts.add(new Expr.Num(Rational.of(new BigInteger(part))));
      }
      return new Expr.Ambiguous(List.of(plain, new Expr.ListOf(List.copyOf(parts))));
    }
    return plain;
  }

  private Expr command() throws ParseException {
    Token t = cursor.peek();
    String name = t.text();
    if (Words.isGreek(name)) {
      cursor.take();
      return new Expr.Var(name + names.suffix());
    }
    Optional<String> function = Words.function(name);
    if (function.isPresent() && !name.equals("sqrt")) {
      cursor.take();
      return calls.call(function.get());
    }
    switch (name) {
      case "frac", "dfrac", "tfrac", "cfrac" -> {
        cursor.take();
        Expr top = argument();
        Expr bottom = argument();
        return new Expr.Mul(List.of(top, new Expr.Pow(bottom, Expr.MINUS_ONE)));
      }
      case "sqrt" -> {
        cursor.take();
        return root();
      }
      case "binom", "dbinom", "tbinom" -> {
        cursor.take();
        Expr n = argument();
        return new Expr.Call("binom", List.of(n, argument()));
      }
      case "pi" -> {
        cursor.take();
        return Expr.Const.PI;
      }
      case "infty" -> {
        cursor.take();
        return Expr.Const.INFINITY;
      }
      case "imath" -> {
        cursor.take();
        return Expr.Const.I;
      }
      case "R" -> {
        cursor.take();
        return new Expr.Var("mathbb R");
      }
      case "emptyset", "varnothing" -> {
        cursor.take();
        return new Expr.SetOf(List.of());
      }
      case "boxed", "fbox" -> {
        cursor.take();
        return argument();
      }
      case "underbrace", "overbrace" -> {
        cursor.take();
        Expr inside = argument();
        if (cursor.peek().is("_") || cursor.peek().is("^")) {
          cursor.take();
          names.rawArgument();
        }
        return inside;
      }
      case "lim" -> {
        cursor.take();
        String limit = "lim" + names.suffix();
        return new Expr.Call("apply " + limit, List.of(terms.product()));
      }
      case "sum", "prod" -> {
        cursor.take();
        return calls.series(name.equals("sum") ? Expr.Series.Kind.SUM : Expr.Series.Kind.PRODUCT);
      }
      case "vec", "overline", "overrightarrow", "hat", "bar", "widehat", "tilde", "dot" -> {
        cursor.take();
        return new Expr.Var(name + " " + names.rawArgument() + names.suffix());
      }
      case "angle", "triangle" -> {
        cursor.take();
        StringBuilder label = new StringBuilder(name).append(' ');
        while (cursor.peek().type() == Token.Type.WORD) {
          label.append(cursor.take().text()).append(names.suffix());
        }
        return new Expr.Var(label.toString());
      }
      case "{",
          "lbrace",
          "lvert",
          "vert",
          "lfloor",
          "lceil",
          "langle",
          "begin",
          "lbrack",
          "lparen" -> {
        return brackets.read();
      }
      default -> {
        if (name.endsWith("dots")) {
          cursor.take();
          return new Expr.Var("\u2026");
        }
        if (NO_VALUE.contains(name) || !Character.isLetter(name.charAt(0))) {
          throw cursor.error("expected a value, found \\" + name);
        }
        cursor.take();
        return new Expr.Var("\\" + name + names.suffix());
      }
    }
  }

  private Expr root() throws ParseException {
    Expr degree = new Expr.Num(Rational.TWO);
    if (cursor.peek().is("[")) {
      cursor.openDelimiter();
      cursor.take();
      degree = terms.sum();
      cursor.closeDelimiter();
      cursor.expect("]", "after the degree of a root");
    }
    return new Expr.Root(degree, argument());
  }

  /** Digits that stood at an offset, already taken, with their base following as a subscript. */
  Expr inBase(String digits, int start) throws ParseException {
    cursor.take();
    Expr base = argument();
    Optional<Integer> b = base instanceof Expr.Num n ? n.value().asInt() : Optional.empty();
    if (b.isEmpty() || b.get() < 2 || b.get() > 36) {
      throw cursor.error("expected the base of a number");
    }
    try {
      new BigInteger(digits, b.get());
    } catch (NumberFormatException e) {
      throw new ParseException("digit not below base " + b.get(), start);
    }
    return new Expr.Based(digits.replaceFirst("^0+(?=.)", ""), b.get());
  }

  /** One argument of a command: a braced group, or a single digit, letter or command. */
  Expr argument() throws ParseException {
    Token t = cursor.peek();
    if (t.type() == Token.Type.NUMBER && t.end() - t.start() > 1) {
      Rational digit = Rational.of(t.text().charAt(0) - '0');
      if (t.text().charAt(0) == '.') {
        return number();
      }
      cursor.reset(t.start() + 1);
      return new Expr.Num(digit);
    }
    if (t.is("-")) {
      cursor.take();
      return TermParser.negate(argument());
    }
    return read();
  }
}
