package io.gradus.analysis.plan;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.text.ModelSize;
import io.gradus.analysis.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A ranked plan.
 *
 * @param key the family and variant whose sizes it ranks, and the benchmark
 * @param law the law it rests on, and why that one
 * @param options the choices, best first
 * @param refused choices beyond the limit of extrapolation, in words
 * @param next the small run that would narrow the answer most, where there is one
 * @param notes what the plan does not know, in words
 */
public record PlanResult(
    CurveKey key,
    String law,
    List<PlanOption> options,
    List<String> refused,
    Optional<NextRun> next,
    List<String> notes) {

  private static final double LEAST_NARROWING = 0.01;

  /** From which probability on a choice counts as clear. */
  private static final double CLEAR = 0.8;

  /** Copies the lists. */
  public PlanResult {
    options = List.copyOf(options);
    refused = List.copyOf(refused);
    notes = List.copyOf(notes);
  }

  /** For the terminal. */
  public String table() {
    TextTable table =
        new TextTable(
            "params",
            "steps",
            "group",
            "reuse",
            "data",
            "compute",
            "loss",
            "low",
            "high",
            "P(best)",
            "beyond data");
    for (PlanOption each : options) {
      table.row(
          number("%.3g", each.params()),
          Integer.toString(each.steps()),
          Integer.toString(each.groupSize()),
          Integer.toString(each.tau()),
          number("%.3g", each.data()),
          Double.isNaN(each.compute()) ? "?" : number("%.3g", each.compute()),
          number("%.4f", each.loss()),
          number("%.4f", each.low()),
          number("%.4f", each.high()),
          number("%.2f", each.probabilityBest()),
          number("%.1fx", each.extrapolation()));
    }
    StringBuilder text =
        new StringBuilder("Models: " + key.models().label() + ", on " + key.benchmark() + "\n");
    text.append("Law: ").append(law).append('\n');
    text.append(options.isEmpty() ? "No choice can be ranked.\n" : table);
    refused.forEach(line -> text.append("Refused: ").append(line).append('\n'));
    next.ifPresent(run -> text.append(sentence(run)).append('\n'));
    notes.forEach(line -> text.append(line).append('\n'));
    text.append("What to do: ").append(advice()).append('\n');
    return text.toString();
  }

  /**
   * What to do, in a sentence: the first choice where it is the best one likely enough, else what
   * would help to decide.
   */
  public String advice() {
    if (options.isEmpty()) {
      return "nothing that can be ranked fits the budget; raise it, or name other sizes.";
    }
    PlanOption first = options.get(0);
    String run =
        String.format(
            Locale.ROOT,
            "train %s %s for %d steps with groups of %d%s, expecting a loss of %.3f (%.3f to %.3f)",
            ModelSize.text(first.params()),
            key.models().label(),
            first.steps(),
            first.groupSize(),
            first.tau() == 1 ? "" : " using every problem %d times".formatted(first.tau()),
            first.loss(),
            first.low(),
            first.high());
    String beyond =
        first.extrapolation() > 1
            ? String.format(
                Locale.ROOT, "; this is %.1f times beyond the data", first.extrapolation())
            : "";
    if (!(first.probabilityBest() < CLEAR)) {
      return run + beyond + ".";
    }
    boolean helps = next.isPresent() && next.get().narrows() >= LEAST_NARROWING;
    return String.format(
        Locale.ROOT,
        "the best choice is not clear (%.0f %% for the first, below %.0f %%); %s%s%s.",
        100 * first.probabilityBest(),
        100 * CLEAR,
        helps ? "make the next small run first, or " : "",
        run,
        beyond);
  }

  private static String sentence(NextRun run) {
    if (run.narrows() < LEAST_NARROWING) {
      return "No run of a tenth of this cost would narrow the difference between the two best"
          + " choices by as much as 1 %.";
    }
    return String.format(
        Locale.ROOT,
        "Next small run: %.3g parameters for %d steps (%.3g prompts%s); expected to narrow the"
            + " difference between the two best choices by %.0f %%.",
        run.params(),
        run.steps(),
        run.data(),
        Double.isNaN(run.compute()) ? "" : String.format(Locale.ROOT, ", %.3g FLOP", run.compute()),
        100 * run.narrows());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
