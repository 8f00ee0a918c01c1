package io.gradus.jobs.cli;

import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.forecast.ForecastRequest;
import io.gradus.analysis.forecast.Forecaster;
import io.gradus.analysis.uncertainty.SparkRunner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where runs will end. */
@Command(
    name = "forecast",
    description = {"Says where unfinished runs and larger models will end, with intervals.", ""},
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  gradus forecast --store out/study --steps 200,400"})
final class ForecastCommand implements Callable<Integer> {
  private static final int TASKS_PER_CORE = 16;

  @Spec CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  CurveSource source;

  @Option(
      names = "--steps",
      split = ",",
      paramLabel = "STEP",
      description =
          "Later steps of runs, and steps of sizes without runs. Default: the last step of the"
              + " longest run.")
  List<Integer> steps = List.of();

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description =
          "Sizes without runs, non-embedding parameters. Default: twice the largest with runs.")
  List<Double> sizes = List.of();

  @Mixin KeyOptions key;

  @Mixin FitOptions fit;

  @Override
  public Integer call() throws IOException {
    source.place();
    ForecastRequest request = new ForecastRequest(steps, sizes, ForecastRequest.DEFAULT.level());
    try (SparkSession spark = SparkSessions.open("forecast")) {
      List<CurvePoint> points = key.choice().among(source.read(spark));
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      SparkRunner runner = new SparkRunner(context, TASKS_PER_CORE * context.defaultParallelism());
      StudyResult study = LawStudy.run(points, source.outcomes(spark), fit.settings(), runner);
      spec.commandLine().getOut().print(Forecaster.run(points, study, request).table());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
