package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a whole answer: lists of relations between unions of terms, with units, and short texts.
 * Stateless to its callers: {@link #parse} may be called from any thread.
 */
public final class AnswerParser {
  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("([-+]?)(0,\\d+|\\d+,(?:\\d{2}|\\d{4,}))");
  private static final Pattern LETTER_UNIT =
      Pattern.compile("[-+]?[0-9][0-9,.]{0,40}\\s?([mgslLhJNWVK](?:\\^?[23²³])?)");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{1,2})(?::([0-5]\\d))?\\s*(?:\\\\[,; ])?\\s*(?:\\\\(?:text|mathrm)\\{)?\\s*([AaPp])?\\.?\\s*([Mm]\\.?)?\\s*}?");
  private static final Pattern DOTTED_TIME =
      Pattern.compile("\\s*(\\d{1,2})\\s*([AaPp])\\.\\s?[Mm]\\.?\\s*");
  private static final Pattern ALIGNMENT =
      Pattern.compile(
          "(?:[.,]\\s{0,9}(?=\\\\end))?\\\\(?:begin|end)\\{(?:align|aligned|gather|gathered|split)\\*?\\}");
  private static final Pattern CONTINUED_ROW =
      Pattern.compile("\\\\\\\\(?=\\s{0,20}(?:[=<>+-]|\\\\(?:approx|leq?|geq?|cdot|times)\\b))");
  private static final Pattern NEXT_ROW = Pattern.compile("[,\\s]{0,20}+\\\\\\\\");
  private static final Pattern DOUBLED_BACKSLASH =
      Pattern.compile("\\\\\\\\(?=[a-zA-Z({}\\[|,!;%$])");

  private final Cursor cursor;
  private final TermParser terms;
  private boolean colonEnds;

  private AnswerParser(String text) throws ParseException {
    cursor = new Cursor(text);
    terms = new TermParser(cursor, this);
  }

  /**
   * The tree of an answer.
   *
   * @throws ParseException with the position when the text is not understood or over a limit
   */
  public static Expr parse(String answer) throws ParseException {
    if (answer.length() > Limits.LENGTH) {
      throw new ParseException("more than " + Limits.LENGTH + " characters", Limits.LENGTH);
    }
    String rows = withoutAlignment(answer);
    String text =
        (rows.contains("\\begin{") ? rows : DOUBLED_BACKSLASH.matcher(rows).replaceAll("\\\\"))
            .replace("{:}", ":");
    Optional<Expr> spelled = Words.phrase(text);
    if (spelled.isPresent()) {
      return spelled.get();
    }
    Matcher clock = DOTTED_TIME.matcher(text);
    if (text.indexOf('.') > 0 && clock.matches() && Integer.parseInt(clock.group(1)) < 25) {
      String half = clock.group(2).toLowerCase(Locale.ROOT) + "m";
      return new Expr.Time(Integer.parseInt(clock.group(1)), 0, half);
    }
    AnswerParser parser = new AnswerParser(text);
    parser.skipIntroduction();
    Expr whole = parser.list();
    if (parser.cursor.peek().type() != Token.Type.END) {
      throw parser.cursor.error("expected the end, found " + parser.cursor.describe());
    }
    return withOtherReadings(text.strip(), whole);
  }

  /** The rows of an aligned display as one line: a row that begins with a sign goes on. */
  private static String withoutAlignment(String text) {
    if (!text.contains("\\begin{") || !ALIGNMENT.matcher(text).find()) {
      return text;
    }
    String rows = ALIGNMENT.matcher(text).replaceAll(" ").replace("&", " ").strip();
    rows = rows.endsWith("\\\\") ? rows.substring(0, rows.length() - 2) : rows;
    return NEXT_ROW.matcher(CONTINUED_ROW.matcher(rows).replaceAll(" ")).replaceAll(", ");
  }

  /** Skips "The answer is", "Answer:", = and the like before the value. */
  private void skipIntroduction() throws ParseException {
    while (true) {
      Token t = cursor.peek();
      String text = t.text().strip().toLowerCase(Locale.ROOT);
      boolean introduces =
          t.type() == Token.Type.TEXT
              && (text.endsWith(" is") || text.endsWith(" are") || text.endsWith(":"));
      if (!introduces && !t.is("=") && !t.isCommand("approx")) {
        return;
      }
      cursor.take();
    }
  }

  private static Expr withOtherReadings(String text, Expr whole) {
    Matcher decimal = DECIMAL_COMMA.matcher(text);
    if (decimal.matches()) {
      BigDecimal value = new BigDecimal(text.replace(',', '.'));
      return new Expr.Ambiguous(List.of(whole, new Expr.Num(Rational.of(value), value.scale())));
    }
    Matcher unit = LETTER_UNIT.matcher(text);
    if (unit.matches() && whole instanceof Expr.Mul m) {
      return new Expr.Ambiguous(
          List.of(whole, new Expr.Measure(m.factors().get(0), unit.group(1))));
    }
    Matcher time = TIME.matcher(text);
    boolean isTime =
        time.matches() && (time.group(2) != null || time.group(3) != null && time.group(4) != null);
    if (isTime && Integer.parseInt(time.group(1)) < 25) {
      String half = time.group(3) == null ? "" : time.group(3).toLowerCase(Locale.ROOT) + "m";
      int minutes = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
      Expr reading = new Expr.Time(Integer.parseInt(time.group(1)), minutes, half);
      boolean certain = !half.isEmpty() && time.group(2) != null; // 3am may be a product
      return certain ? reading : new Expr.Ambiguous(List.of(reading, whole));
    }
    return whole;
  }

  /** list := row ((; | and | or) row)*, row := relation (, relation)* */
  Expr list() throws ParseException {
    cursor.enter();
    List<Expr> rows = new ArrayList<>();
    boolean semicolons = false;
    List<Expr> row = new ArrayList<>();
    while (true) {
      row.add(relation());
      Token t = cursor.peek();
      if (t.is(";")) {
        semicolons = true;
        cursor.take();
        rows.add(listOf(row));
        row = new ArrayList<>();
      } else if (t.is(",") || isConnective(t)) {
        cursor.take();
        while (isConnective(cursor.peek()) || cursor.peek().is(",")) {
          cursor.take();
        }
        if (cursor.peek().type() == Token.Type.END) {
          throw cursor.error("expected another item, found the end");
        }
      } else {
        break;
      }
    }
    cursor.leave();
    rows.add(listOf(row));
    return semicolons ? new Expr.ListOf(List.copyOf(rows)) : rows.get(0);
  }

  private static Expr listOf(List<Expr> items) {
    if (items.size() == 1) {
      return items.get(0);
    }
    List<Expr> separate = new ArrayList<>();
    for (Expr item : items) {
      boolean commas =
          item instanceof Expr.Ambiguous a && a.readings().get(1) instanceof Expr.ListOf;
      separate.addAll(
          commas
              ? ((Expr.ListOf) ((Expr.Ambiguous) item).readings().get(1)).items()
              : List.of(item));
    }
    Expr list = new Expr.ListOf(List.copyOf(items));
    return separate.size() == items.size() // 3, 73,373 may be two numbers or three
        ? list
        : new Expr.Ambiguous(List.of(list, new Expr.ListOf(List.copyOf(separate))));
  }

  /** Whether the token is "and" or "or", as a word, a text or a logical sign. */
  boolean isConnective(Token t) {
    String word = t.text().strip().toLowerCase(Locale.ROOT);
    return switch (t.type()) {
      case WORD, TEXT -> word.equals("and") || word.equals("or");
      case COMMAND ->
          word.equals("lor") || word.equals("land") || word.equals("vee") || word.equals("wedge");
      case SYMBOL -> t.is("&");
      default -> false;
    };
  }

  /** relation := ratio (op ratio)* */
  Expr relation() throws ParseException {
    cursor.enter();
    List<Expr> sides = new ArrayList<>();
    List<Expr.Relation.Op> ops = new ArrayList<>();
    sides.add(union());
    for (Optional<Expr.Relation.Op> op = operator(); op.isPresent(); op = operator()) {
      ops.add(op.get());
      sides.add(union());
    }
    cursor.leave();
    return ops.isEmpty() ? sides.get(0) : new Expr.Relation(List.copyOf(sides), List.copyOf(ops));
  }

  /** A relation that ends at a bar or colon, for the first part of a set with a condition. */
  Expr relationWithinBars() throws ParseException {
    Cursor.State start = cursor.state();
    boolean saved = colonEnds;
    colonEnds = true;
    try {
      return terms.outsideBars(this::relation);
    } catch (ParseException e) {
      cursor.restore(start);
      return terms.betweenBars();
    } finally {
      colonEnds = saved;
    }
  }

  /** Reads something inside brackets, where colons make ratios again. */
  <T> T withRatios(TermParser.Reader<T> reader) throws ParseException {
    boolean saved = colonEnds;
    colonEnds = false;
    try {
      return reader.read();
    } finally {
      colonEnds = saved;
    }
  }

  private Optional<Expr.Relation.Op> operator() throws ParseException {
    Token t = cursor.peek();
    Expr.Relation.Op op =
        switch (t.type() == Token.Type.SYMBOL || t.type() == Token.Type.COMMAND ? t.text() : "") {
          case "=", "==", "equiv" -> Expr.Relation.Op.EQ;
          case "approx", "~=", "approxeq", "simeq", "doteq" -> Expr.Relation.Op.APPROX;
          case "ne", "neq", "!=" -> Expr.Relation.Op.NE;
          case "<", "lt" -> Expr.Relation.Op.LT;
          case "<=", "le", "leq", "leqslant" -> Expr.Relation.Op.LE;
          case ">", "gt" -> Expr.Relation.Op.GT;
          case ">=", "ge", "geq", "geqslant" -> Expr.Relation.Op.GE;
          case "not" -> cursor.second().is("=") ? Expr.Relation.Op.NE : null;
          case "in" -> Expr.Relation.Op.IN;
          default -> null;
        };
    if (op == null) {
      return Optional.empty();
    }
    if (cursor.take().isCommand("not")) {
      cursor.take();
    }
    if (op == Expr.Relation.Op.LT && cursor.takeIf("=")) {
      op = Expr.Relation.Op.LE;
    } else if (op == Expr.Relation.Op.GT && cursor.takeIf("=")) {
      op = Expr.Relation.Op.GE;
    }
    return Optional.of(op);
  }

  private Expr union() throws ParseException {
    Expr left = ratio();
    while (true) {
      Token t = cursor.peek();
      Expr.SetOp.Kind kind;
      if (t.isCommand("cup")) {
        kind = Expr.SetOp.Kind.UNION;
      } else if (t.isCommand("cap")) {
        kind = Expr.SetOp.Kind.INTERSECTION;
      } else if (t.isCommand("setminus") || t.isCommand("backslash")) {
        kind = Expr.SetOp.Kind.DIFFERENCE;
      } else {
        return left;
      }
      cursor.take();
      left = new Expr.SetOp(kind, left, ratio());
    }
  }

  private Expr ratio() throws ParseException {
    Expr first = quantity();
    if (colonEnds || !cursor.peek().is(":") && !cursor.peek().isCommand("colon")) {
      return first;
    }
    List<Expr> parts = new ArrayList<>(List.of(first));
    while (cursor.takeIf(":") || cursor.takeIfCommand("colon")) {
      parts.add(quantity());
    }
    return new Expr.Ratio(List.copyOf(parts));
  }

  /** quantity := [currency] sum [unit] */
  private Expr quantity() throws ParseException {
    Token t = cursor.peek();
    boolean minus = t.is("-") && isCurrency(cursor.second());
    if (minus) {
      cursor.take();
    }
    if (isCurrency(cursor.peek())) {
      String sign = cursor.take().text();
      String currency = sign.equals("textdollar") ? "$" : sign;
      Expr value = terms.sum();
      return measure(minus ? TermParser.negate(value) : value, currency);
    }
    Expr value = terms.sum();
    if (isCurrency(cursor.peek())) {
      return new Expr.Measure(value, cursor.take().text());
    }
    return unit(value);
  }

  /** A currency sign before the value; a unit after it ("$5 million dollars") adds nothing. */
  private Expr measure(Expr value, String currency) throws ParseException {
    Expr scaled = unit(value);
    return new Expr.Measure(scaled instanceof Expr.Measure m ? m.value() : scaled, currency);
  }

  private static boolean isCurrency(Token t) {
    return t.is("$")
        || t.isCommand("$")
        || t.isCommand("textdollar")
        || t.isCommand("pounds")
        || t.isCommand("euro")
        || t.type() == Token.Type.SYMBOL && t.text().length() == 1 && "€£¥₹₽₩₪₫¢".contains(t.text())
        || t.type() == Token.Type.WORD && (t.isWord("USD") || t.isWord("EUR") || t.isWord("Rs"));
  }

  /** Whether a word that follows a value is a unit rather than variables. */
  boolean startsUnit(Token t) {
    String word = t.text();
    return t.type() == Token.Type.WORD
        && word.length() >= 2
        && (UnitWords.isUnit(word) || t.spaced() && word.length() >= 4)
        && Words.function(word).isEmpty()
        && Words.constant(word).isEmpty();
  }

  private Expr unit(Expr value) throws ParseException {
    Token t = cursor.peek();
    boolean afterNumber = value instanceof Expr.Num && UnitWords.isUnitAfterNumber(t.text());
    boolean word = t.type() == Token.Type.WORD && (startsUnit(t) || afterNumber);
    if (t.isCommand("pmod") || t.isCommand("bmod")) {
      cursor.take();
      return new Expr.Call("mod", List.of(value, terms.factor()));
    }
    if (!word && t.type() != Token.Type.TEXT || isConnective(t)) {
      return value;
    }
    Optional<Rational> multiplier = Words.multiplier(t.text().strip());
    if (multiplier.isPresent()) {
      cursor.take();
      return unit(new Expr.Mul(List.of(value, new Expr.Num(multiplier.get()))));
    }
    StringBuilder unit = new StringBuilder();
    while (true) {
      Token u = cursor.peek();
      if (isConnective(u)) {
        break;
      }
      if (u.type() == Token.Type.WORD || u.type() == Token.Type.TEXT) {
        unit.append(unit.isEmpty() ? "" : " ").append(cursor.take().text().strip());
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
        unit.append('/');
      } else if ((u.isCommand("cdot") || u.is("*")) && !unit.isEmpty()) {
        cursor.take();
        unit.append(' ');
      } else if (u.is(".") || u.is("-") && !unit.isEmpty()) {
        cursor.take();
      } else {
        break;
      }
    }
    return UnitWords.apply(value, unit.toString());
  }
}
