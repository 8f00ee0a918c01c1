package io.gradus.analysis;

import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.Aggregates;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.curves.ProblemOutcomes;
import io.gradus.analysis.curves.ReferenceRuns;
import io.gradus.analysis.curves.RunSetting;
import io.gradus.analysis.curves.StoreCurves;
import io.gradus.analysis.curves.Variant;
import io.gradus.analysis.figures.Layout;
import io.gradus.analysis.findings.Finding;
import io.gradus.analysis.findings.Findings;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.forecast.ForecastRequest;
import io.gradus.analysis.forecast.ForecastResult;
import io.gradus.analysis.forecast.Forecaster;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.output.StagedFolder;
import io.gradus.analysis.recipes.RecipeRun;
import io.gradus.analysis.recipes.RecipeRuns;
import io.gradus.analysis.recipes.RecipeStudy;
import io.gradus.analysis.report.Backtest;
import io.gradus.analysis.report.RecipeAnswers;
import io.gradus.analysis.report.RecipeTable;
import io.gradus.analysis.report.ReplicateTable;
import io.gradus.analysis.report.ReportFigure;
import io.gradus.analysis.report.ReportPage;
import io.gradus.analysis.report.ResultTables;
import io.gradus.analysis.report.StudyFigures;
import io.gradus.analysis.report.StudyView;
import io.gradus.analysis.uncertainty.ReplicateRunner;
import io.gradus.analysis.uncertainty.SparkRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The command {@code analyze}: curves, aggregates, laws, comparison, uncertainty, findings,
 * figures, tables, report.
 *
 * <p>Below the output folder it writes the Parquet tables {@code curves}, {@code laws}, {@code
 * law_replicates}, {@code fits}, {@code forecasts}, {@code findings} and {@code recipes}, {@code
 * figures/*.svg} and {@code *.png}, and {@code report.html}. Same curves and settings, same bytes
 * of figures and report.
 */
public final class Analysis {
  /** What is written into the output folder, by name. */
  public static final List<String> OUTPUTS =
      List.of(
          "curves",
          "laws",
          "law_replicates",
          "fits",
          "forecasts",
          "findings",
          "recipes",
          "figures",
          "report.html");

  private static final double PNG_SCALE = 2.5;
  private static final int TASKS_PER_CORE = 16;

  /**
   * What came out.
   *
   * @param report path of report.html
   * @param benchmark the held-out set it is about
   * @param study fits, intervals and comparisons
   * @param findings the paper's findings
   * @param further questions beyond the paper's that the curves answer
   * @param forecasts where runs and sizes will end
   * @param recipes recipes beside each other, in words; empty where no runs name several
   */
  public record Result(
      String report,
      String benchmark,
      StudyResult study,
      List<Finding> findings,
      List<Finding> further,
      List<Forecast> forecasts,
      List<String> recipes) {}

  private Analysis() {}

  /**
   * Runs the analysis. The output folder changes when all is done: what an earlier analysis wrote
   * is replaced, what else is there stays.
   *
   * @throws IllegalArgumentException if there are no curves, or none of the benchmark asked for, or
   *     the output folder has something else under the name of a table
   */
  public static Result run(SparkSession spark, AnalysisSettings settings) {
    try (StagedFolder out =
        StagedFolder.begin(spark.sparkContext().hadoopConfiguration(), settings.out())) {
      for (String name : OUTPUTS) {
        if (!name.contains(".") && !name.equals("figures") && !out.isReplaceable(name)) {
          throw new IllegalArgumentException(
              "%s is no table of an analysis, expected another folder than %s: nothing else is overwritten"
                  .formatted(out.finalPath(name), settings.out()));
        }
      }
      Result result = run(spark, settings, out);
      out.commit();
      return result;
    }
  }

  private static Result run(SparkSession spark, AnalysisSettings settings, StagedFolder out) {
    boolean store = settings.source() instanceof AnalysisSettings.Source.StoreViews;
    List<CurvePoint> all =
        settings.source() instanceof AnalysisSettings.Source.CurveFolder folder
            ? CurveTable.read(spark, folder.path())
            : StoreCurves.read(spark);
    String benchmark = benchmark(all, settings);
    CurveTable.write(spark, all, out.path("curves"));
    List<RecipeRun> named = store ? RecipeRuns.read(spark) : List.of();
    Optional<RecipeStudy> recipes = RecipeStudy.of(named, all, benchmark);
    List<CurvePoint> points = all;
    if (recipes.isPresent()) {
      // Runs of other recipes do not differ in their seed alone: laws and findings are about one.
      points = RecipeRuns.ofRecipe(named, recipes.get().reference(), all);
      RecipeRuns.keepOnly(spark, recipes.get().reference());
    }
    CurveTable.rows(spark, points).createOrReplaceTempView("curves");
    Aggregates.createViews(spark);
    ReplicateRunner runner =
        new SparkRunner(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            TASKS_PER_CORE * spark.sparkContext().defaultParallelism());
    ProblemOutcomes outcomes = store ? StoreCurves.outcomes(spark) : ProblemOutcomes.NONE;
    StudyResult study = LawStudy.run(points, outcomes, settings.study(), runner);
    List<Finding> findings = Findings.test(points, benchmark, settings.findings());
    List<Finding> further = Findings.further(points, benchmark);
    ForecastResult forecast = Forecaster.run(points, study, ForecastRequest.DEFAULT);
    StudyView view =
        new StudyView(
            settings.title(),
            settings.source().label(),
            benchmark,
            points,
            study,
            findings,
            further,
            Findings.efficiencies(points, benchmark, Axis.DATA),
            Findings.efficiencies(points, benchmark, Axis.COMPUTE),
            forecast.forecasts(),
            forecast.notes(),
            Backtest.of(Findings.plain(points, benchmark), settings.study(), runner),
            slices(spark),
            store ? training(spark) : List.of(),
            store ? gaps(spark) : List.of(),
            store ? problems(spark) : List.of(),
            references(points),
            recipes);
    write(out, "laws", ResultTables.laws(spark, study));
    write(out, "law_replicates", ReplicateTable.rows(spark, study));
    write(out, "fits", ResultTables.fits(spark, study));
    write(out, "forecasts", ResultTables.forecasts(spark, forecast.forecasts()));
    write(
        out,
        "findings",
        ResultTables.findings(spark, Stream.concat(findings.stream(), further.stream()).toList()));
    write(
        out,
        "recipes",
        RecipeTable.rows(spark, recipes.map(RecipeStudy::effects).orElse(List.of())));
    List<ReportFigure> figures = StudyFigures.of(view);
    for (ReportFigure f : figures) {
      out.write("figures/" + f.figure().id() + ".svg", f.figure().svg(Layout.WIDE));
      out.write("figures/" + f.figure().id() + ".png", f.figure().png(Layout.WIDE, PNG_SCALE));
    }
    out.write("report.html", ReportPage.render(view, figures, madeWith(settings)));
    return new Result(
        out.finalPath("report.html"),
        benchmark,
        study,
        findings,
        further,
        forecast.forecasts(),
        recipes.map(RecipeAnswers::of).orElse(List.of()));
  }

  private static void write(StagedFolder out, String name, Dataset<Row> table) {
    table.write().mode(SaveMode.Overwrite).parquet(out.path(name));
  }

  private static String benchmark(List<CurvePoint> points, AnalysisSettings settings) {
    Map<String, Long> counts =
        points.stream()
            .collect(Collectors.groupingBy(CurvePoint::benchmark, Collectors.counting()));
    if (settings.benchmark().isPresent() && !counts.containsKey(settings.benchmark().get())) {
      throw new IllegalArgumentException(
          "The curves have no benchmark '%s', they have %s"
              .formatted(settings.benchmark().get(), counts.keySet().stream().sorted().toList()));
    }
    return settings
        .benchmark()
        .or(
            () ->
                counts.entrySet().stream()
                    .max(
                        Map.Entry.<String, Long>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                    .map(Map.Entry::getKey))
        .orElseThrow(() -> new IllegalArgumentException("There are no curves to analyse"));
  }

  private static List<StudyView.Slice> slices(SparkSession spark) {
    List<StudyView.Slice> slices = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      for (Row row : spark.table("loss_at_" + axis.column()).collectAsList()) {
        slices.add(
            new StudyView.Slice(
                axis,
                key(row),
                setting(row),
                row.<Double>getAs("budget"),
                row.<Double>getAs("params"),
                row.<Double>getAs("loss")));
      }
    }
    return slices;
  }

  private static Map<CurveKey, RunSetting> references(List<CurvePoint> points) {
    return ReferenceRuns.byKey(points).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().setting()));
  }

  private static List<StudyView.TrainingPoint> training(SparkSession spark) {
    return spark.table("training_by_group").collectAsList().stream()
        .map(
            row ->
                new StudyView.TrainingPoint(
                    models(row),
                    row.<Double>getAs("params"),
                    setting(row),
                    row.<Double>getAs("data"),
                    row.<Double>getAs("reward_mean"),
                    row.<Double>getAs("entropy"),
                    row.<Double>getAs("completion_mean")))
        .toList();
  }

  private static List<StudyView.Gap> gaps(SparkSession spark) {
    return spark.table("final_gap").collectAsList().stream()
        .map(
            row ->
                new StudyView.Gap(
                    key(row), row.<Double>getAs("params"), setting(row), row.<Double>getAs("gap")))
        .toList();
  }

  private static List<StudyView.Problems> problems(SparkSession spark) {
    return spark.table("problem_progress").collectAsList().stream()
        .map(
            row ->
                new StudyView.Problems(
                    row.getAs("run_id"),
                    key(row),
                    row.<Double>getAs("params"),
                    setting(row),
                    row.<Integer>getAs("step"),
                    row.<Long>getAs("problems"),
                    row.<Long>getAs("solved"),
                    row.<Long>getAs("boundary"),
                    row.<Long>getAs("lost")))
        .toList();
  }

  private static ModelLine models(Row row) {
    return new ModelLine(row.getAs("family"), new Variant(row.getAs("variant")));
  }

  private static CurveKey key(Row row) {
    return new CurveKey(models(row), row.getAs("benchmark"));
  }

  private static RunSetting setting(Row row) {
    return new RunSetting(row.<Integer>getAs("tau"), row.<Integer>getAs("group_size"));
  }

  private static List<String> madeWith(AnalysisSettings settings) {
    return List.of(
        "Intervals: %,d bootstrap replicates over seeds, problems and blocks of steps; seed %d."
            .formatted(settings.study().replicates(), settings.study().seed()),
        "Tables beside this file: curves, laws, fits, forecasts, findings, recipes (Parquet); figures as SVG"
            + " and PNG in figures/.");
  }
}
