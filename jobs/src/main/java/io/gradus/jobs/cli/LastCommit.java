package io.gradus.jobs.cli;

import io.gradus.jobs.progress.TrainListener;

/** Knows how far a run is committed. */
final class LastCommit implements TrainListener {
  private volatile String where = "before its first commit";
  private volatile int step;

  @Override
  public void begun(String runId, int step, int steps) {
    if (step > 0) {
      committed(step, 0);
    }
  }

  @Override
  public void committed(int step, double seconds) {
    this.step = step;
    where = "after its commit of step " + step;
  }

  /** The last step that is committed; 0 if none is. */
  int step() {
    return step;
  }

  /** For instance {@code after its commit of step 3}. */
  String show() {
    return where;
  }
}
