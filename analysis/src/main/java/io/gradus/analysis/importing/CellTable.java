package io.gradus.analysis.importing;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table of text cells from CSV or Parquet; a cell without a value is empty text.
 *
 * @param path the file or folder
 * @param header column names
 * @param rows as many cells each as the header has
 * @param places where each row stands, for errors: "line 3" or "row 3"
 */
record CellTable(String path, List<String> header, List<List<String>> rows, List<String> places) {
  private static final int MOST_COLUMNS = 100_000;

  /**
   * Parses comma-separated values, or those of a file whose header has no comma but tabs or
   * semicolons; empty lines are skipped.
   *
   * @throws IllegalArgumentException naming file and line of a row of the wrong width
   */
  static CellTable csv(Lines.TextFile file) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(delimiter(file));
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setMaxCharsPerColumn(-1);
    settings.setNullValue("");
    settings.setEmptyValue("");
    settings.setCommentProcessingEnabled(false);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.RAISE_ERROR);
    CsvParser parser = new CsvParser(settings);
    List<String> header = List.of();
    List<List<String>> rows = new ArrayList<>();
    List<String> places = new ArrayList<>();
    try {
      parser.beginParsing(new StringReader(String.join("\n", file.lines()) + "\n"));
      for (String[] cells = parser.parseNext(); cells != null; cells = parser.parseNext()) {
        long line = parser.getContext().currentLine();
        if (header.isEmpty()) {
          header = List.of(cells);
        } else if (cells.length != header.size()) {
          throw file.error(
              "line %d has %d values, expected %d as the header has"
                  .formatted(line, cells.length, header.size()));
        } else {
          rows.add(List.of(cells));
          places.add("line " + line);
        }
      }
    } catch (TextParsingException e) {
      throw file.error(
          "line %d is not CSV, expected quotes around a whole value and doubled within it"
              .formatted(e.getLineIndex() + 1));
    }
    if (header.isEmpty()) {
      throw file.error("the file is empty, expected a header line");
    }
    return new CellTable(file.location(), header, rows, places);
  }

  private static char delimiter(Lines.TextFile file) {
    String header = file.lines().stream().filter(l -> !l.isBlank()).findFirst().orElse("");
    if (header.indexOf(',') < 0) {
      return header.indexOf('\t') >= 0 ? '\t' : header.indexOf(';') >= 0 ? ';' : ',';
    }
    return ',';
  }

  /**
   * Reads a Parquet file or folder, whose rows are numbered from 1.
   *
   * @throws IllegalArgumentException if it is not Parquet
   */
  static CellTable parquet(SparkSession spark, String path) {
    Lines.requireParquet(spark.sparkContext().hadoopConfiguration(), path);
    Dataset<Row> table = spark.read().parquet(path);
    List<List<String>> rows =
        table.collectAsList().stream()
            .map(row -> IntStream.range(0, row.size()).mapToObj(c -> cell(row.get(c))).toList())
            .toList();
    return new CellTable(
        path,
        Arrays.asList(table.columns()),
        rows,
        IntStream.rangeClosed(1, rows.size()).mapToObj(r -> "row " + r).toList());
  }

  private static String cell(Object value) {
    return value == null ? "" : value.toString();
  }

  /** An error about a row. */
  IllegalArgumentException error(int row, String message) {
    return new IllegalArgumentException("%s: %s: %s".formatted(path, places.get(row), message));
  }

  /** An error about the whole table. */
  IllegalArgumentException error(String message) {
    return new IllegalArgumentException(path + ": " + message);
  }

  /**
   * The number of a cell.
   *
   * @throws IllegalArgumentException naming row and column if it is none
   */
  double number(int row, int column) {
    try {
      return Double.parseDouble(rows.get(row).get(column));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: %s, column '%s': '%s' is not a number"
              .formatted(path, places.get(row), header.get(column), rows.get(row).get(column)),
          e);
    }
  }
}
