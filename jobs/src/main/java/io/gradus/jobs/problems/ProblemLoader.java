package io.gradus.jobs.problems;

import io.gradus.datasets.Problem;
import io.gradus.datasets.ProblemTable;
import io.gradus.datasets.arithmetic.ArithmeticTask;
import io.gradus.datasets.importing.DatasetImport;
import io.gradus.datasets.importing.GoldCheck;
import io.gradus.datasets.importing.ImportSettings;
import io.gradus.datasets.importing.SourceKind;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.SyntheticConfig;
import io.gradus.jobs.store.SharedPaths;
import io.gradus.jobs.store.StoreReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Problems of a configured source, in the source's order. What one has read it keeps. */
public final class ProblemLoader {
  private final SparkSession spark;
  private final Map<Request, List<Problem>> loaded = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  public ProblemLoader(SparkSession spark) {
    this.spark = spark;
  }

  private record Request(
      ProblemSource source, String split, Set<String> excluded, GoldCheck.Policy golds) {}

  /**
   * Loads a source.
   *
   * @param split what problems are filed under whose source does not say
   * @param excluded prompts that made-up problems must not repeat
   * @param golds what becomes of problems whose gold answers cannot be compared with
   * @throws IllegalArgumentException if the source cannot be read, or is refused for its golds
   */
  public List<Problem> load(
      ProblemSource source, String split, Set<String> excluded, GoldCheck.Policy golds) {
    Set<String> kept =
        source.kind() == ProblemSource.Kind.SYNTHETIC ? Set.copyOf(excluded) : Set.of();
    Request request = new Request(source, split, kept, golds);
    return loaded.computeIfAbsent(request, r -> List.copyOf(read(r, excluded)));
  }

  private List<Problem> read(Request request, Set<String> excluded) {
    ProblemSource source = request.source();
    String split = request.split();
    if (source.kind() != ProblemSource.Kind.SYNTHETIC) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      SharedPaths.require(context, "the source of " + split + " problems", source.location());
    }
    List<Problem> problems =
        switch (source.kind()) {
          case SYNTHETIC -> synthetic(source.synthetic(), split, excluded);
          case TABLE -> table(source.location());
          default -> imported(source, split);
        };
    if (source.kind() == ProblemSource.Kind.SYNTHETIC) {
      return first(problems, source);
    }
    GoldScreen screen = new GoldScreen(request.golds(), source.grading());
    String name = split + " problems, " + source.location();
    return request.golds() == GoldCheck.Policy.DROP
        ? first(screen.screened(name, problems, notes::add), source)
        : screen.screened(name, first(problems, source), notes::add);
  }

  private static List<Problem> first(List<Problem> problems, ProblemSource source) {
    int limit = source.limit().orElse(problems.size());
    return limit < problems.size() ? problems.subList(0, limit) : problems;
  }

  /** The prompts of some problems, for excluding them elsewhere. */
  public static Set<String> prompts(List<Problem> problems) {
    Set<String> prompts = new HashSet<>();
    problems.forEach(problem -> prompts.add(problem.prompt()));
    return prompts;
  }

  private static List<Problem> synthetic(
      SyntheticConfig config, String split, Set<String> excluded) {
    return new ArithmeticTask(config.task(), excluded)
        .problems(config.seed(), split, config.count());
  }

  private List<Problem> table(String location) {
    if (StoreReader.isStore(spark.sparkContext().hadoopConfiguration(), location)) {
      throw new IllegalArgumentException(
          "%s is a run store, expected a problems table; the problems of its runs are in %s/problems"
              .formatted(location, location.replaceAll("(?<=.)/+$", "")));
    }
    try {
      return ProblemTable.collect(ProblemTable.read(spark, location));
    } catch (AssertionError e) {
      // Spark's way to say that tables of several layouts lie below one folder.
      throw new IllegalArgumentException(
          location
              + " holds several tables, expected one problems table (Parquet, partitioned by source"
              + " and split)",
          e);
    }
  }

  private List<Problem> imported(ProblemSource source, String split) {
    DatasetImport.Collected collected =
        DatasetImport.collectAll(
            spark,
            ImportSettings.of(
                SourceKind.of(source.kind().word()),
                Optional.of(source.location()),
                "none",
                options(source.kind(), split)));
    if (collected.copies() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s: %,d rows are copies of earlier ones and left out, %,d problems remain",
              source.location(),
              collected.copies(),
              collected.problems().size()));
    }
    if (collected.rejected() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "warning: %s: %,d rows cannot be used as %s and are left out, %,d problems remain;"
                  + " for instance %s. `datasets import` puts such rows aside with their faults",
              source.location(),
              collected.rejected(),
              source.kind().word(),
              collected.problems().size(),
              String.join("; ", collected.examples())));
    }
    return collected.problems();
  }

  /** What has been left out of sources so far, a line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Layouts whose rows do not say which split they are of are told, so that ids are distinct. */
  private static Map<String, String> options(ProblemSource.Kind kind, String split) {
    return switch (kind) {
      case GSM8K, SVAMP, ASDIV, MAWPS -> Map.of("split", split);
      default -> Map.of();
    };
  }
}
