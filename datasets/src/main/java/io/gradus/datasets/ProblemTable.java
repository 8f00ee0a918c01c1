package io.gradus.datasets;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * The {@code problems} table: Parquet, partitioned by source and split, rows in position order.
 * This class is the one place that names and documents its columns.
 */
public final class ProblemTable {

  private static final StructType MESSAGE =
      new StructType()
          .add(column("role", DataTypes.StringType, "who speaks: system, user or assistant"))
          .add(column("content", DataTypes.StringType, "the text of the turn"));

  private static final StructType SCHEMA =
      new StructType()
          .add(column("id", DataTypes.StringType, "unique name of the problem in the table"))
          .add(column("position", DataTypes.LongType, "place in the source's order, from 0"))
          .add(
              column(
                  "messages",
                  new ArrayType(MESSAGE, false),
                  "the chat to render with the policy's template; empty for a plain-text prompt"))
          .add(
              column(
                  "prompt",
                  DataTypes.StringType,
                  "the plain text, or the last user message of messages"))
          .add(column("answer", DataTypes.StringType, "the gold answer"))
          .add(
              nullable(
                  "difficulty",
                  DataTypes.DoubleType,
                  "pass rate of a reference model in [0, 1], 1 the easiest; null when unknown"))
          .add(
              column(
                  "extra",
                  DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false),
                  "whatever else the source says, by name"))
          .add(column("source", DataTypes.StringType, "the data set; partition column"))
          .add(column("split", DataTypes.StringType, "the part of the source; partition column"));

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
    Column[] columns = Arrays.stream(SCHEMA.fieldNames()).map(f -> col(f)).toArray(Column[]::new);
    problems
        .select(columns)
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
      found = new TreeSet<>(Arrays.asList(spark.read().parquet(path).columns()));
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
    return spark.read().schema(SCHEMA).parquet(path);
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
    Row[] messages =
        problem.messages().stream()
            .map(m -> RowFactory.create(m.role(), m.content()))
            .toArray(Row[]::new);
    return RowFactory.create(
        problem.id(),
        problem.position(),
        messages,
        problem.prompt(),
        problem.answer(),
        Double.isNaN(problem.difficulty()) ? null : problem.difficulty(),
        JavaConverters.mapAsScalaMap(problem.extra()), // what Spark's encoder of rows expects
        problem.source(),
        problem.split());
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
    Set<String> missing = new TreeSet<>(Arrays.asList(SCHEMA.fieldNames()));
    missing.removeAll(found);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: a problems table has the columns %s; missing are %s."
              .formatted(path, String.join(", ", SCHEMA.fieldNames()), missing));
    }
  }

  private static StructField column(String name, DataType type, String description) {
    return new StructField(name, type, false, Metadata.empty()).withComment(description);
  }

  private static StructField nullable(String name, DataType type, String description) {
    return new StructField(name, type, true, Metadata.empty()).withComment(description);
  }
}
