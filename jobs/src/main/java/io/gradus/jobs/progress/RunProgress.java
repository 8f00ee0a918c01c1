package io.gradus.jobs.progress;

import io.gradus.jobs.store.ForecastRow;
import io.gradus.jobs.store.StepRow;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Shows a run as it goes: step, reward, pass@1 and time left. */
public final class RunProgress implements TrainListener, AutoCloseable {
  private final Display display;
  private final LongSupplier nanos;
  private final boolean bar;
  private StepClock clock;
  private Map<String, Double> accuracies = Map.of();
  private String advice = "wait";

  /** Kinds of warnings, each of which is shown at its first step. */
  private final Set<String> warned = new HashSet<>();

  /** Progress on a stream: a bar if the process has a terminal, plain lines elsewhere. */
  public RunProgress(PrintStream out) {
    this(Display.of(out), System::nanoTime);
  }

  RunProgress(Display display, LongSupplier nanos) {
    this.display = display;
    this.nanos = nanos;
    this.bar = display instanceof Display.Bar;
    this.clock = new StepClock(nanos, 0);
  }

  @Override
  public void begun(String runId, int step, int steps) {
    clock = new StepClock(nanos, step);
    display.begin(runId, step, steps);
  }

  @Override
  public void stepped(StepRow row, int steps) {
    String state =
        String.format(
            Locale.ROOT,
            "reward %.3f  kl %.4f  length %.1f%s",
            row.reward().mean(),
            row.update().kl(),
            row.lengths().completionMean(),
            accuracies());
    String left = StepClock.show(clock.left(row.step(), steps));
    // The bar has step and time itself.
    display.step(
        row.step(),
        bar ? state : "step %d/%d  %s  left %s".formatted(row.step(), steps, state, left));
    for (String warning : row.health().warnings()) {
      if (warned.add(warning.split("\\W", 2)[0])) {
        display.line("after step %d: %s".formatted(row.step(), warning));
      }
    }
  }

  @Override
  public void evaluated(int step, Map<String, Double> accuracyByBenchmark) {
    accuracies = new TreeMap<>(accuracyByBenchmark);
    if (step == 0) {
      display.line("initial policy:" + accuracies());
    }
  }

  @Override
  public void forecast(int step, ForecastRow forecast) {
    if (!forecast.advice().equals(advice)) {
      advice = forecast.advice();
      display.line("after step %d: %s (%s)".formatted(step, advice, forecast.reason()));
    }
  }

  @Override
  public void noted(String message) {
    display.line(message);
  }

  @Override
  public void close() {
    display.close();
  }

  private String accuracies() {
    StringBuilder text = new StringBuilder();
    accuracies.forEach(
        (benchmark, accuracy) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "  %spass@1 %.3f",
                    benchmark.equals("test") ? "" : benchmark + " ",
                    accuracy)));
    return text.toString();
  }
}
