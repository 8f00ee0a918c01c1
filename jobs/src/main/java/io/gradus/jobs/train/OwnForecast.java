package io.gradus.jobs.train;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.forecast.RunForecast;
import io.gradus.analysis.forecast.RunningForecaster;
import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.inference.Benchmarks;
import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.ForecastRow;
import io.gradus.jobs.store.RunRecord;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a run expects of its own remaining steps, from its evaluations on {@code test} so far. */
final class OwnForecast {
  /** The least relative fall of the loss that makes the remaining steps worth their compute. */
  private static final double WORTHWHILE = 0.01;

  private final RunRecord record;
  private final RunningForecaster forecaster;
  private final List<CurvePoint> points = new ArrayList<>();

  OwnForecast(TrainConfig config, RunRecord record) {
    this.record = record;
    this.forecaster = new RunningForecaster(config.steps(), WORTHWHILE, config.seed());
  }

  /** Takes up the evaluations that the store has of the run. */
  void resume(SparkSession spark, String storePath) {
    StoreReader reader = StoreReader.ofRun(spark, storePath, record.runId());
    Dataset<Row> loss =
        reader
            .table(Tables.EVALUATIONS)
            .filter(
                col("run_id")
                    .equalTo(record.runId())
                    .and(col("benchmark").equalTo(EvaluateConfig.TEST)))
            .groupBy("step")
            .agg(
                avg(col("correct").cast("double")).as("accuracy"),
                countDistinct("problem_id").as("problems"));
    Dataset<Row> totals =
        reader
            .table(Tables.STEPS)
            .filter(col("run_id").equalTo(record.runId()))
            .select("step", "data", "tokens");
    for (Row row : loss.join(totals, "step").orderBy("step").collectAsList()) {
      add(
          row.getInt(0),
          row.getDouble(1),
          (int) row.getLong(2),
          new Totals(row.getLong(3), row.getLong(4), row.getLong(3)));
    }
  }

  /** The forecast after a step that was evaluated; empty after another. */
  Optional<ForecastRow> after(
      int step, Map<String, List<EvaluationRow>> evaluations, Totals totals) {
    List<EvaluationRow> rows = evaluations.getOrDefault(EvaluateConfig.TEST, List.of());
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    int problems = (int) rows.stream().map(EvaluationRow::problemId).distinct().count();
    add(step, Benchmarks.accuracy(rows), problems, totals);
    RunForecast forecast = forecaster.forecast(points);
    return Optional.of(
        new ForecastRow(
            EvaluateConfig.TEST,
            forecast.finalLoss(),
            forecast.low(),
            forecast.high(),
            forecast.computeWorthSpending(),
            forecast.advice().name().toLowerCase(Locale.ROOT),
            forecast.reason()));
  }

  private void add(int step, double accuracy, int problems, Totals totals) {
    points.add(
        new CurvePoint(
            record.runId(),
            record.family(),
            record.variant(),
            record.parameters(),
            record.seed(),
            record.tau(),
            record.groupSize(),
            step,
            totals.data(),
            totals.tokens(),
            6.0 * record.parameters() * totals.tokens(),
            EvaluateConfig.TEST,
            problems,
            1 - accuracy,
            Math.sqrt(accuracy * (1 - accuracy) / problems)));
  }
}
