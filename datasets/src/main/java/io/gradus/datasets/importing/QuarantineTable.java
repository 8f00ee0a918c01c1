package io.gradus.datasets.importing;

import static io.gradus.files.table.ColumnType.Plain.LONG;
import static io.gradus.files.table.ColumnType.Plain.STRING;

import io.gradus.datasets.SparkTable;
import io.gradus.datasets.importing.RowOutcome.Rejected;
import io.gradus.files.Texts;
import io.gradus.files.table.Column;
import io.gradus.files.table.Table;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows that an import refused: Parquet in the directory {@value #DIRECTORY} of the problems
 * table, where Spark does not take it for problems. Read it by that path.
 */
public final class QuarantineTable {

  /** Name of the directory inside the problems table. */
  public static final String DIRECTORY = "_quarantine";

  /** Most characters of a row that are kept. */
  public static final int MAX_RAW = 2_000;

  static final Table<Rejected> COLUMNS =
      Table.of(
          DIRECTORY,
          "Rows that `datasets import` refused, beside the table it made.",
          Column.of("file", STRING, "path of the input file", r -> r.raw().file()),
          Column.of("row", LONG, "line or Parquet row, from 1", r -> r.raw().row()),
          Column.of(
              "cause",
              STRING,
              "malformed, duplicate_id, over_token_limit or unreadable_gold",
              r -> r.cause().toString()),
          Column.of("reason", STRING, "what was found and what was expected", Rejected::reason),
          Column.of(
              "raw",
              STRING,
              "the row as text, its first " + MAX_RAW + " characters",
              r -> Texts.beginning(r.raw().text(), MAX_RAW)));

  /** The columns, each with its meaning. */
  public static final Table<?> TABLE = COLUMNS;

  private QuarantineTable() {}

  /** The columns, each with its description as comment. */
  static StructType schema() {
    return SparkTable.schema(COLUMNS);
  }

  static Row row(Rejected rejected) {
    return SparkTable.row(COLUMNS, rejected);
  }
}
