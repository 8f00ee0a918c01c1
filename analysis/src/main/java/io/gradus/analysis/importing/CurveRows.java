package io.gradus.analysis.importing;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.StandardError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that already have the curve table's columns, from CSV or Parquet, checked one by one.
 *
 * <p>Required: run_id, params, step, data, benchmark, loss. Others may be left out or empty: family
 * (unnamed), variant (unknown), seed (0), tau (1), group_size (1), problems (0: unknown), tokens
 * (unknown), compute (6·N·T), se (binomial from problems).
 */
final class CurveRows {
  private static final List<String> REQUIRED =
      List.of("run_id", "params", "step", "data", "benchmark", "loss");

  private CurveRows() {}

  /** Whether a table has every column that a curve table must have. */
  static boolean fits(CellTable table) {
    return table.header().containsAll(REQUIRED);
  }

  /**
   * The points of a table.
   *
   * @throws IllegalArgumentException naming row and column of what is wrong
   */
  static List<CurvePoint> points(CellTable table) {
    for (String column : REQUIRED) {
      if (!table.header().contains(column)) {
        throw table.error(
            "column '%s' is missing, found %s; other columns need a mapping file"
                .formatted(column, table.header()));
      }
    }
    List<CurvePoint> points = new ArrayList<>();
    for (int r = 0; r < table.rows().size(); r++) {
      Map<String, String> row = new HashMap<>();
      for (int c = 0; c < table.header().size(); c++) {
        row.put(table.header().get(c), table.rows().get(r).get(c));
      }
      points.add(point(table.path() + ": " + table.places().get(r), row));
    }
    return points;
  }

  private static CurvePoint point(String place, Map<String, String> row) {
    double params = number(place, row, "params");
    double tokens = number(place, row, "tokens");
    double compute = number(place, row, "compute");
    double loss = number(place, row, "loss");
    int problems = whole(place, row, "problems", 0);
    double se = number(place, row, "se");
    for (String column : REQUIRED) {
      if (row.get(column).isEmpty()) {
        throw new IllegalArgumentException("%s: column '%s' is empty".formatted(place, column));
      }
    }
    int seed = whole(place, row, "seed", 0);
    int tau = whole(place, row, "tau", 1);
    int groupSize = whole(place, row, "group_size", 1);
    int step = whole(place, row, "step", 0);
    double data = number(place, row, "data");
    try {
      return new CurvePoint(
          row.get("run_id"),
          text(row, "family", "unnamed"),
          text(row, "variant", "unknown"),
          params,
          seed,
          tau,
          groupSize,
          step,
          data,
          tokens,
          Double.isNaN(compute) ? 6 * params * tokens : compute,
          row.get("benchmark"),
          problems,
          loss,
          Double.isNaN(se) ? StandardError.binomial(loss, problems) : se);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  private static String text(Map<String, String> row, String column, String otherwise) {
    String cell = row.getOrDefault(column, "");
    return cell.isEmpty() ? otherwise : cell;
  }

  private static double number(String place, Map<String, String> row, String column) {
    String cell = row.getOrDefault(column, "");
    if (cell.isEmpty()) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: column '%s' is '%s', expected a number".formatted(place, column, cell), e);
    }
  }

  private static int whole(String place, Map<String, String> row, String column, int otherwise) {
    double value = number(place, row, column);
    if (Double.isNaN(value)) {
      return otherwise;
    }
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s: column '%s' is '%s', expected a whole number"
              .formatted(place, column, row.get(column)));
    }
    return (int) value;
  }
}
