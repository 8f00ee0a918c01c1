package io.gradus.jobs.study;

import io.gradus.jobs.progress.TrainListener;
import java.util.Map;

/** Hears how a study goes. Called from several threads. */
public interface StudyListener {
  /**
   * The study begins.
   *
   * @param done how many of its runs earlier calls have finished
   * @param seconds about how long each model and run that is left takes on one core, by name
   */
  default void begun(StudyPlan plan, int done, Map<String, Double> seconds) {}

  /** A model or run begins. */
  default void started(String name) {}

  /** What a running model or run tells. */
  default TrainListener of(String name) {
    return new TrainListener() {};
  }

  /** A model or run is finished. */
  default void finished(String name) {}

  /** A model or run has failed; the others go on. */
  default void failed(String name, Throwable cause) {}
}
