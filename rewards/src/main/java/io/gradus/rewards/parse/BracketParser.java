package io.gradus.rewards.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what stands in brackets of any kind, and matrices. */
final class BracketParser {
  private static final Set<String> MATRICES =
      Set.of("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "array", "smallmatrix");

  private final Cursor cursor;
  private final TermParser terms;
  private final AnswerParser answers;
  private boolean outward;

  BracketParser(Cursor cursor, TermParser terms, AnswerParser answers) {
    this.cursor = cursor;
    this.terms = terms;
    this.answers = answers;
  }

  Expr read() throws ParseException {
    Token t = cursor.peek();
    if (t.is("(") || t.isCommand("lparen")) {
      return group('(');
    }
    if (t.is("[") || t.isCommand("lbrack")) {
      return square();
    }
    if (t.is("]")) {
      return outward(']'); // ]2,5[
    }
    if (t.is("{")) {
      return braces();
    }
    if (t.isCommand("{") || t.isCommand("lbrace")) {
      return set();
    }
    if (t.is("|") || t.isCommand("lvert") || t.isCommand("vert")) {
      cursor.take();
      Expr inside = terms.betweenBars();
      if (!cursor.takeIf("|") && !cursor.takeIfCommand("rvert") && !cursor.takeIfCommand("vert")) {
        throw cursor.error("absolute value never closed");
      }
      return new Expr.Call("abs", List.of(inside));
    }
    if (t.isCommand("lfloor") || t.isCommand("lceil")) {
      boolean floor = t.isCommand("lfloor");
      cursor.take();
      Expr inside = terms.outsideBars(terms::sum);
      if (!cursor.takeIfCommand(floor ? "rfloor" : "rceil")) {
        throw cursor.error("rounding bracket never closed");
      }
      return new Expr.Call(floor ? "floor" : "ceil", List.of(inside));
    }
    if (t.isCommand("langle")) {
      cursor.openDelimiter();
      cursor.take();
      List<Expr> items = items();
      cursor.closeDelimiter();
      if (!cursor.takeIfCommand("rangle")) {
        throw cursor.error("angle bracket never closed");
      }
      return new Expr.Group('(', ')', items);
    }
    if (t.isCommand("begin")) {
      return matrix();
    }
    throw cursor.error("expected a value, found " + cursor.describe());
  }

  /** [2,5], or outside other brackets [2,5[. */
  private Expr square() throws ParseException {
    if (cursor.isDelimited()) {
      return group('[');
    }
    Cursor.State start = cursor.state();
    try {
      return group('[');
    } catch (ParseException e) {
      cursor.restore(start);
      try {
        return outward('[');
      } catch (ParseException none) {
        throw e;
      }
    }
  }

  private Expr outward(char open) throws ParseException {
    boolean saved = outward;
    outward = true;
    try {
      return group(open);
    } finally {
      outward = saved;
    }
  }

  /** Whether a square bracket that opens elsewhere closes an interval here: the last of ]2,5[. */
  boolean isClosing(Token t) {
    return outward && t.is("[");
  }

  private Expr group(char open) throws ParseException {
    cursor.openDelimiter();
    cursor.take();
    List<Expr> items = items();
    cursor.closeDelimiter();
    Token close = cursor.peek();
    boolean round = close.is(")") || close.isCommand("rparen");
    boolean outward = close.is("[") && open != '(' && items.size() == 2;
    if (!round && !outward && !close.is("]") && !close.isCommand("rbrack")) {
      throw cursor.error("bracket never closed, found " + cursor.describe());
    }
    cursor.take();
    if (outward || open == ']') {
      if (items.size() != 2 || round) {
        throw new ParseException("mismatched brackets", close.start());
      }
      return new Expr.Group(open == ']' ? '(' : '[', outward ? ')' : ']', items);
    }
    if (open == '[' && !round && isMatrix(items)) {
      return new Expr.Matrix(items.stream().map(i -> ((Expr.Group) i).items()).toList());
    }
    if (items.size() == 1 && open == '(' && round) {
      boolean based = cursor.peek().is("_") && items.get(0) instanceof Expr.Num;
      return based ? terms.inBase((Expr.Num) items.get(0)) : items.get(0);
    }
    if (items.size() == 1 && open == '[' && !round) {
      return items.get(0);
    }
    if (items.size() != 2 && (open == '[') == round) {
      throw new ParseException("mismatched brackets", close.start());
    }
    return new Expr.Group(open, round ? ')' : ']', items);
  }

  /** Whether the items are rows in brackets, of one length: [[1,2],[3,4]]. */
  private static boolean isMatrix(List<Expr> items) {
    return items.size() > 1
        && items.stream()
            .allMatch(
                i ->
                    i instanceof Expr.Group g
                        && g.open() == '['
                        && g.close() == ']'
                        && g.items().size() == ((Expr.Group) items.get(0)).items().size());
  }

  /** Items between commas or semicolons; the opening delimiter is taken already. */
  private List<Expr> items() throws ParseException {
    return answers.withRatios(
        () ->
            terms.outsideBars(
                () -> {
                  List<Expr> items = new ArrayList<>();
                  do {
                    items.add(answers.relation());
                  } while (cursor.takeIf(",") || cursor.takeIf(";"));
                  return List.copyOf(items);
                }));
  }

  /** Plain braces only group; with commas inside they hold a list. */
  private Expr braces() throws ParseException {
    cursor.take();
    if (cursor.takeIf("}")) {
      return cursor.peek().type() == Token.Type.END ? fail("empty braces") : terms.factor();
    }
    Expr inside = answers.withRatios(() -> terms.outsideBars(answers::list));
    boolean over = cursor.peek().isCommand("over");
    if (over || cursor.peek().isCommand("choose")) {
      cursor.take();
      Expr below = terms.outsideBars(terms::sum);
      inside =
          over
              ? new Expr.Mul(List.of(inside, new Expr.Pow(below, Expr.MINUS_ONE)))
              : new Expr.Call("binom", List.of(inside, below));
    }
    cursor.expect("}", "to close a brace");
    return inside;
  }

  private Expr fail(String message) throws ParseException {
    throw cursor.error(message);
  }

  private Expr set() throws ParseException {
    cursor.openDelimiter();
    cursor.take();
    if (isClosingBrace()) {
      cursor.closeDelimiter();
      cursor.take();
      return new Expr.SetOf(List.of());
    }
    Cursor.State start = cursor.state();
    Expr first = answers.relationWithinBars();
    if (cursor.peek().is(":") && first instanceof Expr.Num) {
      cursor.restore(start); // a set of ratios
      first = terms.outsideBars(answers::relation);
    }
    if (cursor.takeIf("|") || cursor.takeIfCommand("mid") || cursor.takeIf(":")) {
      Expr condition = terms.outsideBars(answers::list);
      cursor.closeDelimiter();
      closeSet();
      return IntegerSets.listed(first, condition).orElse(condition);
    }
    List<Expr> items = new ArrayList<>(List.of(first));
    while (cursor.takeIf(",") || cursor.takeIf(";")) {
      items.add(terms.outsideBars(answers::relation));
    }
    cursor.closeDelimiter();
    closeSet();
    return new Expr.SetOf(List.copyOf(items));
  }

  private boolean isClosingBrace() {
    return cursor.peek().isCommand("}") || cursor.peek().isCommand("rbrace");
  }

  private void closeSet() throws ParseException {
    if (!isClosingBrace()) {
      throw cursor.error("set never closed, found " + cursor.describe());
    }
    cursor.take();
  }

  private Expr matrix() throws ParseException {
    cursor.take();
    String environment = environmentName();
    if (environment.equals("cases")) {
      return system();
    }
    if (!MATRICES.contains(environment)) {
      throw cursor.error("unknown environment '" + environment + "'");
    }
    if (environment.equals("array") && cursor.peek().is("{")) {
      cursor.reset(cursor.closingBrace(cursor.peek().start()) + 1);
    }
    List<List<Expr>> rows = new ArrayList<>();
    List<Expr> row = new ArrayList<>();
    while (!cursor.peek().isCommand("end")) {
      row.add(terms.outsideBars(terms::sum));
      if (cursor.takeIf("&")) {
        continue;
      }
      rows.add(List.copyOf(row));
      row.clear();
      if (!cursor.takeIfCommand("\\")
          && !cursor.takeIfCommand("cr")
          && !cursor.peek().isCommand("end")) {
        throw cursor.error("expected the next cell of a matrix, found " + cursor.describe());
      }
    }
    cursor.take();
    if (!environmentName().equals(environment) || !row.isEmpty()) {
      throw cursor.error("matrix never closed");
    }
    if (rows.isEmpty() || rows.stream().anyMatch(r -> r.size() != rows.get(0).size())) {
      throw cursor.error("rows of a matrix differ in length");
    }
    Expr matrix = new Expr.Matrix(List.copyOf(rows));
    return environment.equals("vmatrix") ? new Expr.Call("det", List.of(matrix)) : matrix;
  }

  /** The relations of a system, one a row. */
  private Expr system() throws ParseException {
    List<Expr> rows = new ArrayList<>();
    do {
      if (!cursor.peek().isCommand("end")) {
        rows.add(terms.outsideBars(answers::relation));
      }
      cursor.takeIf(",");
    } while (cursor.takeIfCommand("\\"));
    boolean ends = cursor.takeIfCommand("end");
    if (!ends || rows.isEmpty() || !environmentName().equals("cases")) {
      throw cursor.error("a system of relations never closed");
    }
    return rows.size() == 1 ? rows.get(0) : new Expr.ListOf(List.copyOf(rows));
  }

  private String environmentName() throws ParseException {
    cursor.expect("{", "before the name of an environment");
    String name = cursor.take().text();
    cursor.expect("}", "after the name of an environment");
    return name;
  }
}
