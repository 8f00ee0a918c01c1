package io.gradus.jobs.gang;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;

/**
 * Where the time of gradients goes, as sums that Spark's web page and event log show by task.
 *
 * @param loading until the policy is there
 * @param computing passes over shares
 * @param storing leaving gradients
 */
record GangSeconds(
    DoubleAccumulator loading, DoubleAccumulator computing, DoubleAccumulator storing)
    implements Serializable {
  static GangSeconds of(SparkContext spark) {
    return new GangSeconds(
        spark.doubleAccumulator("gang loading"),
        spark.doubleAccumulator("gang computing"),
        spark.doubleAccumulator("gang storing"));
  }

  /** Adds a task's nanoseconds. */
  void add(long loadingNanos, long computingNanos, long storingNanos) {
    loading.add(loadingNanos / 1e9);
    computing.add(computingNanos / 1e9);
    storing.add(storingNanos / 1e9);
  }
}
