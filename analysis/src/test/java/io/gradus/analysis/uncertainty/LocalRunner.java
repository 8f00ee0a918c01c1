package io.gradus.analysis.uncertainty;

import java.util.List;
import java.util.stream.IntStream;

/** Runs replicates in the threads of this JVM. */
public final class LocalRunner implements ReplicateRunner {

  @Override
  public List<double[]> run(ReplicateTask task, int count) {
    return IntStream.range(0, count).parallel().mapToObj(task::replicate).toList();
  }
}
