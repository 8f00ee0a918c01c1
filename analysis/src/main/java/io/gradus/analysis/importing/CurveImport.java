package io.gradus.analysis.importing;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.CurveTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The command {@code curves import}: other systems' runs into the curve table. */
public final class CurveImport {

  /**
   * What to import.
   *
   * @param format of the input
   * @param in file or folder, on any Hadoop file system, or the address of an MLflow server
   * @param mapping the mapping file; required for formats that {@link CurveFormat#needsMapping}
   * @param out folder of the Parquet table to write
   */
  public record Settings(CurveFormat format, String in, Optional<Path> mapping, String out) {
    public Settings {
      if (format.needsMapping() && mapping.isEmpty()) {
        throw new IllegalArgumentException(
            "Format '%s' says nothing of model sizes: give a mapping file (see conf/curves)"
                .formatted(format.label()));
      }
    }
  }

  /**
   * What was imported.
   *
   * @param points number of rows written
   * @param runs number of runs
   * @param found what the input was taken for and what was found in it; empty unless the format was
   *     {@link CurveFormat#AUTO}
   * @param notes what a reader of the results should know, in words
   */
  public record Summary(long points, int runs, List<String> found, List<String> notes) {
    public Summary {
      found = List.copyOf(found);
      notes = List.copyOf(notes);
    }
  }

  /** Points and what is said of where they come from. */
  private record Read(List<CurvePoint> points, List<String> found) {}

  private CurveImport() {}

  /**
   * Reads, checks and writes; nothing is written when anything is wrong, and nothing but a curve
   * table is replaced.
   *
   * @throws IllegalArgumentException naming file and line, row or key
   */
  public static Summary run(SparkSession spark, Settings settings) {
    CurveTable.requireReplaceable(spark, settings.out());
    Read read = input(spark, settings);
    List<CurvePoint> points = read.points();
    checkUnique(settings.in(), points);
    CurveTable.replace(spark, points, settings.out());
    return new Summary(
        points.size(),
        (int) points.stream().map(CurvePoint::runId).distinct().count(),
        settings.format() == CurveFormat.AUTO ? read.found() : List.of(),
        notes(points));
  }

  /** The points of the input, in the order in which they stand there. */
  public static List<CurvePoint> read(SparkSession spark, Settings settings) {
    return input(spark, settings).points();
  }

