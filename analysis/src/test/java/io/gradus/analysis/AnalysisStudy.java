package io.gradus.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A made-up study as a run store's views runs, steps and evaluations. Its truth: log-linear in
 * compute with k(N) = 0.5 / (1 + N0/N), N0 = 300,000; instruct models start lower with the same k;
 * reuse costs (τ/50) of log loss at the end; a second benchmark falls half as fast.
 */
final class AnalysisStudy {
  static final StructType RUNS =
      new StructType()
          .add("run_id", DataTypes.StringType)
          .add("family", DataTypes.StringType)
          .add("variant", DataTypes.StringType)
          .add("params", DataTypes.LongType)
          .add("seed", DataTypes.LongType)
          .add("tau", DataTypes.IntegerType)
          .add("group_size", DataTypes.IntegerType);
  static final StructType STEPS =
      new StructType()
          .add("run_id", DataTypes.StringType)
          .add("step", DataTypes.IntegerType)
          .add("data", DataTypes.LongType)
          .add("tokens", DataTypes.LongType)
          .add("compute", DataTypes.DoubleType)
          .add("reward_mean", DataTypes.DoubleType)
          .add("groups_without_signal", DataTypes.DoubleType)
          .add("entropy", DataTypes.DoubleType)
          .add("kl", DataTypes.DoubleType)
          .add("completion_mean", DataTypes.DoubleType)
          .add("truncated", DataTypes.DoubleType)
          .add("status", DataTypes.StringType);
  static final StructType EVALUATIONS =
      new StructType()
          .add("run_id", DataTypes.StringType)
          .add("step", DataTypes.IntegerType)
          .add("benchmark", DataTypes.StringType)
          .add("problem_id", DataTypes.StringType)
          .add("sample", DataTypes.IntegerType)
          .add("correct", DataTypes.BooleanType);

  private static final int PROMPTS = 16;
  private static final double TOKENS_PER_PROMPT = 200;

  private final List<Row> runs = new ArrayList<>();
  private final List<Row> steps = new ArrayList<>();
  private final List<Row> evaluations = new ArrayList<>();
  private final SplittableRandom random;
  private final int problems;
  private final int[] evaluated;

  AnalysisStudy(long seed, int problems, int... evaluated) {
    this.random = new SplittableRandom(seed);
    this.problems = problems;
    this.evaluated = evaluated;
  }

  AnalysisStudy run(String variant, double params, int seed, int tau, int group) {
    String id = "%s-%.0f-s%d-t%d-g%d".formatted(variant, params, seed, tau, group);
    runs.add(RowFactory.create(id, "toy", variant, (long) params, (long) seed, tau, group));
    double luck = 0.01 * random.nextGaussian();
    int last = evaluated[evaluated.length - 1];
    for (int step = 0; step <= last; step++) {
      double loss = Math.min(0.97, loss(variant, params, step, tau, group, last) * (1 + luck));
      if (step > 0) {
        long data = (long) PROMPTS * step;
        long tokens = (long) (data * TOKENS_PER_PROMPT * group / 8);
        steps.add(
            RowFactory.create(
                id,
                step,
                data,
                tokens,
                6 * params * tokens,
                Math.min(1, 1 - loss * (1 - 0.004 * tau)),
                0.1,
                0.9 * loss,
                0.01 * step,
                9 + 3 * loss,
                0.01,
                step % 2 == 0 ? "ok" : null));
      }
      for (int at : evaluated) {
        if (at == step) {
          answers(id, step, "arithmetic", loss);
          answers(id, step, "longer-chains", Math.sqrt(loss));
        }
      }
    }
    // Every run has diverged in the end, which no figure may show.
    double none = Double.NaN;
    steps.add(
        RowFactory.create(
            id, last + 1, 0L, 0L, 0.0, none, 1.0, none, none, none, none, "diverged"));
    return this;
  }

  static double loss(String variant, double params, int step, int tau, int group, int last) {
    double k = 0.5 / (1 + 3e5 / params);
    double start = variant.equals("base") ? 0.85 : 0.7;
    double fresh = start * Math.pow(Math.max(step, 0.5) * 2, -k);
    return fresh * Math.exp(tau / 50.0 * step / last - 1 / 50.0) * Math.pow(group / 8.0, -0.08);
  }

  private void answers(String id, int step, String benchmark, double loss) {
    for (int problem = 0; problem < problems; problem++) {
      evaluations.add(
          RowFactory.create(id, step, benchmark, "p" + problem, 0, random.nextDouble() >= loss));
    }
  }

  void createViews(SparkSession spark) {
    spark.createDataFrame(runs, RUNS).createOrReplaceTempView("runs");
    spark.createDataFrame(steps, STEPS).createOrReplaceTempView("steps");
    spark.createDataFrame(evaluations, EVALUATIONS).createOrReplaceTempView("evaluations");
  }
}
