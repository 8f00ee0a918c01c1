package io.gradus.jobs.study;

import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.Redaction;
import io.gradus.jobs.progress.StepClock;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.StepRow;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Shows a study as it goes: on a terminal a table that is drawn again and again, elsewhere a line
 * when a run ends.
 */
public final class StudyProgress implements StudyListener, AutoCloseable {
  private static final long REDRAW_NANOS = 500_000_000L;

  private final PrintStream out;
  private final boolean table;
  private final LongSupplier nanos;
  private final Map<String, Double> seconds = new TreeMap<>();
  private final Map<String, State> running = new LinkedHashMap<>();
  private final Set<String> ended = new TreeSet<>();
  private long start;
  private long drawn;
  private int drawnLines;
  private int runs;
  private int done;
  private int failed;
  private double doneSeconds;

  /** Progress on a stream: a table if the process has a terminal, plain lines elsewhere. */
  public StudyProgress(PrintStream out) {
    this(out, System.console() != null, System::nanoTime);
  }

  StudyProgress(PrintStream out, boolean table, LongSupplier nanos) {
    this.out = out;
    this.table = table;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  private static final class State {
    private final long begun;
    private int first;
    private int step;
    private int steps;
    private double reward = Double.NaN;
    private double initial = Double.NaN;
    private double passAt1 = Double.NaN;
    private String note = "";

    State(long begun) {
      this.begun = begun;
    }

    double share() {
      return steps == 0 ? 0 : (double) (step - first) / steps;
    }
  }

  @Override
  public synchronized void begun(StudyPlan plan, int finished, Map<String, Double> left) {
    runs = plan.runs().size();
    done = finished;
    seconds.putAll(left);
    start = nanos.getAsLong();
    long models = left.keySet().stream().filter(name -> isModel(plan, name)).count();
    line(
        "study %s: %d runs, %d of them done, %d models to make"
            .formatted(plan.study().id(), runs, done, models));
  }

  private static boolean isModel(StudyPlan plan, String name) {
    return plan.runs().stream().noneMatch(run -> run.id().equals(name));
  }

  @Override
  public synchronized void started(String name) {
    running.put(name, new State(nanos.getAsLong()));
    draw(true);
  }

  @Override
  public synchronized void finished(String name) {
    State state = running.remove(name);
    ended.add(name);
    doneSeconds += seconds.getOrDefault(name, 0.0);
    if (state.steps > 0) {
      done++;
    }
    line(
        "%s  %s  %s%s"
            .formatted(
                state.steps > 0 ? "run" : "model",
                shown(name),
                StepClock.show(Duration.ofNanos(nanos.getAsLong() - state.begun)),
                state.steps > 0 ? outcome(state) + "  (" + overall() + ")" : ""));
  }

  @Override
  public synchronized void failed(String name, Throwable cause) {
    running.remove(name);
    ended.add(name);
    doneSeconds += seconds.getOrDefault(name, 0.0);
    failed++;
    line(shown(name) + " failed: " + Redaction.of(String.valueOf(cause.getMessage())));
  }

  @Override
  public TrainListener of(String name) {
    return new TrainListener() {
      @Override
      public void begun(String runId, int step, int steps) {
        tell(
            name,
            state -> {
              state.first = step;
              state.step = step;
              state.steps = steps;
            });
      }

      @Override
      public void stepped(StepRow row, int steps) {
        tell(
            name,
            state -> {
              state.step = row.step();
              state.reward = row.reward().mean();
            });
      }

      @Override
      public void evaluated(int step, Map<String, Double> accuracies) {
        tell(
            name,
            state -> {
              double accuracy = accuracies.getOrDefault(EvaluateConfig.TEST, Double.NaN);
              state.passAt1 = accuracy;
              if (step == 0) {
                state.initial = accuracy;
              }
            });
      }

      @Override
      public void noted(String message) {
        tell(name, state -> state.note = message);
      }
    };
  }

  private interface Change {
    void apply(State state);
  }

  private synchronized void tell(String name, Change change) {
    State state = running.get(name);
    if (state != null) {
      change.apply(state);
      draw(false);
    }
  }

  /** A model's name is its directory. */
  private static String shown(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String outcome(State state) {
    return String.format(
        Locale.ROOT,
        "  reward %.3f  pass@1 %s%.3f",
        state.reward,
        Double.isNaN(state.initial) ? "" : String.format(Locale.ROOT, "%.3f to ", state.initial),
        state.passAt1);
  }

  /** For instance {@code 12 of 57 done, left 34:05}. */
  private String overall() {
    return done + " of " + runs + " done" + (failed > 0 ? ", " + failed + " failed" : "") + left();
  }

  /** How far the study is, for instance {@code 12 of 57 runs done}; empty before it has begun. */
  public synchronized Optional<String> reached() {
    return runs == 0 ? Optional.empty() : Optional.of(done + " of " + runs + " runs done");
  }

  private int waiting() {
    return (int) seconds.keySet().stream().filter(name -> !ended.contains(name)).count()
        - running.size();
  }

  private String left() {
    double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    double passed = doneSeconds;
    for (Map.Entry<String, State> entry : running.entrySet()) {
      passed += entry.getValue().share() * seconds.getOrDefault(entry.getKey(), 0.0);
    }
    if (passed <= 0) {
      return "";
    }
    double elapsed = nanos.getAsLong() - start;
    return ", left "
        + StepClock.show(Duration.ofNanos(Math.round(elapsed * (all - passed) / passed)));
  }

  /** A line that stays. */
  public synchronized void line(String text) {
    clear();
    out.println(text);
    draw(true);
  }

  private void draw(boolean now) {
    if (!table || (!now && nanos.getAsLong() - drawn < REDRAW_NANOS)) {
      return;
    }
    clear();
    drawn = nanos.getAsLong();
    out.printf("%s, %d running, %d waiting%n", overall(), running.size(), waiting());
    running.forEach((name, state) -> out.println(row(name, state)));
    drawnLines = 1 + running.size();
    out.flush();
  }

  private String row(String name, State state) {
    if (state.steps == 0) {
      return String.format(Locale.ROOT, "  %-40s  %s", shown(name), state.note);
    }
    return String.format(
        Locale.ROOT,
        "  %-40s  step %4d/%d  reward %.3f  pass@1 %.3f",
        shown(name),
        state.step,
        state.steps,
        state.reward,
        state.passAt1);
  }

  /** Removes the table, so that something else can stand there. */
  private void clear() {
    if (drawnLines > 0) {
      out.printf("\033[%dA\r\033[J", drawnLines);
      drawnLines = 0;
    }
  }

  @Override
  public synchronized void close() {
    clear();
    out.flush();
  }
}
