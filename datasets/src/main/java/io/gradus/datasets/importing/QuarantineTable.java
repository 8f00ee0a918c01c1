package io.gradus.datasets.importing;

import io.gradus.files.Texts;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
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

  private static final StructType SCHEMA =
      new StructType()
          .add(column("file", "path of the input file"))
          .add(
              new StructField("row", DataTypes.LongType, false, Metadata.empty())
                  .withComment("line or Parquet row, from 1"))
          .add(column("cause", "malformed, duplicate_id or over_token_limit"))
          .add(column("reason", "what was found and what was expected"))
          .add(column("raw", "the row as text, its first " + MAX_RAW + " characters"));

  private QuarantineTable() {}

  /** The columns, each with its description as comment. */
  public static StructType schema() {
    return SCHEMA;
  }

  static Row row(RawRow raw, Cause cause, String reason) {
    return RowFactory.create(
        raw.file(), raw.row(), cause.toString(), reason, Texts.beginning(raw.text(), MAX_RAW));
  }

  private static StructField column(String name, String description) {
    return new StructField(name, DataTypes.StringType, false, Metadata.empty())
        .withComment(description);
  }
}
