package io.gradus.analysis.curves;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Aggregates of curves and steps as Spark SQL views, which users can query and whose SQL they can
 * read, copy and change ({@code sql/*.sql} in this module).
 */
public final class Aggregates {
  /** Views over the table curves alone, in an order in which each finds those it needs. */
  private static final List<String> OF_CURVES =
      List.of(
          "matched_compute",
          "matched_data",
          "loss_at_compute",
          "loss_at_data",
          "cost_to_target",
          "return_per_doubling",
          "loss_by_benchmark");

  /** Views that need a store's runs and steps as well. */
  private static final List<String> OF_STEPS =
      List.of("training_by_group", "train_test_gap", "final_gap");

  /** Views that need a store's runs and answers to test problems. */
  private static final List<String> OF_ANSWERS = List.of("problem_progress");

  /** Views that need all tables of a store. */
  private static final List<String> OF_STORE = List.of("ledger");

  private Aggregates() {}

  /**
   * Creates the temporary views that the session's tables allow.
   *
   * @return names of the views created
   * @throws IllegalArgumentException if there is no table or view {@code curves}
   */
  public static List<String> createViews(SparkSession spark) {
    if (!spark.catalog().tableExists("curves")) {
      throw new IllegalArgumentException("Aggregates need a table or view 'curves', found none");
    }
    List<String> names = new ArrayList<>(OF_CURVES);
    if (exist(spark, "runs", "steps")) {
      names.addAll(OF_STEPS);
    }
    if (exist(spark, "runs", "evaluations")) {
      names.addAll(OF_ANSWERS);
    }
    if (exist(spark, "runs", "steps", "trajectories", "evaluations")) {
      names.addAll(OF_STORE);
    }
    names.forEach(name -> spark.sql(sql(name)));
    return List.copyOf(names);
  }

  private static boolean exist(SparkSession spark, String... tables) {
    return Arrays.stream(tables).allMatch(spark.catalog()::tableExists);
  }

  /** The statement that creates a view. */
  public static String sql(String view) {
    return SqlResource.load(view);
  }
}
