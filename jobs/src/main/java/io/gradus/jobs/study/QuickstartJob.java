package io.gradus.jobs.study;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.gradus.analysis.Analysis;
import io.gradus.analysis.figures.ChartAxis;
import io.gradus.analysis.figures.Figure;
import io.gradus.analysis.figures.Panel;
import io.gradus.analysis.figures.Series;
import io.gradus.jobs.config.RunConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The first thing to try: the study of {@code quickstart.conf}, and a picture of how held-out
 * pass@1 of its models grew. What an earlier call has done is not done again.
 */
public final class QuickstartJob {
  private static final String CONFIG = "classpath:quickstart.conf";

  /** The grid whose runs are drawn. */
  private static final String DRAWN = "sizes";

  private static final String FIGURE = "quickstart";

  private QuickstartJob() {}

  /**
   * Held-out pass@1 of a run.
   *
   * @param parameters non-embedding parameters N
   * @param steps evaluated steps, rising
   * @param passAt1 share of right answers after each of them
   * @param standardErrors of these shares
   */
  public record Curve(
      String runId,
      long parameters,
      List<Integer> steps,
      List<Double> passAt1,
      List<Double> standardErrors) {
    /** Points gained from the initial to the last policy. */
    public double gain() {
      return 100 * (passAt1.get(passAt1.size() - 1) - passAt1.get(0));
    }
  }

  /**
   * What was found, and where it is drawn.
   *
   * @param failures what failed, by run or model; there is no more then
   * @param curves of the base models, smallest first
   * @param figure the picture, as PNG
   * @param store where the tables are
   * @param analysis the findings; empty if something failed
   */
  public record Result(
      Map<String, Throwable> failures,
      List<Curve> curves,
      Path figure,
      String store,
      Optional<Analysis.Result> analysis) {}

  /**
   * Runs the quickstart.
   *
   * @param out local folder of the store, the picture and the report
   * @param overrides settings that all runs take instead of the configured ones
   */
  public static Result run(
      SparkSession spark, Path out, List<String> overrides, StudyListener listener)
      throws IOException {
    String store = out.resolve("store").toString();
    Path picture = out.resolve(FIGURE + ".png");
    List<String> settings = new ArrayList<>(overrides);
    settings.add("store.path=\"" + store + "\"");
    StudyPlan plan = StudyPlan.of(Settings.load(CONFIG, settings));
    Map<String, Throwable> failures = new StudyJob(spark, plan, listener).run();
    if (!failures.isEmpty()) {
      return new Result(failures, List.of(), picture, store, Optional.empty());
    }
    List<Curve> curves =
        plan.runs().stream()
            .filter(run -> run.grids().contains(DRAWN))
            .filter(run -> run.config().run().variant() == RunConfig.Variant.BASE)
            .map(run -> curve(spark, store, run.id()))
            .sorted(Comparator.comparingLong(Curve::parameters))
            .toList();
    figure(curves).write(out);
    String report = out.resolve("report").toString();
    return new Result(
        failures, curves, picture, store, Optional.of(StudyReport.write(spark, plan, report)));
  }

  private static Curve curve(SparkSession spark, String store, String runId) {
    StoreReader reader = StoreReader.open(spark, store);
    long parameters =
        reader
            .table(Tables.RUNS)
            .filter(col("run_id").equalTo(runId))
            .select("params")
            .first()
            .getLong(0);
    List<Row> rows =
        reader
            .table(Tables.EVALUATIONS)
            .filter(col("run_id").equalTo(runId).and(col("benchmark").equalTo("test")))
            .groupBy("step")
            .agg(avg(col("correct").cast("double")), count(lit(1)))
            .orderBy("step")
            .collectAsList();
    List<Integer> steps = new ArrayList<>();
    List<Double> passAt1 = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (Row row : rows) {
      double share = row.getDouble(1);
      steps.add(((Number) row.get(0)).intValue());
      passAt1.add(share);
      errors.add(Math.sqrt(share * (1 - share) / row.getLong(2)));
    }
    return new Curve(runId, parameters, steps, passAt1, errors);
  }

  private static Figure figure(List<Curve> curves) {
    Panel.Builder panel =
        Panel.of(
            "",
            ChartAxis.linear("GRPO step"),
            ChartAxis.linear("Held-out pass@1").percent().from(0, 1));
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      double[] steps = curve.steps().stream().mapToDouble(Integer::doubleValue).toArray();
      double[] values = array(curve.passAt1());
      double[] errors = array(curve.standardErrors());
      double[] low = new double[values.length];
      double[] high = new double[values.length];
      for (int j = 0; j < values.length; j++) {
        low[j] = values[j] - 1.96 * errors[j];
        high[j] = values[j] + 1.96 * errors[j];
      }
      String label = String.format(Locale.ROOT, "%,d parameters", curve.parameters());
      panel.add(Series.line(label, steps, values).band(low, high).category(i));
    }
    Curve smallest = curves.get(0);
    Curve largest = curves.get(curves.size() - 1);
    String title =
        largest.gain() > smallest.gain()
            ? "The larger model learns more from the same steps"
            : "The smaller model learns at least as much from the same steps";
    return Figure.of(FIGURE, title)
        .subtitle(
            "Arithmetic modulo 11, 16 prompts × 8 rollouts a step; band: 95 % of the test set")
        .panel(panel.build())
        .build();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
