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
          "$",
          "%",
          "&",
          "\\",
          "}",
          "rbrace",
          "rfloor",
          "rceil",
          "rangle",
          "rvert",
          "rbrack",
          "rparen",
          "end",
          "cdot",
          "times",
          "ast",
          "div",
          "pm",
          "mp",
          "cup",
          "cap",
          "setminus",
          "backslash",
          "le",
          "leq",
          "leqslant",
          "lt",
          "ge",
          "geq",
          "geqslant",
          "gt",
          "ne",
          "neq",
          "approx",
          "approxeq",
          "simeq",
          "doteq",
          "equiv",
          "in",
          "notin",
          "mid",
          "colon",
          "lor",
          "land",
          "vee",
          "wedge",
          "circ",
          "degree",
          "cr",
          "to",
          "rightarrow",
          "Rightarrow",
          "implies",
          "iff",
          "ldots",
          "dots",
          "cdots",
          "dotsm",
          "pmod",
          "bmod",
          "mod",
          "int",
          "iint",
          "oint",
          "lim",
          "partial",
          "nabla",
          "pounds",
          "euro",
          "prime",
          "subset",
          "subseteq",
          "forall",
          "exists",
          "therefore",
          "because",
          "parallel",
          "perp",
          "sim",
          "cong",
          "neg",
          "not",
          "overbrace",
          "underbrace",
          "stackrel",
          "substack",
          "tag",
          "label");

  private static final Set<String> SINGLE_CALLS = Set.of("f", "g", "h");

  private final Cursor cursor;
  private final TermParser terms;
  private final AnswerParser answers;
  private final BracketParser brackets;

  PrimaryParser(Cursor cursor, TermParser terms, AnswerParser answers) {
    this.cursor = cursor;
    this.terms = terms;
    this.answers = answers;
    this.brackets = new BracketParser(cursor, terms, answers);
  }

  /** Whether a value may start at the current token. */
  boolean startsHere() throws ParseException {
    Token t = cursor.peek();
    return switch (t.type()) {
      case NUMBER -> true;
      case WORD -> !answers.isConnective(t) && !answers.startsUnit(t);
      case TEXT -> isMathText(t.text());
      case COMMAND -> !NO_VALUE.contains(t.text());
      case SYMBOL ->
          t.is("(") || t.is("[") || t.is("{") || t.is("|") || t.text().startsWith("fraction");
      case END -> false;
    };
  }

  /** Text commands around a letter, a number or a function name are only a font. */
  private static boolean isMathText(String text) {
    String s = text.strip();
    return s.startsWith("mathbb ")
        || s.length() == 1
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
        return word();
      case TEXT:
        return text();
      case COMMAND:
        return command();
      case SYMBOL:
        if (t.text().startsWith("fraction")) {
          cursor.take();
          int slash = t.text().indexOf('/');
          return new Expr.Num(
              Rational.of(t.text().charAt(slash - 1) - '0', t.text().charAt(slash + 1) - '0'));
        }
        return brackets.read();
      default:
        throw cursor.error("expected a value, found the end");
    }
  }

  private Expr number() throws ParseException {
    Token t = cursor.take();
    Expr.Num plain = new Expr.Num(t.number().value(), t.number().decimals());
    if (cursor.peek().is("_") && plain.decimals() == Expr.Num.EXACT) {
      cursor.take();
      Expr base = argument();
      Optional<Integer> b = base instanceof Expr.Num n ? n.value().asInt() : Optional.empty();
      if (b.isEmpty() || b.get() < 2 || b.get() > 36) {
        throw cursor.error("expected the base of a number");
      }
      String digits = t.text().replaceAll("[^0-9]", "");
      try {
        new BigInteger(digits, b.get());
      } catch (NumberFormatException e) {
        throw new ParseException("digit not below base " + b.get(), t.start());
      }
      return new Expr.Based(digits.replaceFirst("^0+(?=.)", ""), b.get());
    }
    if (!t.commaParts().isEmpty()) {
      List<Expr> parts = new ArrayList<>();
      for (String part : t.commaParts()) {
        parts.add(new Expr.Num(Rational.of(new BigInteger(part))));
      }
      return new Expr.Ambiguous(List.of(plain, new Expr.ListOf(List.copyOf(parts))));
    }
    return plain;
  }

  private Expr word() throws ParseException {
    Token t = cursor.peek();
    String word = t.text();
    Optional<String> function = Words.function(word);
    if (function.isPresent()) {
      cursor.take();
      return call(function.get());
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
    Optional<Rational> spelled = Words.number(word);
    if (spelled.isPresent()) {
      cursor.take();
      return new Expr.Num(spelled.get());
    }
    for (int length = Math.min(6, word.length() - 1); length >= 2; length--) {
      if (Words.function(word.substring(0, length)).isPresent() && word.length() - length <= 2) {
        cursor.reset(t.start() + length);
        return call(Words.function(word.substring(0, length)).get());
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
    if (name.equals("e") && !next.is("_")) {
      return Expr.Const.E;
    }
    if (name.equals("i") && !next.is("_")) {
      return Expr.Const.I;
    }
    if (SINGLE_CALLS.contains(name) && next.is("(") && !next.spaced()) {
      Expr argument = brackets.read();
      return new Expr.Call(
          "apply " + name, argument instanceof Expr.Group g ? g.items() : List.of(argument));
    }
    return new Expr.Var(name + suffix());
  }

  /** Subscript and primes after a name. */
  private String suffix() throws ParseException {
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
  private String rawArgument() throws ParseException {
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

  private Expr text() throws ParseException {
    Token t = cursor.take();
    String content = t.text().strip();
    if (content.isEmpty()) {
      return read();
    }
    if (content.equals("e")
        || content.equals("i")
        || content.length() == 1 && Character.isLetter(content.charAt(0))) {
      return letter(Token.of(Token.Type.WORD, content, t.start(), t.end(), t.spaced()));
    }
    Optional<String> function = Words.function(content);
    if (function.isPresent()) {
      return call(function.get());
    }
    if (content.startsWith("mathbb ")) {
      return new Expr.Var(content);
    }
    Optional<Rational> spelled = Words.number(content);
    if (spelled.isPresent()) {
      return new Expr.Num(spelled.get());
    }
    return new Expr.Text(content + suffix());
  }

  private Expr command() throws ParseException {
    Token t = cursor.peek();
    String name = t.text();
    if (Words.isGreek(name)) {
      cursor.take();
      return new Expr.Var(name + suffix());
    }
    Optional<String> function = Words.function(name);
    if (function.isPresent() && !name.equals("sqrt")) {
      cursor.take();
      return call(function.get());
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
      case "sum", "prod" -> {
        cursor.take();
        return series(name.equals("sum") ? Expr.Series.Kind.SUM : Expr.Series.Kind.PRODUCT);
      }
      case "vec", "overline", "overrightarrow", "hat", "bar", "widehat", "tilde", "dot" -> {
        cursor.take();
        return new Expr.Var(name + " " + rawArgument() + suffix());
      }
      case "angle", "triangle" -> {
        cursor.take();
        StringBuilder label = new StringBuilder(name).append(' ');
        while (cursor.peek().type() == Token.Type.WORD) {
          label.append(cursor.take().text()).append(suffix());
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
        return new Expr.Var("\\" + name + suffix());
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

  private Expr series(Expr.Series.Kind kind) throws ParseException {
    String variable = "";
    Expr from = Expr.ZERO;
    Expr to = Expr.Const.INFINITY;
    while (cursor.peek().is("_") || cursor.peek().is("^")) {
      if (cursor.take().is("^")) {
        to = argument();
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
    return new Expr.Series(kind, variable, from, to, terms.product());
  }

  /** A function name, already taken: exponent, base and argument follow. */
  private Expr call(String function) throws ParseException {
    Optional<Expr> power = Optional.empty();
    Optional<Expr> base = Optional.empty();
    while (cursor.peek().is("^") || cursor.peek().is("_")) {
      if (cursor.take().is("^")) {
        power = Optional.of(terms.exponent());
      } else {
        base = Optional.of(argument());
      }
    }
    List<Expr> args = new ArrayList<>();
    base.ifPresent(args::add);
    args.addAll(arguments());
    String name = function;
    boolean inverse =
        power.isPresent() && power.get().equals(Expr.MINUS_ONE) && isTrigonometric(name);
    if (inverse) {
      name = "arc" + name;
      power = Optional.empty();
    }
    Expr call =
        switch (name) {
          case "sqrt" -> new Expr.Root(new Expr.Num(Rational.TWO), args.get(args.size() - 1));
          case "exp" -> new Expr.Pow(Expr.Const.E, args.get(args.size() - 1));
          default -> new Expr.Call(name, List.copyOf(args));
        };
    return power.isPresent() ? new Expr.Pow(call, power.get()) : call;
  }

  private static boolean isTrigonometric(String name) {
    return Set.of("sin", "cos", "tan", "cot", "sec", "csc").contains(name);
  }

  /** Arguments in brackets, or the factors side by side up to the next function or operator. */
  private List<Expr> arguments() throws ParseException {
    Token t = cursor.peek();
    if (t.is("(") || t.is("[") || t.is("{")) {
      Expr inside = brackets.read();
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
        t.type() == Token.Type.WORD && Words.function(t.text()).isEmpty() && startsHere();
    boolean command =
        t.type() == Token.Type.COMMAND
            && (t.text().equals("pi") || Words.isGreek(t.text()) || t.text().endsWith("frac"));
    return name || command;
  }
}
