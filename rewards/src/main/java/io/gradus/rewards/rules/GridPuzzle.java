package io.gradus.rewards.rules;

import io.gradus.rewards.AnswerRule;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.extract.AnswerExtractor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Logic puzzles ("zebra") whose solution is a table {"header": [names], "rows": [[cells]]}. A
 * completion gives its table in the last &lt;answer&gt;…&lt;/answer&gt;, or as the last table in
 * its text; {@link GridTable} says in which forms. As in ZebraLogic (arXiv 2502.01100) one column
 * only numbers the rows, cells are compared without regard to case, a puzzle is solved when every
 * cell is right, and cell accuracy counts the right ones. Columns are found by name and rows by
 * number, in any order; a solved table has no others, none twice, and is the only table of its
 * answer.
 */
public final class GridPuzzle implements AnswerRule {
  private static final String OPEN = "<answer>";
  private static final String CLOSE = "</answer>";

  /** Pieces of JSON that are tried, from the last. */
  private static final int MOST_PIECES = 40;

  /** Between two answers of which the second takes the first one's place. */
  private static final Pattern CORRECTS =
      Pattern.compile(
          "(?i)\\b(?:no\\b(?! matter)|wrong|incorrect|better|instead|correct(?:ed|ion)|fixed|revised|updated|improved|final)\\b");

  /** So many answers before the last one are read; more are not solved. */
  private static final int MOST_ANSWERS = 20;

  private static final Pattern OR =
      Pattern.compile("(?i)[}\\]`]\\s{0,4}(?:,\\s)?(?:or|alternatively)\\b[^{\\[]{0,20}[{\\[]");

  /** Between two answers that are offered to choose from. */
  private static final Pattern OTHER_ANSWER =
      Pattern.compile("(?i)</answer>[\\s,.;]{0,4}(?:or|alternatively|otherwise|perhaps|maybe)\\b");

  private static final Pattern DENIED =
      Pattern.compile(
          "(?i)\\b(?:not (?:this|the (?:solution|answer|table|right)|a solution|my"
              + " answer|solved|the following|correct|like this)|wrong|incorrect|do not"
              + " use|never)\\b[^.\\n"
              + "<]{0,40}$");

  /**
   * Cells of a solution.
   *
   * @param right those that a completion has right
   * @param all those of the solution, without the column that numbers the rows
   */
  public record Cells(int right, int all) {
    /** Those of both. */
    public Cells plus(Cells other) {
      return new Cells(right + other.right, all + other.all);
    }

    /** Share of right cells. */
    public double share() {
      return all == 0 ? 0 : (double) right / all;
    }
  }

  /** What a completion gives: the text of its table, the table, and whether it is the only one. */
  private record Given(
      Optional<String> text, Optional<GridTable> table, boolean single, boolean tagged) {}

  /**
   * Counts the right cells of a completion, none where it has no table; empty if the gold answer is
   * no table.
   */
  public static Optional<Cells> cells(String gold, String completion) {
    return GridTable.json(gold).map(solution -> cells(solution, given(completion).table()));
  }

  @Override
  public Verdict verify(String gold, String completion) {
    GridTable solution = solution(gold);
    Given given = given(completion);
    if (given.table().isEmpty()) {
      String reason =
          given.text().isEmpty() ? "no {…} found" : "the last {…} is no table of header and rows";
      return new Verdict(false, given.text(), reason, false);
    }
    GridTable table = given.table().get();
    Cells cells = cells(solution, given.table());
    boolean shape =
        table.sound()
            && table.columns().size() == solution.columns().size()
            && table.rows().size() == solution.rows().size();
    String remark = !given.single() ? ", several different tables" : shape ? "" : ", other shape";
    return new Verdict(
        cells.right() == cells.all() && shape && given.single(),
        given.text(),
        cells.right() + " of " + cells.all() + " cells right" + remark,
        given.tagged());
  }

  private static Cells cells(GridTable solution, Optional<GridTable> given) {
    int right = 0;
    int all = 0;
    for (Map.Entry<String, Map<String, String>> row : solution.rows().entrySet()) {
      Map<String, String> found =
          given.map(g -> g.rows().getOrDefault(row.getKey(), Map.of())).orElse(Map.of());
      for (Map.Entry<String, String> cell : row.getValue().entrySet()) {
        right += cell.getValue().equals(found.get(cell.getKey())) ? 1 : 0;
        all++;
      }
    }
    return new Cells(right, all);
  }

