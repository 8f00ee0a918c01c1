package io.gradus.rewards.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table of a logic puzzle as models write it: {"header": […], "rows": [[…]]}, rows or a whole
 * list as objects, wrapped in {"answer": …}, or as Markdown. Names and cells are compared without
 * regard to case, spaces, hyphens and underscores.
 *
 * @param columns names of the columns without the one that numbers the rows
 * @param rows cells by row number and column name
 * @param sound whether no row, column or cell is given twice or beyond the header
 */
record GridTable(List<String> columns, Map<String, Map<String, String>> rows, boolean sound) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  /** Names of the column that numbers the rows. */
  private static final Pattern NUMBERING =
      Pattern.compile(
          "position|pos|house|housenumber|no\\.?|nr\\.?|number|#|index|row|id|seat|slot|place|floor|room|person|");

  private static final Pattern NUMBERED =
      Pattern.compile("(?:[a-z#.]{0,12})(\\d{1,3})(?:st|nd|rd|th)?");
  private static final Pattern RULE_LINE = Pattern.compile("\\|?(?:\\s*:?-{2,}:?\\s*\\|?)+");
  private static final int MOST_LINES = 2_000;

  /** A JSON table; empty if the text is none. */
  static Optional<GridTable> json(String text) {
    try {
      return table(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return text.contains("\\\"") ? unescaped(text) : Optional.empty();
    }
  }

  private static Optional<GridTable> unescaped(String text) {
    try {
      return table(JSON.readTree(text.replace("\\\"", "\"").replace("\\n", "\n")));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<GridTable> table(JsonNode node) {
    if (node.isArray()) {
      return objects(node);
    }
    if (!node.isObject()) {
      return Optional.empty();
    }
    Optional<JsonNode> rows = field(node, "rows");
    if (rows.isEmpty()) {
      for (String wrapper :
          List.of("answer", "solution", "finalanswer", "table", "grid", "result")) {
        Optional<JsonNode> inner = field(node, wrapper);
        if (inner.isPresent()) {
          return table(inner.get());
        }
      }
      return keyed(node);
    }
    Optional<JsonNode> header =
        field(node, "header").or(() -> field(node, "headers")).or(() -> field(node, "columns"));
    if (!rows.get().isArray()) {
      return Optional.empty();
    }
    if (header.isEmpty() || !header.get().isArray() || header.get().isEmpty()) {
      return objects(rows.get());
    }
    List<String> names = new ArrayList<>();
    header.get().forEach(name -> names.add(key(name)));
    List<List<String>> lines = new ArrayList<>();
    for (JsonNode row : rows.get()) {
      lines.add(row.isObject() ? inOrder(row, names) : cells(row));
    }
    return of(names, lines);
  }

  /** Rows as fields, {"1": {…}, "2": {…}}, or columns as lists, {"Job": […], "Pet": […]}. */
  private static Optional<GridTable> keyed(JsonNode node) {
    List<String> keys = new ArrayList<>();
    List<JsonNode> values = new ArrayList<>();
    node.fields()
        .forEachRemaining(
            f -> {
              keys.add(plain(f.getKey()));
              values.add(f.getValue());
            });
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<List<String>> lines = new ArrayList<>();
    if (values.stream().allMatch(JsonNode::isObject)
        && keys.stream().allMatch(k -> NUMBERED.matcher(k).matches())) {
      List<String> names = new ArrayList<>();
      values.get(0).fieldNames().forEachRemaining(n -> names.add(plain(n)));
      if (names.stream().anyMatch(n -> NUMBERING.matcher(n).matches())) {
        values.forEach(row -> lines.add(inOrder(row, names)));
        return of(names, lines);
      }
      for (int i = 0; i < keys.size(); i++) {
        List<String> line = new ArrayList<>(List.of(keys.get(i)));
        line.addAll(inOrder(values.get(i), names));
        lines.add(line);
      }
      names.add(0, "position");
      return of(names, lines);
    }
    int rows = values.get(0).size();
    if (rows == 0 || !values.stream().allMatch(v -> v.isArray() && v.size() == rows)) {
      return Optional.empty();
    }
    boolean numbered = keys.stream().anyMatch(k -> NUMBERING.matcher(k).matches());
    for (int r = 0; r < rows; r++) {
      List<String> line = new ArrayList<>();
      if (!numbered) {
        line.add(String.valueOf(r + 1));
      }
      for (JsonNode column : values) {
        line.add(key(column.get(r)));
      }
      lines.add(line);
    }
    if (!numbered) {
      keys.add(0, "position");
    }
    return of(keys, lines);
  }

  private static Optional<JsonNode> field(JsonNode node, String name) {
    for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> f = i.next();
      if (plain(f.getKey()).equals(name)) {
        return Optional.of(f.getValue());
      }
    }
    return Optional.empty();
  }

  /** A list of objects, each a row; all have the first one's fields. */
  private static Optional<GridTable> objects(JsonNode list) {
    if (list.isEmpty() || !list.get(0).isObject()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    list.get(0).fieldNames().forEachRemaining(n -> names.add(plain(n)));
    List<List<String>> lines = new ArrayList<>();
    for (JsonNode row : list) {
      lines.add(inOrder(row, names));
    }
    return of(names, lines);
  }

  /** An object's cells in the header's order, and whatever else it has. */
  private static List<String> inOrder(JsonNode row, List<String> names) {
    Map<String, String> byName = new HashMap<>();
    List<String> rest = new ArrayList<>();
    row.fields()
        .forEachRemaining(
            f -> {
              if (!names.contains(plain(f.getKey()))
                  || byName.put(plain(f.getKey()), key(f.getValue())) != null) {
                rest.add(key(f.getValue()));
              }
            });
    List<String> cells = new ArrayList<>();
    names.forEach(n -> cells.add(byName.getOrDefault(n, "")));
    cells.addAll(rest);
    return cells;
  }

  private static List<String> cells(JsonNode row) {
    List<String> cells = new ArrayList<>();
    row.forEach(cell -> cells.add(key(cell)));
    return cells;
  }

  /** The last Markdown table of a text. */
  static Optional<GridTable> markdown(String text) {
    String[] lines = text.split("\n", MOST_LINES);
    for (int i = lines.length - 1; i > 0; i--) {
      boolean rule =
          lines[i].contains("--")
              && lines[i].length() < 400
              && RULE_LINE.matcher(lines[i].strip()).matches();
      if (!rule || lines[i - 1].indexOf('|') < 0) {
        continue;
      }
      List<List<String>> rows = new ArrayList<>();
      for (int k = i + 1; k < lines.length && lines[k].indexOf('|') >= 0; k++) {
        rows.add(line(lines[k]));
      }
      return rows.isEmpty() ? Optional.empty() : of(line(lines[i - 1]), rows);
    }
    return Optional.empty();
  }

  private static List<String> line(String line) {
    String row = line.strip();
    row = row.startsWith("|") ? row.substring(1) : row;
    row = row.endsWith("|") ? row.substring(0, row.length() - 1) : row;
    List<String> cells = new ArrayList<>();
    for (String cell : row.split("\\|", -1)) {
      cells.add(plain(cell.replace("**", "")));
    }
    return cells;
  }

  private static Optional<GridTable> of(List<String> names, List<List<String>> lines) {
    int numbering = 0;
    for (int i = names.size() - 1; i >= 0; i--) {
      numbering = NUMBERING.matcher(names.get(i)).matches() ? i : numbering;
    }
    List<String> columns = new ArrayList<>(names);
    columns.remove(numbering);
    boolean sound = columns.stream().distinct().count() == columns.size();
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (List<String> line : lines) {
      sound &= line.size() == names.size();
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < Math.min(names.size(), line.size()); i++) {
        if (i != numbering) {
          row.putIfAbsent(names.get(i), line.get(i));
        }
      }
      sound &=
          rows.putIfAbsent(number(numbering < line.size() ? line.get(numbering) : ""), row) == null;
    }
    return Optional.of(new GridTable(columns, rows, sound));
  }

  /** "House 1" and "1st" number a row as 1 does. */
  private static String number(String cell) {
    var m = NUMBERED.matcher(cell);
    return m.matches() ? m.group(1) : cell;
  }

  private static String key(JsonNode node) {
    return node.isValueNode() ? plain(node.asText()) : node.toString();
  }

  /** Lower case, without spaces, hyphens and underscores. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (!Character.isWhitespace(c) && c != '-' && c != '_' && c != '\u2011') {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
