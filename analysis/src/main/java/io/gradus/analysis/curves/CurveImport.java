package io.gradus.analysis.curves;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
   * @param in file or folder, on any Hadoop file system
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
      if (!format.needsMapping() && mapping.isPresent()) {
        throw new IllegalArgumentException(
            "Format '%s' takes no mapping file, found %s".formatted(format.label(), mapping.get()));
      }
    }
  }

  /**
   * What was imported.
   *
   * @param points rows written
   * @param runs number of runs
   * @param notes what a reader of the results should know, in words
   */
  public record Summary(long points, int runs, List<String> notes) {
    public Summary {
      notes = List.copyOf(notes);
    }
  }

  private CurveImport() {}

  /**
   * Reads, checks and writes; nothing is written when anything is wrong.
   *
   * @throws IllegalArgumentException naming file and line, row or key
   */
  public static Summary run(SparkSession spark, Settings settings) {
    List<CurvePoint> points = read(spark, settings);
    checkUnique(settings.in(), points);
    CurveTable.write(spark, points, settings.out());
    return new Summary(
        points.size(),
        (int) points.stream().map(CurvePoint::runId).distinct().count(),
        notes(points));
  }

  /** The points of the input, in the order in which they stand there. */
  public static List<CurvePoint> read(SparkSession spark, Settings settings) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    return switch (settings.format()) {
      case PARQUET -> CurveRows.parquet(spark, settings.in());
      case CSV ->
          Lines.read(conf, settings.in(), ".csv").stream()
              .flatMap(f -> CurveRows.csv(f).stream())
              .toList();
      case WANDB_CSV -> wandb(conf, settings);
      case VERL_JSONL ->
          logs(
              settings,
              Lines.read(conf, settings.in(), ".jsonl").stream().map(LogReaders::verl).toList(),
              new RunLog.TokenCount("perf/total_num_tokens", RunMapping.Counts.EACH_STEP));
      case TRL_JSON ->
          logs(
              settings,
              Lines.read(conf, settings.in(), ".json").stream().map(LogReaders::trl).toList(),
              new RunLog.TokenCount("num_tokens", RunMapping.Counts.SO_FAR));
    };
  }

  private static List<CurvePoint> wandb(Configuration conf, Settings settings) {
    RunMapping mapping = RunMapping.load(settings.mapping().orElseThrow());
    if (mapping.benchmarks().size() != 1 || mapping.tokens().isPresent()) {
      throw new IllegalArgumentException(
          "Mapping file %s: a wandb-csv export holds one metric, so 'benchmarks' must have one entry"
                  .formatted(settings.mapping().orElseThrow())
              + " and 'tokens' none, found %s".formatted(mapping.benchmarks().keySet()));
    }
    List<RunLog> logs = new ArrayList<>();
    for (Lines.TextFile file : Lines.read(conf, settings.in(), ".csv")) {
      logs.addAll(LogReaders.wandb(file, mapping));
    }
    return points(settings, mapping, logs, RunLog.TokenCount.NONE);
  }

  private static List<CurvePoint> logs(
      Settings settings, List<RunLog> logs, RunLog.TokenCount usual) {
    RunMapping mapping = RunMapping.load(settings.mapping().orElseThrow());
    RunLog.TokenCount tokens =
        mapping.tokens().map(t -> new RunLog.TokenCount(t.value(), t.counts())).orElse(usual);
    return points(settings, mapping, logs, tokens);
  }

  private static List<CurvePoint> points(
      Settings settings, RunMapping mapping, List<RunLog> logs, RunLog.TokenCount tokens) {
    Path file = settings.mapping().orElseThrow();
    Set<String> found = new TreeSet<>(logs.stream().map(RunLog::name).toList());
    for (String run : mapping.runs().keySet()) {
      if (!found.contains(run)) {
        throw new IllegalArgumentException(
            "Mapping file %s: run '%s' is not in %s, which has %s"
                .formatted(file, run, settings.in(), found));
      }
    }
    List<CurvePoint> points = new ArrayList<>();
    for (RunLog log : logs) {
      RunMapping.RunInfo run = mapping.runs().get(log.name());
      if (run == null) {
        throw new IllegalArgumentException(
            "Mapping file %s: %s holds run '%s', which 'runs' does not name"
                .formatted(file, log.place(), log.name()));
      }
      points.addAll(log.points(run, mapping.benchmarks(), tokens));
    }
    return points;
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