  private static GridTable solution(String gold) {
    return GridTable.json(gold)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "gold answer "
                        + gold.substring(0, Math.min(60, gold.length()))
                        + ", expected {\"header\": […], \"rows\": [[…]]}"));
  }

  private static Given given(String completion) {
    if (completion.length() > AnswerExtractor.MAX_LENGTH) {
      return new Given(Optional.empty(), Optional.empty(), true, false);
    }
    String whole = AnswerExtractor.lastTurn(completion);
    String text = whole;
    int open = text.lastIndexOf(OPEN);
    boolean denied =
        OTHER_ANSWER.matcher(text.substring(Math.max(0, open - 40), Math.max(0, open))).find()
            || DENIED.matcher(text.substring(Math.max(0, open - 80), Math.max(0, open))).find();
    if (open >= 0) {
      int close = text.indexOf(CLOSE, open);
      text = text.substring(open + OPEN.length(), close < 0 ? text.length() : close);
    }
    List<String> pieces = pieces(text);
    List<GridTable> tables = new ArrayList<>();
    Optional<String> last = pieces.isEmpty() ? Optional.empty() : Optional.of(pieces.get(0));
    for (String piece : pieces) {
      Optional<GridTable> table = GridTable.json(piece);
      if (table.isPresent()) {
        last = tables.isEmpty() ? Optional.of(piece) : last;
        tables.add(table.get());
      }
    }
    if (tables.isEmpty()) {
      GridTable.markdown(text).ifPresent(tables::add);
      last = tables.isEmpty() ? last : Optional.of(text.strip());
    }
    // outside an answer the last table counts; inside, a second one is a second answer
    boolean one = tables.stream().distinct().count() < 2;
    int at = last.map(text::lastIndexOf).orElse(0);
    boolean rejected =
        open < 0 && DENIED.matcher(text.substring(Math.max(0, at - 80), Math.max(0, at))).find()
            || AnswerExtractor.isTakenBack(after(whole, last.orElse("")));
    boolean rival =
        open >= 0 && !tables.isEmpty() && hasRival(whole.substring(0, open), tables.get(0));
    boolean single =
        !denied && !rejected && !rival && (one || open < 0 && !OR.matcher(text).find());
    Optional<GridTable> table = tables.isEmpty() ? Optional.empty() : Optional.of(tables.get(0));
    return new Given(last, table, single, open >= 0);
  }

  /** Whether an earlier answer that nothing takes back has another table. */
  private static boolean hasRival(String before, GridTable table) {
    int end = before.length();
    for (int i = 0; i < MOST_ANSWERS && end > 0; i++) {
      int open = before.lastIndexOf(OPEN, end - 1);
      if (open < 0) {
        return false;
      }
      int close = before.indexOf(CLOSE, open);
      int to = close < 0 || close > end ? end : close;
      String between = before.substring(to, end);
      if (AnswerExtractor.isTakenBack(between) || CORRECTS.matcher(between).find()) {
        return false;
      }
      String text = before.substring(open + OPEN.length(), Math.max(open + OPEN.length(), to));
      boolean other =
          Stream.concat(
                  pieces(text).stream().map(GridTable::json), Stream.of(GridTable.markdown(text)))
              .flatMap(Optional::stream)
              .anyMatch(t -> !t.equals(table));
      if (other) {
        return true;
      }
      end = open;
    }
    return end > 0 && before.lastIndexOf(OPEN, end - 1) >= 0;
  }

  /** What a text says after its table. */
  private static String after(String text, String table) {
    int at = text.lastIndexOf(table);
    return at < 0 ? "" : text.substring(at + table.length());
  }

  /** The outermost {…} and […] of a text that may be JSON, the last one first. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int end = text.length() - 1;
    while (end >= 0 && pieces.size() < MOST_PIECES) {
      char c = text.charAt(end);
      if (c != '}' && c != ']') {
        end--;
        continue;
      }
      int start = opening(text, end);
      if (start < 0) {
        end--;
        continue;
      }
      String piece = text.substring(start, end + 1);
      boolean nested = piece.startsWith("{{") && piece.endsWith("}}"); // \boxed{{…}}
      pieces.add(nested ? piece.substring(1, piece.length() - 1) : piece);
      end = start - 1;
    }
    return pieces;
  }

  private static int opening(String text, int end) {
    int depth = 0;
    for (int i = end; i >= 0; i--) {
      char c = text.charAt(i);
      depth += c == '}' || c == ']' ? 1 : c == '{' || c == '[' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
