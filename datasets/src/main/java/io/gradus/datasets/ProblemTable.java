package io.gradus.datasets;

import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.LONG;
import static io.gradus.files.table.ColumnType.Plain.STRING;
import static org.apache.spark.sql.functions.col;

import io.gradus.files.table.Column;
import io.gradus.files.table.ColumnType.ListOf;
import io.gradus.files.table.ColumnType.MapOf;
import io.gradus.files.table.ColumnType.Struct;
import io.gradus.files.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The {@code problems} table: Parquet, partitioned by source and split, rows in position order.
 * This class is the one place that names and documents its columns.
 */
public final class ProblemTable {

  private static final Struct<Message> MESSAGE =
      new Struct<>(
          List.of(
              Column.of("role", STRING, "who speaks: system, user or assistant", Message::role),
              Column.of("content", STRING, "the text of the turn", Message::content)));

  /** The columns, each with its meaning. */
  public static final Table<Problem> TABLE =
      new Table<>(
          "problems",
          "One problem that a run trained on or was tested with.",
          List.of(
              Column.of("source", STRING, "the data set; partition column", Problem::source),
              Column.of(
                  "split", STRING, "the part of the source; partition column", Problem::split)),
          List.of(
              Column.of("id", STRING, "unique name of the problem in the table", Problem::id),
              Column.of("position", LONG, "place in the source's order, from 0", Problem::position),
              Column.of(
                  "messages",
                  new ListOf(MESSAGE),
                  "the chat to render with the policy's template; empty for a plain-text prompt",
                  Problem::messages),
              Column.of(
                  "prompt",
                  STRING,
                  "the plain text, or the last user message of messages",
                  Problem::prompt),
              Column.of("answer", STRING, "the gold answer", Problem::answer),
              Column.nullable(
                  "difficulty",
                  DOUBLE,
                  "pass rate of a reference model in [0, 1], 1 the easiest; null when unknown",
                  p -> Double.isNaN(p.difficulty()) ? null : p.difficulty()),
              Column.of(
                  "extra",
                  new MapOf(STRING, STRING),
                  "whatever else the source says, by name",
                  Problem::extra)));

  private static final StructType SCHEMA = SparkTable.schema(TABLE);

  private ProblemTable() {}

  /** The columns in order, each with its description as comment; source and split come last. */
  public static StructType schema() {
    return SCHEMA;
  }

  /** The problems as rows of {@link #schema()}, in the order given. */
  public static Dataset<Row> toRows(SparkSession spark, List<Problem> problems) {
    return spark.createDataFrame(problems.stream().map(ProblemTable::toRow).toList(), SCHEMA);
  }

  /**
   * Writes a new table: one file per source and split, rows in position order.
   *
   * @throws IllegalArgumentException when columns are missing or the path exists
   */
  public static void write(Dataset<Row> problems, String path) {
    requireColumns(problems, path);
    StagedDirectory.write(
        problems.sparkSession().sparkContext().hadoopConfiguration(),
        path,
        staging -> writePartitions(problems, staging));
  }

  /** Writes the partitioned files in place; for callers that stage the directory themselves. */
  public static void writePartitions(Dataset<Row> problems, String path) {
    problems
        .select(TABLE.names().stream().map(f -> col(f)).toArray(org.apache.spark.sql.Column[]::new))
        .repartition(col("source"), col("split"))
        .sortWithinPartitions(col("source"), col("split"), col("position"), col("id"))
        .write()
        .mode(SaveMode.ErrorIfExists)
        .partitionBy("source", "split")
        .parquet(path);
  }

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException when the path is missing or is no problems table
   */
  public static Dataset<Row> read(SparkSession spark, String path) {
    Set<String> found;
    try {
      found = new TreeSet<>(Arrays.asList(spark.read().parquet(LiteralPath.of(path)).columns()));
    } catch (Exception e) {
      // Checked exceptions that Spark's Scala code does not declare: there is no such folder, or
      // its files are not Parquet.
      if (e instanceof AnalysisException || e instanceof SparkException) {
        throw RootCause.refusal(
            path + ": expected a problems table (Parquet, partitioned by source and split)", e);
      }
      throw e;
    }
    requireColumns(found, path);
    return spark.read().schema(SCHEMA).parquet(LiteralPath.of(path));
  }

  /** The problems of a table or of a selection of its rows, in position order. */
  public static List<Problem> collect(Dataset<Row> problems) {
    return problems
        .orderBy(col("position"), col("source"), col("split"), col("id"))
        .collectAsList()
        .stream()
        .map(ProblemTable::fromRow)
        .toList();
  }

  /** The row of a problem, columns as in {@link #schema()}. */
  public static Row toRow(Problem problem) {
    return SparkTable.row(TABLE, problem);
  }

  /** The problem of a row; columns are found by name, so any order and additions are fine. */
  public static Problem fromRow(Row row) {
    List<Message> messages = new ArrayList<>();
    List<Row> turns = row.getList(row.fieldIndex("messages"));
    for (Row turn : turns) {
      messages.add(new Message(turn.getAs("role"), turn.getAs("content")));
    }
    int difficulty = row.fieldIndex("difficulty");
    Map<String, String> extra = row.getJavaMap(row.fieldIndex("extra"));
    return new Problem(
        row.getAs("id"),
        row.getAs("source"),
        row.getAs("split"),
        row.getLong(row.fieldIndex("position")),
        messages,
        row.getAs("prompt"),
        row.getAs("answer"),
        row.isNullAt(difficulty) ? Double.NaN : row.getDouble(difficulty),
        extra);
  }

  private static void requireColumns(Dataset<Row> problems, String path) {
    requireColumns(new TreeSet<>(Arrays.asList(problems.columns())), path);
  }

  private static void requireColumns(Set<String> found, String path) {
    Set<String> missing = new TreeSet<>(TABLE.names());
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: a problems table has the columns %s; missing are %s."
              .formatted(path, String.join(", ", TABLE.names()), missing));
    }
  }
}
