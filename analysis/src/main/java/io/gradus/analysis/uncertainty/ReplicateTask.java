package io.gradus.analysis.uncertainty;

import java.io.Serializable;

/** One replicate of a bootstrap as a pure function of its index. */
@FunctionalInterface
public interface ReplicateTask extends Serializable {

  /** Computes replicate {@code index}. */
  double[] replicate(int index);
}
