package io.gradus.datasets.importing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.StagedDirectory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Imports a problem set: a new problems table appears whole, with the refused rows beside the
 * partitions in {@link QuarantineTable#DIRECTORY}, or nothing does.
 *
 * <p>Positions number the rows of all files in name order. Of rows with the same id the first is
 * kept; the others are refused, or only counted if they ask and answer the same.
 */
public final class DatasetImport {

  private static final String RAW = "_raw_";
  private static final String GOLD = "_gold";
  private static final String REPEATED = "_repeated";
  private static final String COPY = "_copy";
  private static final String FIRST = "_first";

  private final SparkSession spark;
  private final ImportSettings settings;
  private List<String> leftOut = List.of();

  private DatasetImport(SparkSession spark, ImportSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Problems that were read.
   *
   * @param problems in their order
   * @param copies rows that repeat an earlier one and were left out
   * @param rejected rows that cannot be used and were left out
   * @param examples file, row and fault of the first of these
   */
  public record Collected(
      List<Problem> problems, long copies, long rejected, List<String> examples) {}

  /** Most examples of rows that cannot be used. */
  private static final int EXAMPLES = 3;

  /**
   * Runs an import.
   *
   * @throws IllegalArgumentException for a wrong option, a missing or unreadable input, an output
   *     that exists, or an input without one acceptable row; nothing is written then
   */
  public static ImportReport run(SparkSession spark, ImportSettings settings) {
    return new DatasetImport(spark, settings).run();
  }

  /**
   * The problems that an import would put into its table, in their order, without writing anything;
   * the settings' output is not looked at. Rows that the import would put aside are counted.
   *
   * @throws IllegalArgumentException for a wrong option, a missing or unreadable input, or an input
   *     without one acceptable row
   */
  public static Collected collectAll(SparkSession spark, ImportSettings settings) {
    return new DatasetImport(spark, settings).collectAll();
  }

  private Collected collectAll() {
    return read(
        (report, ranked, refused) -> {
          long copies = report.rejected().get(Cause.COPY);
          long rejected = report.rejectedRows() - copies;
          List<String> examples = rejected == 0 ? List.of() : examples(refused);
          return new Collected(
              ProblemTable.collect(ranked.filter(not(col(REPEATED)))), copies, rejected, examples);
        });
  }

  private static List<String> examples(Dataset<Row> refused) {
    return refused.orderBy("file", "row").takeAsList(EXAMPLES).stream()
        .map(row -> row.getString(0) + " row " + row.getLong(1) + ": " + row.getString(3))
        .toList();
  }

  private ImportReport run() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    StagedDirectory.requireAbsent(hadoop, settings.output());
    return read(
        (report, ranked, refused) -> {
          if (report.unreadable().count() > 0
              && settings.golds().policy() == GoldCheck.Policy.REFUSE) {
            throw new IllegalArgumentException(
                settings.input().orElse("synthetic") + ": " + report.unreadable());
          }
          StagedDirectory.write(
              hadoop,
              settings.output(),
              staging -> {
                ProblemTable.writePartitions(ranked.filter(not(col(REPEATED))), staging);
                refused
                    .coalesce(1)
                    .sortWithinPartitions("file", "row")
                    .write()
                    .parquet(staging + "/" + QuarantineTable.DIRECTORY);
              });
          return report;
        });
  }

  /**
   * What becomes of rows that were read: accepted ones with marks of repetition, and refused ones.
   */
  @FunctionalInterface
  private interface Use<T> {
    T of(ImportReport report, Dataset<Row> ranked, Dataset<Row> refused);
  }

  private <T> T read(Use<T> use) {
    JavaRDD<RowOutcome> outcomes =
        outcomes(spark.sparkContext().hadoopConfiguration())
            .persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> ranked = ranked(accepted(outcomes)).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, Long> verdicts =
          InputFailure.named(
              () ->
                  outcomes
                      .mapToPair(o -> new Tuple2<>(o.verdict(), o.rows()))
                      .reduceByKey(Long::sum)
                      .collectAsMap());
      ImportReport report = report(verdicts, ranked);
      Dataset<Row> refused = refused(outcomes, ranked);
      requireAccepted(report, refused);
      return use.of(report, ranked, refused);
    } finally {
      ranked.unpersist();
      outcomes.unpersist();
    }
  }

  private JavaRDD<RowOutcome> outcomes(Configuration hadoop) {
    if (settings.kind() == SourceKind.SYNTHETIC) {
      return SyntheticRows.make(spark, settings);
    }
    RowReader reader =
        RowReader.of(RowMappers.of(settings), settings.tokenLimit(), settings.golds());
    InputFiles input = InputFiles.list(hadoop, settings.input().orElseThrow());
    leftOut = input.leftOut();
    JavaRDD<RawRow> rows = InputFailure.named(() -> new RawRows(spark).read(input.files()));
    return rows.mapPartitions(part -> new CopyFilter(part, reader));
  }

  /** Problems with where they came from. */
  private Dataset<Row> accepted(JavaRDD<RowOutcome> outcomes) {
    StructType schema = ProblemTable.schema();
    for (String name : List.of("file", "row", "raw")) {
      StructField field = QuarantineTable.schema().apply(name);
      schema = schema.add(RAW + name, field.dataType(), field.nullable());
    }
    schema = schema.add(GOLD, DataTypes.StringType, false);
    JavaRDD<Row> rows =
        outcomes
            .filter(outcome -> outcome instanceof RowOutcome.Accepted)
            .map(outcome -> (RowOutcome.Accepted) outcome)
            .map(DatasetImport::acceptedRow);
    return spark.createDataFrame(rows, schema);
  }

  private static Row acceptedRow(RowOutcome.Accepted outcome) {
    Row problem = ProblemTable.toRow(outcome.problem());
    Row raw = QuarantineTable.row(new RowOutcome.Rejected(outcome.raw(), Cause.DUPLICATE_ID, ""));
    Object[] values = new Object[problem.size() + 4];
    for (int i = 0; i < problem.size(); i++) {
      values[i] = problem.get(i);
    }
    values[problem.size()] = raw.get(0);
    values[problem.size() + 1] = raw.get(1);
    values[problem.size() + 2] = raw.get(4);
    values[problem.size() + 3] = outcome.goldDefect();
    return RowFactory.create(values);
  }

  /**
   * Adds whether an earlier problem has the same id, whether it asks and answers the same, and
   * where the first that has it is.
   */
  private static Dataset<Row> ranked(Dataset<Row> accepted) {
    WindowSpec sameId = Window.partitionBy("id").orderBy("position", "source", "split");
    Column place = concat(col(RAW + "file"), lit(" row "), col(RAW + "row"));
    Column content = struct(col("messages"), col("prompt"), col("answer"));
    return accepted
        .withColumn(REPEATED, row_number().over(sameId).gt(1))
        .withColumn(COPY, first(content).over(sameId).equalTo(content))
        .withColumn(FIRST, first(place).over(sameId));
  }

  private Dataset<Row> refused(JavaRDD<RowOutcome> outcomes, Dataset<Row> ranked) {
    JavaRDD<Row> rows =
        outcomes
            .filter(outcome -> outcome instanceof RowOutcome.Rejected)
            .map(outcome -> (RowOutcome.Rejected) outcome)
            .map(QuarantineTable::row);
    Column reason =
        concat(
            lit("the id '"),
            col("id"),
            lit("' is taken by "),
            col(FIRST),
            lit(", expected distinct ids"));
    Dataset<Row> repeated =
        ranked
            .filter(col(REPEATED).and(not(col(COPY))))
            .select(
                col(RAW + "file").as("file"),
                col(RAW + "row").as("row"),
                lit(Cause.DUPLICATE_ID.toString()).as("cause"),
                reason.as("reason"),
                col(RAW + "raw").as("raw"));
    return spark.createDataFrame(rows, QuarantineTable.schema()).unionByName(repeated);
  }

  private ImportReport report(Map<String, Long> verdicts, Dataset<Row> ranked) {
    Map<Cause, Long> rejected = new EnumMap<>(Cause.class);
    for (Cause cause : Cause.values()) {
      rejected.put(cause, verdicts.getOrDefault(cause.toString(), 0L));
    }
    Map<String, Long> splits = new TreeMap<>();
    long accepted = 0;
    for (Row row : ranked.groupBy("source", "split", REPEATED, COPY).count().collectAsList()) {
      if (row.getBoolean(2)) {
        Cause cause = row.getBoolean(3) ? Cause.COPY : Cause.DUPLICATE_ID;
        rejected.merge(cause, row.getLong(4), Long::sum);
      } else {
        splits.put(row.getString(0) + "/" + row.getString(1), row.getLong(4));
        accepted += row.getLong(4);
      }
    }
    long input = verdicts.values().stream().mapToLong(Long::longValue).sum();
    String quarantine = settings.output() + "/" + QuarantineTable.DIRECTORY;
    return new ImportReport(
        settings.output(),
        quarantine,
        input,
        accepted,
        rejected,
        splits,
        leftOut,
        unreadable(ranked, accepted));
  }

  private static UnreadableGolds unreadable(Dataset<Row> ranked, long problems) {
    Dataset<Row> golds = ranked.filter(not(col(REPEATED)).and(col(GOLD).notEqual("")));
    List<UnreadableGolds.Example> examples =
        golds
            .orderBy("position", "id")
            .select("id", "answer", GOLD)
            .takeAsList(UnreadableGolds.MOST_EXAMPLES)
            .stream()
            .map(r -> new UnreadableGolds.Example(r.getString(0), r.getString(1), r.getString(2)))
            .toList();
    return new UnreadableGolds(examples.isEmpty() ? 0 : golds.count(), problems, examples);
  }

  private void requireAccepted(ImportReport report, Dataset<Row> refused) {
    if (report.accepted() > 0) {
      return;
    }
    String input = settings.input().orElse("synthetic");
    if (report.input() == 0) {
      throw new IllegalArgumentException("%s holds no rows, expected problems.".formatted(input));
    }
    Row example = refused.orderBy("file", "row").first();
    throw new IllegalArgumentException(
        "%s: none of %d rows could be imported as %s; %s row %d: %s."
            .formatted(
                input,
                report.input(),
                settings.kind(),
                example.getString(0),
                example.getLong(1),
                example.getString(3)));
  }
}
