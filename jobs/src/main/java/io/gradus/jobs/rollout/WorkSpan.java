package io.gradus.jobs.rollout;

import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;

/**
 * From when to when a task worked.
 *
 * @param process Spark's name of the process
 * @param begin on that process's clock, in nanoseconds from any origin
 * @param end on the same clock
 */
record WorkSpan(String process, long begin, long end) implements Serializable {

  /** The span of this process that ends now. */
  static WorkSpan since(long begin) {
    SparkEnv environment = SparkEnv.get();
    String process = environment == null ? "driver" : environment.executorId();
    return new WorkSpan(process, begin, System.nanoTime());
  }

  /** How long it is. */
  double seconds() {
    return (end - begin) / 1e9;
  }

  /**
   * How long the busiest process had at least one task at work. Clocks of two processes are never
   * compared.
   */
  static double busySeconds(Collection<WorkSpan> spans) {
    Map<String, List<WorkSpan>> byProcess =
        spans.stream()
            .sorted(Comparator.comparingLong(WorkSpan::begin))
            .collect(Collectors.groupingBy(WorkSpan::process));
    return byProcess.values().stream().mapToLong(WorkSpan::union).max().orElse(0) / 1e9;
  }

  /** Length of what spans in the order of their beginnings cover together. */
  private static long union(List<WorkSpan> sorted) {
    long covered = 0;
    long reached = Long.MIN_VALUE;
    for (WorkSpan span : sorted) {
      if (span.end > reached) {
        covered += span.end - Math.max(span.begin, reached);
        reached = span.end;
      }
    }
    return covered;
  }
}
