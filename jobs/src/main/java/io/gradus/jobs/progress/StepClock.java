package io.gradus.jobs.progress;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Estimates the time left from the steps done since it was made. */
public final class StepClock {
  private final LongSupplier nanos;
  private final long start;
  private final int first;

  /**
   * A clock that starts now.
   *
   * @param nanos the time, in nanoseconds from any origin
   * @param first steps done before
   */
  StepClock(LongSupplier nanos, int first) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.first = first;
  }

  /** Time for the steps after {@code step}, at the pace of those before it. */
  Duration left(int step, int steps) {
    if (step <= first) {
      return Duration.ZERO;
    }
    double perStep = (double) (nanos.getAsLong() - start) / (step - first);
    return Duration.ofNanos(Math.round(perStep * (steps - step)));
  }

  /** For instance 4:05, or 1:04:05. */
  public static String show(Duration time) {
    long seconds = Math.round(time.toMillis() / 1000.0);
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
