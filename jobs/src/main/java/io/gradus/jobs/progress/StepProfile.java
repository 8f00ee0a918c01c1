package io.gradus.jobs.progress;

import io.gradus.jobs.store.StepRow;
import io.gradus.jobs.store.StepRow.Parts;
import io.gradus.jobs.store.StepRow.Seconds;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Where the time of a run's steps went, as a table of wall-clock seconds a step and tokens a
 * second. The first step of a process, which loads libraries and warms up, stands apart.
 *
 * <p>Phases of tasks are known as sums over tasks. Where tasks run side by side, the wall time in
 * which they worked is shared out in proportion to these sums.
 */
public final class StepProfile implements TrainListener {
  private final double oldShare;
  private final List<StepRow> rows = new ArrayList<>();
  private final List<Double> commits = new ArrayList<>();

  /**
   * A profile of no step yet.
   *
   * @param oldShare share of a step's tokens whose old logprobs take a pass of their own
   */
  public StepProfile(double oldShare) {
    this.oldShare = oldShare;
  }

  /** Something that takes time in a step, and the tokens that it works on. */
  private record Phase(
      String name, ToDoubleFunction<StepRow> seconds, ToDoubleFunction<StepRow> tokens) {
    Phase(String name, ToDoubleFunction<StepRow> seconds) {
      this(name, seconds, row -> 0);
    }
  }

  private List<Phase> phases() {
    return List.of(
        new Phase("sampling", row -> wall(row, parts(row).sampling()), StepProfile::completion),
        new Phase(
            "old logprobs",
            row -> wall(row, parts(row).oldLogprobs()),
            row -> oldShare * tokens(row)),
        new Phase(
            "reference logprobs",
            row -> wall(row, parts(row).referenceLogprobs()),
            StepProfile::tokens),
        new Phase("verification", row -> wall(row, row.seconds().reward())),
        new Phase("weights to tasks", row -> wall(row, parts(row).load())),
        new Phase("Spark", row -> parts(row).spark()),
        new Phase(
            "update", row -> row.seconds().update() - parts(row).publish(), StepProfile::tokens),
        new Phase("publishing", row -> parts(row).publish()),
        new Phase("evaluation", row -> row.seconds().evaluate()));
  }

  @Override
  public void stepped(StepRow row, int steps) {
    rows.add(row);
    commits.add(0.0);
  }

  @Override
  public void committed(int step, double seconds) {
    if (!commits.isEmpty()) {
      commits.set(commits.size() - 1, seconds);
    }
  }

  private static Parts parts(StepRow row) {
    return row.seconds().parts();
  }

  /** What a sum over tasks comes to in wall time. */
  private static double wall(StepRow row, double summed) {
    Seconds seconds = row.seconds();
    double all =
        parts(row).load()
            + parts(row).sampling()
            + parts(row).oldLogprobs()
            + parts(row).referenceLogprobs()
            + seconds.reward();
    return all == 0 ? 0 : summed / all * (seconds.rollout() - parts(row).spark());
  }

  private static double completion(StepRow row) {
    return row.lengths().completionTokens();
  }

  private static double tokens(StepRow row) {
    return row.lengths().promptTokens() + row.lengths().completionTokens();
  }

  /** The table, a line a phase; empty where no step was made. */
  public List<String> lines() {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<StepRow> later = rows.subList(1, rows.size());
    List<StepRow> counted = later.isEmpty() ? rows : later;
    List<Double> countedCommits = later.isEmpty() ? commits : commits.subList(1, commits.size());
    double commit = mean(countedCommits);
    double whole = mean(counted, row -> row.seconds().total()) + commit;
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            "seconds a step",
            "step " + rows.get(0).step(),
            later.isEmpty()
                ? ""
                : "steps %d to %d"
                    .formatted(later.get(0).step(), later.get(later.size() - 1).step()),
            "share",
            "tokens/s"));
    double rest = whole - commit;
    double firstRest = rows.get(0).seconds().total();
    for (Phase phase : phases()) {
      double seconds = mean(counted, phase.seconds());
      double first = phase.seconds().applyAsDouble(rows.get(0));
      double tokens = mean(counted, phase.tokens());
      rest -= seconds;
      firstRest -= first;
      lines.add(
          line(
              phase.name(),
              number(first),
              later.isEmpty() ? "" : number(seconds),
              share(seconds, whole),
              tokens == 0 || seconds == 0
                  ? ""
                  : String.format(Locale.ROOT, "%,.0f", tokens / seconds)));
    }
    // Phases are parts of the step, so less than nothing can only be rounding.
    lines.add(row("rest of the step", Math.max(0, firstRest), Math.max(0, rest), whole));
    lines.add(row("commit", commits.get(0), commit, whole));
    lines.add(row("all", rows.get(0).seconds().total() + commits.get(0), whole, whole));
    return lines;
  }

  private String row(String name, double first, double later, double whole) {
    return line(
        name, number(first), rows.size() == 1 ? "" : number(later), share(later, whole), "");
  }

  private static String number(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static String share(double seconds, double whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * seconds / whole);
  }

  private static String line(String name, String first, String later, String share, String rate) {
    return String.format("%-18s %10s %16s %8s %10s", name, first, later, share, rate)
        .stripTrailing();
  }

  private static double mean(List<StepRow> rows, ToDoubleFunction<StepRow> value) {
    return rows.stream().mapToDouble(value).average().orElse(0);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(0);
  }
}
