package io.gradus.jobs.progress;

import io.gradus.jobs.store.ForecastRow;
import io.gradus.jobs.store.StepRow;
import java.util.Map;

/** Hears how a run goes, for a progress bar or a log. */
public interface TrainListener {
  /** The run begins (step 0) or resumes after {@code step} of {@code steps}. */
  default void begun(String runId, int step, int steps) {}

  /** A step is done. */
  default void stepped(StepRow row, int steps) {}

  /** The policy after {@code step} answered {@code accuracies} of each benchmark rightly. */
  default void evaluated(int step, Map<String, Double> accuracies) {}

  /** What the run expects of its remaining steps after {@code step}. */
  default void forecast(int step, ForecastRow forecast) {}

  /** All up to {@code step} is committed; the commit took so many seconds. */
  default void committed(int step, double seconds) {}

  /** Something that the user should know. */
  default void noted(String message) {}
}
