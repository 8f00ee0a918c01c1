package io.gradus.analysis.curves;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them, except that a quoted value may not span lines. */
final class Csv {

  /**
   * A table of text.
   *
   * @param header column names
   * @param rows as many cells each as the header has
   * @param lineNumbers the line of each row, from 1
   */
  record Table(List<String> header, List<List<String>> rows, List<Integer> lineNumbers) {}

  private Csv() {}

  /**
   * Parses a file; empty lines are skipped.
   *
   * @throws IllegalArgumentException naming file and line of a row of the wrong width
   */
  static Table parse(Lines.TextFile file) {
    List<String> header = List.of();
    List<List<String>> rows = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < file.lines().size(); i++) {
      String line = file.lines().get(i);
      if (line.isBlank()) {
        continue;
      }
      List<String> cells = cells(file, i + 1, line);
      if (header.isEmpty()) {
        header = cells;
      } else if (cells.size() != header.size()) {
        throw file.error(
            "line %d has %d values, expected %d as the header has"
                .formatted(i + 1, cells.size(), header.size()));
      } else {
        rows.add(cells);
        numbers.add(i + 1);
      }
    }
    if (header.isEmpty()) {
      throw file.error("the file is empty, expected a header line");
    }
    return new Table(header, rows, numbers);
  }

  private static List<String> cells(Lines.TextFile file, int number, String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().trim());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    if (quoted) {
      throw file.error("line %d has a quote that does not end".formatted(number));
    }
    cells.add(cell.toString().trim());
    return cells;
  }
}
