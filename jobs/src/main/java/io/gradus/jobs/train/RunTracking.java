package io.gradus.jobs.train;

import static org.apache.spark.sql.functions.col;

import io.gradus.jobs.config.TrackingConfig;
import io.gradus.jobs.config.TrackingConfig.Switch;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.RunRecord;
import io.gradus.jobs.store.StepCommit;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.tracking.EventFile;
import io.gradus.jobs.tracking.MlflowReport;
import io.gradus.jobs.tracking.StepMetrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tells the trackers that the settings name what each commit adds to a run. */
final class RunTracking {
  private final TrackingConfig settings;
  private final Instant begun;
  private final Optional<MlflowReport> mlflow;
  private Instant now;

  /**
   * Tracking of a run at its first step.
   *
   * @param record as the run recorded it when it began
   * @param store root of the store
   */
  RunTracking(TrainConfig config, RunRecord record, String store, TrainListener listener) {
    this.settings = config.tracking();
    this.begun = record.environment().created();
    this.now = begun;
    this.mlflow =
        settings.mlflow().map(server -> MlflowReport.of(server, record, store, listener::noted));
  }

  private boolean isOff() {
    return settings.tensorBoard() == Switch.OFF && mlflow.isEmpty();
  }

  /** Takes up the time that the committed steps took. */
  void resume(SparkSession spark, String store, String runId) {
    if (isOff()) {
      return;
    }
    for (Row row :
        StoreReader.ofRun(spark, store, runId)
            .table(Tables.STEPS)
            .filter(col("run_id").equalTo(runId))
            .select("seconds_total")
            .collectAsList()) {
      pass(row.getDouble(0));
    }
  }

  /** The numbers of steps about to be committed, which follow those seen before. */
  List<StepMetrics> metrics(List<StepResult> steps) {
    List<StepMetrics> metrics = new ArrayList<>();
    for (StepResult step : steps) {
      step.row().ifPresent(row -> pass(row.seconds().total()));
      metrics.add(StepMetrics.of(step.step(), now, step.row(), step.evaluations()));
    }
    return metrics;
  }

  /** Adds TensorBoard's file to a commit. */
  void addTo(StepCommit commit, List<StepMetrics> metrics) {
    if (settings.tensorBoard() == Switch.ON) {
      commit.events(EventFile.of(begun, metrics));
    }
  }

  /** Reports what has been committed. */
  void committed(List<StepMetrics> metrics) {
    mlflow.ifPresent(report -> report.committed(metrics));
  }

  /** Reports that the run has all its steps. */
  void finished() {
    mlflow.ifPresent(report -> report.finished(now));
  }

  private void pass(double seconds) {
    now = now.plusNanos(Math.round(seconds * 1e9));
  }
}
