package io.gradus.jobs.store;

import io.gradus.datasets.SparkTable;
import io.gradus.files.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * What has been committed to a store when the reader was opened: the files that manifests name, and
 * no others. Safe while runs go on.
 */
public final class StoreReader {
  /** A session that passes over what it cannot read does not do so here. */
  private static final scala.collection.immutable.Map<String, String> OPTIONS =
      new scala.collection.immutable.Map.Map2<>(
          "ignoreCorruptFiles", "false", "ignoreMissingFiles", "false");

  private static final Logger LOG = LoggerFactory.getLogger(StoreReader.class);

  private final SparkSession spark;
  private final StoreFiles files;
  private final Map<String, List<Manifest>> runs;
  private final UUID opening = UUID.randomUUID();

  private StoreReader(SparkSession spark, StoreFiles files, Map<String, List<Manifest>> runs) {
    this.spark = spark;
    this.files = files;
    this.runs = runs;
  }

  /**
   * Reads the manifests of all runs. A run of which one is damaged is left out, with a line in the
   * log that names it.
   *
   * @throws StoreException if the folder is no store, or if no run's manifests can be read
   */
  public static StoreReader open(SparkSession spark, String path) {
    SparkLine.require();
    try {
      StoreFiles files = StoreFiles.open(spark.sparkContext().hadoopConfiguration(), path);
      Map<String, List<Manifest>> runs = new LinkedHashMap<>();
      List<StoreException> defects = new ArrayList<>();
      for (String runId : files.folders(Manifest.FOLDER)) {
        Inventory inventory = Inventory.read(files, runId);
        inventory.defect().ifPresent(defects::add);
        if (inventory.defect().isPresent()) {
          LOG.warn("run {} is left out: {}", runId, inventory.defect().get().getMessage());
        } else if (!inventory.manifests().isEmpty()) {
          runs.put(runId, inventory.manifests());
        }
      }
      if (runs.isEmpty() && !defects.isEmpty()) {
        throw defects.get(0);
      }
      if (runs.isEmpty()) {
        throw new IllegalArgumentException(
            "%s is no run store: expected a folder with %s that a run has written"
                .formatted(files.root(), Manifest.FOLDER));
      }
      LostManifests.of(files, runs).forEach(LOG::warn);
      return new StoreReader(spark, files, runs);
    } catch (IOException e) {
      throw new UncheckedIOException("The store %s cannot be read".formatted(path), e);
    }
  }

  /**
   * Reads the manifests of one run; others are not looked at.
   *
   * @throws StoreException naming a manifest that is missing or damaged
   */
  public static StoreReader ofRun(SparkSession spark, String path, String runId) {
    try {
      StoreFiles files = StoreFiles.open(spark.sparkContext().hadoopConfiguration(), path);
      return new StoreReader(spark, files, Map.of(runId, Inventory.manifests(files, runId)));
    } catch (IOException e) {
      throw new UncheckedIOException("The store %s cannot be read".formatted(path), e);
    }
  }

  /** Whether runs have written to a folder. */
  public static boolean isStore(Configuration hadoop, String path) {
    try {
      return StoreFiles.open(hadoop, path).exists(Manifest.FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be looked at", e);
    }
  }

  /** Names of the runs, in order. */
  public List<String> runs() {
    return List.copyOf(runs.keySet());
  }

  /**
   * All committed rows of a table; columns as {@link SparkTable#schema} has them. A file is
   * compared with its recorded size and sum when a query reads it: then a {@link StoreException}
   * ends the query that names a file which is missing or not what was committed.
   */
  public Dataset<Row> table(Table<?> table) {
    List<CommittedFile> committed = new ArrayList<>();
    runs.values().forEach(manifests -> committed.addAll(Inventory.tableFiles(manifests, table)));
    if (committed.isEmpty()) {
      return spark.createDataFrame(List.of(), SparkTable.schema(table));
    }
    FileSums sums = new FileSums(opening, files, committed);
    CommittedIndex index = new CommittedIndex(spark, files, table, sums.byPath());
    Dataset<Row> rows =
        spark.baseRelationToDataFrame(
            new HadoopFsRelation(
                index,
                index.partitionSchema(),
                SparkTable.fileSchema(table),
                Option.empty(),
                new VerifiedParquet(sums),
                OPTIONS,
                spark));
    // Columns that come from paths have lost their comments.
    rows =
        rows.select(
            Arrays.stream(SparkTable.schema(table).fields())
                .map(field -> functions.col(field.name()).as(field.name(), field.metadata()))
                .toArray(org.apache.spark.sql.Column[]::new));
    // Runs that share problems have each recorded theirs.
    return table == Tables.PROBLEMS
        ? rows.dropDuplicates(new String[] {"source", "split", "id"})
        : rows;
  }

  /** Makes every table a temporary view of its name. */
  public void createViews() {
    Tables.ALL.forEach(table -> table(table).createOrReplaceTempView(table.name()));
  }
}
