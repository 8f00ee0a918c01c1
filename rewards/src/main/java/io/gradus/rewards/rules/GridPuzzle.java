package io.gradus.rewards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gradus.rewards.AnswerRule;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.extract.AnswerExtractor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Logic puzzles ("zebra") whose solution is a table {"header": [names], "rows": [[cells]]}. A
 * completion gives its table in the last &lt;answer&gt;…&lt;/answer&gt;, or as its last {…}; single
 * quotes are taken too. As in ZebraLogic (arXiv 2502.01100) the first column only numbers the rows,
 * cells are compared without regard to case, a puzzle is solved when every cell is right, and cell
 * accuracy counts the right ones. Columns are found by name and rows by number, in any order; a
 * solved table has no others.
 */
public final class GridPuzzle implements AnswerRule {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();
  private static final String OPEN = "<answer>";
  private static final String CLOSE = "</answer>";

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

  /** A table by row number and column name. */
  private record Grid(List<String> columns, Map<String, Map<String, String>> rows) {}

  /**
   * Counts the right cells of a completion, none where it has no table; empty if the gold answer is
   * no table.
   */
  public static Optional<Cells> cells(String gold, String completion) {
    return grid(gold).map(solution -> cells(solution, text(completion).flatMap(GridPuzzle::grid)));
  }

  @Override
  public Verdict verify(String gold, String completion) {
    Grid solution = solution(gold);
    Optional<String> text = text(completion);
    Optional<Grid> given = text.flatMap(GridPuzzle::grid);
    boolean tagged = completion.contains(OPEN);
    if (given.isEmpty()) {
      String reason =
          text.isEmpty() ? "no {…} found" : "the last {…} is no table of header and rows";
      return new Verdict(false, text, reason, false);
    }
    Cells cells = cells(solution, given);
    boolean shape =
        given.get().columns().size() == solution.columns().size()
            && given.get().rows().size() == solution.rows().size();
    return new Verdict(
        cells.right() == cells.all() && shape,
        text,
        cells.right() + " of " + cells.all() + " cells right" + (shape ? "" : ", other shape"),
        tagged);
  }

  private static Cells cells(Grid solution, Optional<Grid> given) {
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

  private static Grid solution(String gold) {
    return grid(gold)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "gold answer "
                        + gold.substring(0, Math.min(60, gold.length()))
                        + ", expected {\"header\": […], \"rows\": [[…]]}"));
  }

  /** The last {…} of the last answer, or of the whole text where none is marked. */
  private static Optional<String> text(String completion) {
    if (completion.length() > AnswerExtractor.MAX_LENGTH) {
      return Optional.empty();
    }
    String text = AnswerExtractor.lastTurn(completion);
    int open = text.lastIndexOf(OPEN);
    if (open >= 0) {
      int close = text.indexOf(CLOSE, open);
      text = text.substring(open + OPEN.length(), close < 0 ? text.length() : close);
    }
    int end = text.lastIndexOf('}');
    int depth = 0;
    for (int i = end; i >= 0; i--) {
      char c = text.charAt(i);
      depth += c == '}' ? 1 : c == '{' ? -1 : 0;
      if (depth == 0) {
        return Optional.of(text.substring(i, end + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<Grid> grid(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    JsonNode header = node.path("header");
    JsonNode lines = node.path("rows");
    if (!header.isArray() || header.isEmpty() || !lines.isArray()) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>();
    header.forEach(name -> columns.add(cell(name)));
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (JsonNode line : lines) {
      Map<String, String> row = new HashMap<>();
      for (int i = 1; i < Math.min(columns.size(), line.size()); i++) {
        row.putIfAbsent(columns.get(i), cell(line.get(i)));
      }
      rows.putIfAbsent(cell(line.path(0)), row);
    }
    return Optional.of(new Grid(columns, rows));
  }

  private static String cell(JsonNode node) {
    return node.asText().strip().toLowerCase(Locale.ROOT);
  }
}
