package io.gradus.analysis.uncertainty;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Runs replicates as a Spark job over their indices. A replicate depends on its index alone and
 * results keep the order of indices, so neither partitions nor executors change a bit of the
 * result.
 */
public final class SparkRunner implements ReplicateRunner {
  private final JavaSparkContext context;
  private final int partitions;

  /** Runs on a context, in so many partitions. */
  public SparkRunner(JavaSparkContext context, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("Partitions must be at least 1, found " + partitions);
    }
    this.context = context;
    this.partitions = partitions;
  }

  @Override
  public List<double[]> run(ReplicateTask task, int count) {
    if (count == 0) {
      return List.of();
    }
    Broadcast<ReplicateTask> shared = context.broadcast(task);
    try {
      List<Integer> indices = IntStream.range(0, count).boxed().toList();
      return context
          .parallelize(indices, Math.min(partitions, count))
          .map(index -> shared.value().replicate(index))
          .collect();
    } finally {
      shared.destroy();
    }
  }
}
