package io.gradus.analysis.uncertainty;

import java.util.List;

/**
 * Runs the replicates of a bootstrap somewhere: in threads of this JVM or as a Spark job. Every
 * runner gives the same list for the same task.
 */
@FunctionalInterface
public interface ReplicateRunner {

  /**
   * Results of replicates 0 … {@code count} − 1.
   *
   * @param task depends on nothing but the index it is given
   * @return the results in the order of their indices
   */
  List<double[]> run(ReplicateTask task, int count);
}
