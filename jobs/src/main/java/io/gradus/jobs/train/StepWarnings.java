package io.gradus.jobs.train;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Signs that a run's policy collapses, from what its steps recorded. A step's warnings depend on
 * the run's steps up to it and on nothing else. Each begins with the name of its kind:
 *
 * <ul>
 *   <li>{@code entropy}: below a twentieth of the first step's;
 *   <li>{@code reward}: the mean below half of the best step's, where that was at least 0.1;
 *   <li>{@code signal}: at least nine groups in ten have equal rewards;
 *   <li>{@code length}: at least half of the completions are cut at the token limit, or their mean
 *       length is below a tenth of the first step's.
 * </ul>
 */
final class StepWarnings {
  private static final double LOW_ENTROPY = 0.05;
  private static final double LOW_REWARD = 0.5;
  private static final double NOTABLE_REWARD = 0.1;
  private static final double SILENT_GROUPS = 0.9;
  private static final double MANY_TRUNCATED = 0.5;
  private static final double SHORT = 0.1;

  private boolean begun;
  private double firstEntropy;
  private double firstLength;
  private double bestReward = Double.NEGATIVE_INFINITY;

  /** Takes up the steps that the store has of the run. */
  void resume(SparkSession spark, String store, String runId) {
    for (Row row :
        StoreReader.open(spark, store)
            .table(Tables.STEPS)
            .filter(
                col("run_id")
                    .equalTo(runId)
                    .and(coalesce(col("status"), lit(StepRow.OK)).equalTo(StepRow.OK)))
            .orderBy("step")
            .select("entropy", "completion_mean", "reward_mean")
            .collectAsList()) {
      add(row.getDouble(0), row.getDouble(1), row.getDouble(2));
    }
  }

  /** A step's row with its warnings, from here on one of the steps so far. */
  StepRow addTo(StepRow row) {
    double entropy = row.update().entropy();
    double length = row.lengths().completionMean();
    double reward = row.reward().mean();
    List<String> warnings = new ArrayList<>();
    if (begun && entropy < LOW_ENTROPY * firstEntropy) {
      warnings.add(text("entropy %.3g, the first step's was %.3g", entropy, firstEntropy));
    }
    if (bestReward >= NOTABLE_REWARD && reward < LOW_REWARD * bestReward) {
      warnings.add(text("reward %.3g, the best step's was %.3g", reward, bestReward));
    }
    if (row.reward().groupsWithoutSignal() >= SILENT_GROUPS) {
      warnings.add(
          text(
              "signal: %.0f %% of the groups have equal rewards",
              100 * row.reward().groupsWithoutSignal()));
    }
    if (row.lengths().truncated() >= MANY_TRUNCATED) {
      warnings.add(
          text(
              "length: %.0f %% of the completions are cut at the token limit",
              100 * row.lengths().truncated()));
    } else if (begun && length < SHORT * firstLength) {
      warnings.add(text("length %.3g, the first step's was %.3g", length, firstLength));
    }
    add(entropy, length, reward);
    return row.withWarnings(warnings);
  }

  private void add(double entropy, double length, double reward) {
    if (!begun) {
      firstEntropy = entropy;
      firstLength = length;
      begun = true;
    }
    bestReward = Math.max(bestReward, reward);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
