package io.gradus.jobs.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Prints the rows of a query, in full. */
final class RowPrinter {
  /** How rows are shown. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  private RowPrinter() {}

  static void print(Dataset<Row> rows, Format format, PrintWriter out) {
    switch (format) {
      case TABLE -> table(rows, out);
      case CSV -> csv(rows, out);
      case JSON -> rows.toJSON().toLocalIterator().forEachRemaining(out::println);
    }
  }

  private static void table(Dataset<Row> rows, PrintWriter out) {
    List<String[]> lines = new ArrayList<>();
    lines.add(rows.columns());
    strings(rows).forEachRemaining(row -> lines.add(cells(row)));
    int[] widths = new int[rows.columns().length];
    for (String[] line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line[i].codePointCount(0, line[i].length()));
      }
    }
    for (int n = 0; n < lines.size(); n++) {
      out.println(row(lines.get(n), widths));
      if (n == 0) {
        out.println("-".repeat(Arrays.stream(widths).sum() + 2 * Math.max(0, widths.length - 1)));
      }
    }
  }

  private static String row(String[] cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      int length = cells[i].codePointCount(0, cells[i].length());
      line.append(cells[i]).append(" ".repeat(widths[i] - length + 2));
    }
    return line.toString().stripTrailing();
  }

  private static void csv(Dataset<Row> rows, PrintWriter out) {
    out.println(csvLine(rows.columns()));
    strings(rows).forEachRemaining(row -> out.println(csvLine(cells(row))));
  }

  private static String csvLine(String[] cells) {
    return String.join(",", Arrays.stream(cells).map(RowPrinter::quoted).toList());
  }

  /** As RFC 4180 has it. */
  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** Every column as text; lists, maps and structures as JSON. */
  private static Iterator<Row> strings(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    String[] names = new String[rows.schema().length()];
    // Names of a query's columns need not be distinct.
    for (int i = 0; i < names.length; i++) {
      names[i] = "c" + i;
    }
    Dataset<Row> numbered = rows.toDF(names);
    for (StructField field : numbered.schema().fields()) {
      Column column = functions.col(field.name());
      boolean nested =
          field.dataType() instanceof ArrayType
              || field.dataType() instanceof MapType
              || field.dataType() instanceof StructType;
      columns.add(nested ? functions.to_json(column) : column.cast(DataTypes.StringType));
    }
    return numbered.select(columns.toArray(Column[]::new)).toLocalIterator();
  }

  private static String[] cells(Row row) {
    String[] cells = new String[row.length()];
    for (int i = 0; i < cells.length; i++) {
      // A line break within a cell would tear a table apart.
      cells[i] = row.isNullAt(i) ? "" : row.getString(i).replace("\n", "\\n");
    }
    return cells;
  }
}
