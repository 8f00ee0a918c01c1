package io.gradus.jobs.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Where progress is shown. */
interface Display extends AutoCloseable {
  /** Work on {@code name} stands at {@code step} of {@code steps}. */
  void begin(String name, int step, int steps);

  /** Another step is done. */
  void step(int step, String state);

  /** A line that stays. */
  void line(String text);

  @Override
  void close();

  /** A bar if somebody watches, else lines. */
  static Display of(PrintStream out) {
    return System.console() != null ? new Bar(out) : new Lines(out);
  }

  /** Lines, as a log wants them. */
  record Lines(PrintStream out) implements Display {
    @Override
    public void begin(String name, int step, int steps) {
      out.printf("%s: %s of %d steps%n", name, step == 0 ? "0" : "resumes after " + step, steps);
    }

    @Override
    public void step(int step, String state) {
      out.println(state);
    }

    @Override
    public void line(String text) {
      out.println(text);
    }

    @Override
    public void close() {
      out.flush();
    }
  }

  /** A bar in the last line of a terminal. */
  final class Bar implements Display {
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private ProgressBar bar;

    Bar(PrintStream out) {
      this.out = out;
    }

    @Override
    public void begin(String name, int step, int steps) {
      close();
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(steps)
              .startsFrom(step, java.time.Duration.ZERO)
              .setStyle(ProgressBarStyle.UNICODE_BLOCK)
              .setUpdateIntervalMillis(250)
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .build();
    }

    @Override
    public void step(int step, String state) {
      bar.setExtraMessage(" " + state);
      bar.stepTo(step);
    }

    @Override
    public void line(String text) {
      out.println(bar == null ? text : CLEAR_LINE + text);
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }
}