  private static Read input(SparkSession spark, Settings settings) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    CurveFormat format =
        settings.format() == CurveFormat.AUTO
            ? FormatDetector.detect(conf, settings.in())
            : settings.format();
    Optional<RunMapping> mapping = settings.mapping().map(RunMapping::load);
    if (mapping.isEmpty() && !format.needsMapping()) {
      return curveTable(spark, format, settings.in());
    }
    List<RunLog> logs = logs(spark, format, settings.in(), mapping);
    List<String> found = Overview.of(settings.in(), format, logs);
    if (mapping.isEmpty()) {
      throw new IllegalArgumentException(Overview.missing(found, logs));
    }
    List<CurvePoint> points = points(settings.in(), mapping.get(), logs);
    List<String> all = new ArrayList<>(found);
    all.addAll(Overview.of(points));
    return new Read(points, all);
  }

  private static Read curveTable(SparkSession spark, CurveFormat format, String in) {
    List<CellTable> tables = tables(spark, format, in);
    List<CurvePoint> points = tables.stream().flatMap(t -> CurveRows.points(t).stream()).toList();
    List<String> found = new ArrayList<>();
    found.add("%s was taken for %s, a curve table.".formatted(in, format.label()));
    found.add("Columns: " + String.join(", ", tables.get(0).header()));
    found.addAll(Overview.of(points));
    return new Read(points, found);
  }

  private static List<CellTable> tables(SparkSession spark, CurveFormat format, String in) {
    return format == CurveFormat.PARQUET
        ? List.of(CellTable.parquet(spark, in))
        : Lines.read(spark.sparkContext().hadoopConfiguration(), in, ".csv").stream()
            .map(CellTable::csv)
            .toList();
  }

  private static List<RunLog> logs(
      SparkSession spark, CurveFormat format, String in, Optional<RunMapping> mapping) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Optional<String> step = mapping.flatMap(RunMapping::stepColumn);
    Optional<String> experiment = mapping.flatMap(RunMapping::experiment);
    return switch (format) {
      case AUTO -> throw new IllegalArgumentException("The format is still to be found out");
      case CSV, PARQUET, WANDB_CSV ->
          tables(spark, format, in).stream().flatMap(t -> table(t, mapping).stream()).toList();
      case VERL_JSONL -> Lines.read(conf, in, ".jsonl").stream().map(JsonLogs::verl).toList();
      case PRIME_JSONL ->
          Lines.read(conf, in, ".jsonl").stream().map(f -> JsonLogs.flat(f, step)).toList();
      case VERL_CONSOLE -> console(conf, in);
      case TRL_JSON -> Lines.read(conf, in, ".json").stream().map(JsonLogs::trl).toList();
      case TENSORBOARD -> EventFiles.read(conf, in);
      case MLFLOW ->
          MlflowServer.isAddress(in)
              ? new MlflowServer(in)
                  .read(experiment, name -> mapping.map(m -> m.reads(name)).orElse(false))
              : MlflowStore.read(conf, in, experiment);
    };
  }

  /** A console log may have any name: in a folder, files without a line of verl's are left out. */
  private static List<RunLog> console(Configuration conf, String in) {
    List<Lines.TextFile> files =
        Lines.list(conf, in, path -> !path.getName().startsWith("_")).stream()
            .map(path -> Lines.read(conf, path))
            .toList();
    List<Lines.TextFile> logs =
        files.stream().filter(f -> f.lines().stream().anyMatch(ConsoleLog::isEntry)).toList();
    return (logs.isEmpty() ? files : logs).stream().map(ConsoleLog::read).toList();
  }

  private static List<RunLog> table(CellTable table, Optional<RunMapping> mapping) {
    Map<String, String> columns = mapping.map(RunMapping::columns).orElse(Map.of());
    Optional<String> step = mapping.flatMap(RunMapping::stepColumn);
    boolean metricColumns =
        mapping.isPresent()
            && mapping.get().benchmarks().values().stream()
                .anyMatch(b -> b.value().filter(table.header()::contains).isPresent());
    if (metricColumns || TableLogs.isLong(table, columns)) {
      String file = table.path().substring(table.path().lastIndexOf('/') + 1);
      return TableLogs.byStep(table, step, columns, file.replaceAll("\\.[^.]+$", ""));
    }
    mapping.ifPresent(RunMapping::requireOneBenchmark);
    return TableLogs.wide(table, step, mapping.map(m -> m.runs().keySet()).orElse(Set.of()));
  }

  private static List<CurvePoint> points(String in, RunMapping mapping, List<RunLog> logs) {
    mapping.requireRuns(in, new TreeSet<>(logs.stream().map(RunLog::name).toList()));
    return logs.stream().flatMap(log -> log.points(mapping.run(log), mapping).stream()).toList();
  }

  private static void checkUnique(String in, List<CurvePoint> points) {
    Set<List<Object>> seen = new HashSet<>();
    for (CurvePoint p : points) {
      if (!seen.add(List.of(p.runId(), p.benchmark(), p.step()))) {
        throw new IllegalArgumentException(
            "%s: run '%s', benchmark '%s', step %d stands there twice"
                .formatted(in, p.runId(), p.benchmark(), p.step()));
      }
    }
    if (points.isEmpty()) {
      throw new IllegalArgumentException(in + " holds no points");
    }
  }

  private static List<String> notes(List<CurvePoint> points) {
    List<String> notes = new ArrayList<>();
    long noTokens = points.stream().filter(p -> p.step() > 0 && Double.isNaN(p.compute())).count();
    if (noTokens > 0) {
      notes.add(
          noTokens == points.stream().filter(p -> p.step() > 0).count()
              ? "Training tokens are missing, so compute is unknown: only data laws can be fitted."
              : "Training tokens are missing at %d points, which compute laws leave out."
                  .formatted(noTokens));
    }
    if (points.stream().anyMatch(p -> p.problems() == 0)) {
      notes.add(
          "The number of test problems is unknown for some points, so their standard errors are.");
    }
    return notes;
  }
}
