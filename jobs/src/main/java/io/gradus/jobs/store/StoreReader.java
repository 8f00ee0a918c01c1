package io.gradus.jobs.store;

import io.gradus.datasets.SparkTable;
import io.gradus.files.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What has been committed to a store when the reader was opened: the files that manifests name, and
 * no others. Safe while runs go on.
 */
public final class StoreReader {
  /** Spark's option that takes characters such as {@code [} and {@code *} in paths as they are. */
  private static final String NO_GLOBS = "__globPaths__";

  private final SparkSession spark;
  private final StoreFiles files;
  private final Map<String, List<Manifest>> runs;

  private StoreReader(SparkSession spark, StoreFiles files, Map<String, List<Manifest>> runs) {
    this.spark = spark;
    this.files = files;
    this.runs = runs;
  }

  /**
   * Reads the manifests of all runs.
   *
   * @throws StoreException if the folder is no store, or naming a manifest or file that is missing
   *     or damaged
   */
  public static StoreReader open(SparkSession spark, String path) {
    try {
      StoreFiles files = StoreFiles.open(spark.sparkContext().hadoopConfiguration(), path);
      Map<String, List<Manifest>> runs = new LinkedHashMap<>();
      for (String runId : files.list(Manifest.FOLDER)) {
        runs.put(runId, Inventory.manifests(files, runId));
      }
      if (runs.isEmpty()) {
        throw new IllegalArgumentException(
            "%s is no run store: expected a folder with %s that a run has written"
                .formatted(files.root(), Manifest.FOLDER));
      }
      return new StoreReader(spark, files, runs);
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
   * All committed rows of a table; columns as {@link SparkTable#schema} has them.
   *
   * @throws StoreException naming a file that is missing or has lost bytes
   */
  public Dataset<Row> table(Table<?> table) {
    List<FileEntry> entries = new ArrayList<>();
    runs.values().forEach(manifests -> entries.addAll(Inventory.tableFiles(manifests, table)));
    List<String> paths =
        entries.stream().map(e -> files.path(e.path()).toString()).distinct().sorted().toList();
    if (paths.isEmpty()) {
      return spark.createDataFrame(List.of(), SparkTable.schema(table));
    }
    try {
      Inventory.checkSizes(files, entries, new HashMap<>(files.listAll(table.name())));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be listed".formatted(files.path(table.name())), e);
    }
    Dataset<Row> rows =
        spark
            .read()
            .schema(SparkTable.schema(table))
            .option(NO_GLOBS, "false")
            .option("basePath", files.path(table.name()).toString())
            .parquet(paths.toArray(String[]::new));
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

  /**
   * Reads every committed byte and compares it with the recorded sums.
   *
   * @return how many files were compared
   * @throws StoreException naming the first file that is missing or damaged
   */
  public long verify() {
    long compared = 0;
    try {
      for (List<Manifest> manifests : runs.values()) {
        for (Table<?> table : Tables.ALL) {
          for (FileEntry entry : Inventory.tableFiles(manifests, table)) {
            Inventory.check(entry, files.root(), () -> files.open(entry.path()));
            compared++;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The store %s cannot be read".formatted(files.root()), e);
    }
    return compared;
  }
}
