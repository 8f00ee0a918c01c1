package io.gradus.rewards.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a whole answer: lists of relations between unions of terms, with units, and short texts.
 * Stateless to its callers: {@link #parse} may be called from any thread.
 */
public final class AnswerParser {
  /** What a text is, which decides how many readings it may have. */
  enum Role {
    /** One reading: the likeliest. */
    GOLD,
    /** Every honest reading. */
    ANSWER
  }

  private static final Set<String> CONNECTIVES = Set.of("and", "or", "and also", "or else");

  /** The same in other languages; only as text, because "et" may be a product. */
  private static final Set<String> AND = Set.of("et", "und", "y", "e", "и");

  private static final Set<String> OR = Set.of("oder", "ou", "o", "или");

  private final Cursor cursor;
  private final TermParser terms;
  private final QuantityParser quantities;
  private final Role role;
  private boolean colonEnds;

  private AnswerParser(String text, Role role) throws ParseException {
    this.role = role;
    cursor = new Cursor(text);
    terms = new TermParser(cursor, this);
    quantities = new QuantityParser(cursor, terms, role);
  }

  /**
   * The tree of an answer, with every reading that its notation allows.
   *
   * @throws ParseException with the position when the text is not understood or over a limit
   */
  public static Expr parse(String answer) throws ParseException {
    return parse(answer, Role.ANSWER);
  }

  /**
   * The tree of a gold answer, which has one reading: 1,234 is a number, 0,2 are two.
   *
   * @throws ParseException with the position when the text is not understood or over a limit
   */
  public static Expr parseGold(String gold) throws ParseException {
    return parse(gold, Role.GOLD);
  }

  static Expr parse(String answer, Role role) throws ParseException {
    if (answer.length() > Limits.LENGTH) {
      throw new ParseException("more than " + Limits.LENGTH + " characters", Limits.LENGTH);
    }
    String text = Preparation.prepare(answer);
    Optional<Expr> spelled = Words.phrase(text).or(() -> Readings.time(text));
    if (spelled.isPresent()) {
      return spelled.get();
    }
    Optional<Expr> restated = Restated.read(text, role);
    try {
      Expr whole = new AnswerParser(text, role).whole();
      return restated.isPresent()
          ? new Expr.Ambiguous(List.of(whole, restated.get()))
          : role == Role.GOLD ? Readings.ofGold(text, whole) : Readings.ofAnswer(text, whole);
    } catch (ParseException e) {
      Optional<String> value = restated.isPresent() ? Optional.empty() : Restated.ofFormula(text);
      return value.isPresent() && role == Role.ANSWER
          ? parse(value.get(), role)
          : restated.orElseThrow(() -> e);
    }
  }

  private Expr whole() throws ParseException {
    skipIntroduction();
    Expr whole = list();
    if (cursor.peek().type() != Token.Type.END) {
      throw cursor.error("expected the end, found " + cursor.describe());
    }
    return whole;
  }

  Role role() {
    return role;
  }

  /** Skips "The answer is", "exactly", = and the like before the value. */
  private void skipIntroduction() throws ParseException {
    while (true) {
      Token t = cursor.peek();
      String text = t.text().strip().toLowerCase(Locale.ROOT);
      boolean introduces =
          t.type() == Token.Type.TEXT
              && (text.endsWith(" is")
                  || text.endsWith(" are")
                  || text.endsWith(":")
                  || text.equals("exactly")
                  || text.equals("only")
                  || text.equals("either")
                  || text.equals("is"));
      if (!introduces && !t.is("=") && !t.isCommand("approx")) {
        return;
      }
      cursor.take();
    }
  }

  /** list := row (; row)*, row := relation ((, | and | or) relation)* */
  Expr list() throws ParseException {
    cursor.enter();
    List<Expr> rows = new ArrayList<>();
    boolean semicolons = false;
    ListBuilder row = new ListBuilder();
    while (true) {
      row.add(relation());
      Token t = cursor.peek();
      if (t.is(";")) {
        semicolons = true;
        cursor.take();
        rows.add(withSeparateCommas(row.build()));
        row = new ListBuilder();
      } else if (t.is(",") || isConnective(t)) {
        row.gap(separator());
        if (cursor.peek().type() == Token.Type.END) {
          throw cursor.error("expected another item, found the end");
        }
      } else {
        break;
      }
    }
    cursor.leave();
    rows.add(withSeparateCommas(row.build()));
    return semicolons ? new Expr.ListOf(List.copyOf(rows)) : rows.get(0);
  }

  /** Takes the signs and words between two items. */
  private Expr.ListOf.Join separator() throws ParseException {
    Expr.ListOf.Join join = Expr.ListOf.Join.COMMA;
    while (isConnective(cursor.peek()) || cursor.peek().is(",")) {
      Token t = cursor.take();
      String word = t.text().strip().toLowerCase(Locale.ROOT);
      if (!t.is(",")) {
        boolean or =
            word.endsWith("or")
                || word.equals("or else")
                || word.equals("vee")
                || OR.contains(word);
        join = or ? Expr.ListOf.Join.OR : Expr.ListOf.Join.AND;
      }
    }
    return join;
  }

  /** 3, 73,373 in an answer may be two numbers or three. */
  private static Expr withSeparateCommas(Expr list) {
    if (!(list instanceof Expr.ListOf l)) {
      return list;
    }
    List<Expr> separate = new ArrayList<>();
    for (Expr item : l.items()) {
      boolean commas =
          item instanceof Expr.Ambiguous a && a.readings().get(1) instanceof Expr.ListOf;
      separate.addAll(
          commas
              ? ((Expr.ListOf) ((Expr.Ambiguous) item).readings().get(1)).items()
              : List.of(item));
    }
    List<Expr> items = Progressions.writtenOut(l.items());
    return separate.size() == l.items().size()
        ? items.equals(l.items()) ? list : new Expr.ListOf(items, l.join())
        : new Expr.Ambiguous(List.of(list, new Expr.ListOf(List.copyOf(separate), l.join())));
  }

  /** Whether the token is "and" or "or", as a word, a text or a logical sign. */
  static boolean isConnective(Token t) {
    return switch (t.type()) {
      case WORD -> CONNECTIVES.contains(t.text().toLowerCase(Locale.ROOT));
      case TEXT -> {
        String word = t.text().strip().toLowerCase(Locale.ROOT);
        yield CONNECTIVES.contains(word) || AND.contains(word) || OR.contains(word);
      }
      case COMMAND ->
          t.isCommand("lor")
              || t.isCommand("land")
              || t.isCommand("vee")
              || t.isCommand("wedge")
              || t.isCommand("&");
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
    return ops.isEmpty()
        ? sides.get(0)
        : areMeasures(sides, ops) ? restated(sides) : splitUnion(sides, ops);
  }

  /** 90 minutes = 1.5 hours states one value twice. */
  private static boolean areMeasures(List<Expr> sides, List<Expr.Relation.Op> ops) {
    return ops.stream().allMatch(op -> op == Expr.Relation.Op.EQ)
        && sides.stream().allMatch(Expr.Measure.class::isInstance);
  }

  private static Expr restated(List<Expr> sides) {
    return new Expr.ListOf(List.copyOf(sides), Expr.ListOf.Join.OR);
  }

  /** x < 1 ∪ x > 3 is a union of conditions: the sign binds less than the relations beside it. */
  private static Expr splitUnion(List<Expr> sides, List<Expr.Relation.Op> ops) {
    for (int i = 1; i < sides.size() - 1; i++) {
      if (sides.get(i) instanceof Expr.SetOp o && !isSet(o.left()) && !isSet(o.right())) {
        List<Expr> left = new ArrayList<>(sides.subList(0, i));
        left.add(o.left());
        List<Expr> right = new ArrayList<>(List.of(o.right()));
        right.addAll(sides.subList(i + 1, sides.size()));
        return new Expr.SetOp(
            o.kind(),
            new Expr.Relation(List.copyOf(left), List.copyOf(ops.subList(0, i))),
            splitUnion(right, ops.subList(i, ops.size())));
      }
    }
    return new Expr.Relation(List.copyOf(sides), List.copyOf(ops));
  }

  private static boolean isSet(Expr e) {
    return e instanceof Expr.Group
        || e instanceof Expr.SetOf
        || e instanceof Expr.SetOp
        || e instanceof Expr.Var v
            && (v.name().length() > 1 || Character.isUpperCase(v.name().charAt(0)));
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
      return terms.withinBars(this::relation);
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
          default -> t.type() == Token.Type.TEXT ? inWords(t.text().strip()) : null;
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

  /** Whether the token is a relation in words: "is at least". */
  static boolean isRelation(Token t) {
    return t.type() == Token.Type.TEXT && inWords(t.text().strip()) != null;
  }

  private static Expr.Relation.Op inWords(String text) {
    return switch (text) {
      case "is at least", "is greater than or equal to" -> Expr.Relation.Op.GE;
      case "is at most", "is less than or equal to" -> Expr.Relation.Op.LE;
      case "is greater than", "is more than" -> Expr.Relation.Op.GT;
      case "is less than" -> Expr.Relation.Op.LT;
      case "is", "equals", "is equal to" -> Expr.Relation.Op.EQ;
      default -> null;
    };
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
    Expr first = quantities.read();
    if (colonEnds || !cursor.peek().is(":") && !cursor.peek().isCommand("colon")) {
      return first;
    }
    List<Expr> parts = new ArrayList<>(List.of(first));
    while (cursor.takeIf(":") || cursor.takeIfCommand("colon")) {
      parts.add(quantities.read());
    }
    return new Expr.Ratio(List.copyOf(parts));
  }
}
