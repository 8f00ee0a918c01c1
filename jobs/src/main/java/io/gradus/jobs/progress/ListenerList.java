package io.gradus.jobs.progress;

import io.gradus.jobs.store.ForecastRow;
import io.gradus.jobs.store.StepRow;
import java.util.List;
import java.util.Map;

/**
 * Tells several listeners what one is told, in their order.
 *
 * @param listeners who are told
 */
public record ListenerList(List<TrainListener> listeners) implements TrainListener {
  public ListenerList {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void begun(String runId, int step, int steps) {
    listeners.forEach(listener -> listener.begun(runId, step, steps));
  }

  @Override
  public void stepped(StepRow row, int steps) {
    listeners.forEach(listener -> listener.stepped(row, steps));
  }

  @Override
  public void evaluated(int step, Map<String, Double> accuracies) {
    listeners.forEach(listener -> listener.evaluated(step, accuracies));
  }

  @Override
  public void forecast(int step, ForecastRow forecast) {
    listeners.forEach(listener -> listener.forecast(step, forecast));
  }

  @Override
  public void committed(int step, double seconds) {
    listeners.forEach(listener -> listener.committed(step, seconds));
  }

  @Override
  public void noted(String message) {
    listeners.forEach(listener -> listener.noted(message));
  }
}
