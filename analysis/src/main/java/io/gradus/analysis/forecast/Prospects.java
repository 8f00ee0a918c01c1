package io.gradus.analysis.forecast;

import io.gradus.analysis.uncertainty.Band;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What forecasts of one line of models on one benchmark say to whoever pays: a run is worth going
 * on with, or a larger size worth training, when the whole interval of the fall lies beyond the
 * worthwhile share, and not worth it when the interval does not reach that far. The level that both
 * ends of a fall share is known no better than its evaluations, but does not count here.
 */
final class Prospects {
  /** The least fall of the loss that is worth paying for. */
  static final double WORTHWHILE = 0.01;

  /** What to do. */
  private enum Advice {
    WORTH,
    NOT_WORTH,
    UNDECIDED;

    /** By where the interval of what is left of the loss lies. */
    static Advice of(Band left) {
      double worthwhile = 1 - WORTHWHILE;
      if (left.high() <= worthwhile) {
        return WORTH;
      }
      return left.low() > worthwhile ? NOT_WORTH : UNDECIDED;
    }
  }

  private final String name;
  private final Map<Advice, List<String>> runs = new LinkedHashMap<>();
  private final List<String> sizes = new ArrayList<>();

  /**
   * The prospects of a line of models.
   *
   * @param name what it is called
   */
  Prospects(String name) {
    this.name = name;
  }

  /**
   * A run that could go on.
   *
   * @param level its loss now, as the laws have it
   * @param left what share of it is left at the last step asked for
   * @param last the forecast of that step
   */
  void run(double level, Band left, Forecast last) {
    runs.computeIfAbsent(Advice.of(left), a -> new ArrayList<>())
        .add(
            String.format(
                Locale.ROOT,
                "%s (%.3f now, %s at step %d)",
                last.target().label(),
                level,
                interval(last),
                last.step()));
  }

  /**
   * A larger size that could be trained.
   *
   * @param larger the size, in words
   * @param largest the largest size with runs, in words
   * @param level its loss at the same X, as the laws have it
   * @param left what share of it the larger size leaves
   * @param last the forecast of the larger size at the last X asked for
   */
  void size(String larger, String largest, double level, Band left, Forecast last) {
    String reached =
        String.format(Locale.ROOT, "%s against %.3f of %s", interval(last), level, largest);
    sizes.add(
        switch (Advice.of(left)) {
          case WORTH -> "%s is expected to be worth training (%s)".formatted(larger, reached);
          case NOT_WORTH -> "do not train %s for this (%s)".formatted(larger, reached);
          case UNDECIDED ->
              "these curves do not decide whether %s is worth training (%s)"
                  .formatted(larger, reached);
        });
  }

  private static String interval(Forecast f) {
    return String.format(Locale.ROOT, "%.3f [%.3f to %.3f]", f.loss(), f.low(), f.high());
  }

  /** A sentence, or nothing where there is nothing to decide. */
  List<String> sentences() {
    List<String> parts = new ArrayList<>();
    say(parts, Advice.WORTH, "continue ");
    say(parts, Advice.NOT_WORTH, "stop ");
    say(parts, Advice.UNDECIDED, "the curves do not decide whether to continue ");
    parts.addAll(sizes);
    return parts.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "What to do (%s; worth it when the loss surely falls by at least %.0f %%): %s.",
                name,
                100 * WORTHWHILE,
                String.join("; ", parts)));
  }

  private void say(List<String> parts, Advice advice, String verb) {
    if (runs.containsKey(advice)) {
      parts.add(runs.get(advice).stream().collect(Collectors.joining(", ", verb, "")));
    }
  }
}
