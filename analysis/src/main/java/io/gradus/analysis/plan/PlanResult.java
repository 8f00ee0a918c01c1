package io.gradus.analysis.plan;

import io.gradus.analysis.text.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A ranked plan.
 *
 * @param law the law it rests on
 * @param options the choices, best first
 * @param refused choices beyond the limit of extrapolation, in words
 * @param next the small run that would narrow the answer most, where there is one
 * @param notes what the plan does not know, in words
 */
public record PlanResult(
    String law,
    List<PlanOption> options,
    List<String> refused,
    Optional<NextRun> next,
    List<String> notes) {

  private static final double LEAST_NARROWING = 0.01;

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
    StringBuilder text = new StringBuilder("Law: " + law + "\n");
    text.append(options.isEmpty() ? "No choice can be ranked.\n" : table);
    refused.forEach(line -> text.append("Refused: ").append(line).append('\n'));
    next.ifPresent(run -> text.append(sentence(run)).append('\n'));
    notes.forEach(line -> text.append(line).append('\n'));
    return text.toString();
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
