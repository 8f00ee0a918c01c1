package io.gradus.jobs.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How a run's policy did on each benchmark at each evaluated step so far. */
final class RunResults {
  private final NavigableMap<String, NavigableMap<Integer, Tally>> tallies = new TreeMap<>();

  /**
   * Right answers to a benchmark, in whole numbers, so that their order does not matter.
   *
   * @param problems asked
   * @param answers given to all of them, as many to each
   * @param right answers
   * @param squares sum over problems of the square of their right answers
   */
  record Tally(long problems, long answers, long right, long squares) {
    private Tally plus(long given, long rightOfThem) {
      return new Tally(
          problems + 1, answers + given, right + rightOfThem, squares + rightOfThem * rightOfThem);
    }

    /** Share of right answers. */
    double passAt1() {
      return (double) right / answers;
    }

    /** Standard error of pass@1 over the choice of problems; NaN for a single one. */
    double standardError() {
      double samples = (double) answers / problems;
      double mean = (double) right / problems;
      double variance = ((double) squares - right * mean) / (problems - 1);
      return Math.sqrt(variance / problems) / samples;
    }
  }

  /** Takes up what a store has of the run. */
  void resume(SparkSession spark, String store, String runId) {
    List<Row> rows =
        StoreReader.ofRun(spark, store, runId)
            .table(Tables.EVALUATIONS)
            .filter(col("run_id").equalTo(runId))
            .groupBy("benchmark", "step", "problem_id")
            .agg(count(lit(1)), sum(col("correct").cast("long")))
            .collectAsList();
    for (Row row : rows) {
      add(row.getString(0), row.getInt(1), row.getLong(3), row.getLong(4));
    }
  }

  /** Adds the evaluations after a step. */
  void add(int step, Map<String, List<EvaluationRow>> evaluations) {
    evaluations.forEach(
        (benchmark, rows) -> {
          Map<String, long[]> problems = new TreeMap<>();
          for (EvaluationRow row : rows) {
            long[] counts = problems.computeIfAbsent(row.problemId(), id -> new long[2]);
            counts[0]++;
            counts[1] += row.correct() ? 1 : 0;
          }
          problems.values().forEach(counts -> add(benchmark, step, counts[0], counts[1]));
        });
  }

  private void add(String benchmark, int step, long given, long right) {
    tallies
        .computeIfAbsent(benchmark, name -> new TreeMap<>())
        .merge(
            step,
            new Tally(1, given, right, right * right),
            (tally, one) -> tally.plus(given, right));
  }

  /** By benchmark and step, both in order. */
  NavigableMap<String, NavigableMap<Integer, Tally>> tallies() {
    return Collections.unmodifiableNavigableMap(tallies);
  }
}
