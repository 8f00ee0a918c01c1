package io.gradus.analysis.simulate;

import io.gradus.analysis.fit.Fit;
import io.gradus.analysis.fit.FitData;
import io.gradus.analysis.fit.FitSettings;
import io.gradus.analysis.fit.LawFitter;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Laws;
import io.gradus.analysis.text.TextTable;
import io.gradus.analysis.uncertainty.Bootstrap;
import io.gradus.analysis.uncertainty.Intervals;
import io.gradus.analysis.uncertainty.ParameterInterval;
import io.gradus.analysis.uncertainty.ReplicateTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How often intervals hold the truth: draws many studies from a law, fits that law, and counts.
 *
 * <p>{@code java … io.gradus.analysis.simulate.CoverageStudy STUDIES REPLICATES FIRST [LAW]} prints
 * a row a parameter; FIRST is the seed of the first study, the others follow it. A hundred studies
 * of all laws with 400 replicates take some ten minutes on two cores.
 */
public final class CoverageStudy {
  private static final double LEVEL = 0.95;

  private CoverageStudy() {}

  /**
   * The result for a parameter.
   *
   * @param truth its true value
   * @param below studies whose interval lies wholly below it
   * @param covered studies whose interval holds it
   * @param above studies whose interval lies wholly above it
   * @param bias mean error of the estimate
   * @param identified studies that call it identified
   */
  public record Coverage(
      double truth, int below, int covered, int above, double bias, int identified) {

    /** Share of studies whose interval holds the truth. */
    public double share() {
      return (double) covered / (below + covered + above);
    }

    Coverage with(ParameterInterval interval) {
      int low = interval.high() < truth ? 1 : 0;
      int high = interval.low() > truth ? 1 : 0;
      int known = interval.identified() ? 1 : 0;
      return new Coverage(
          truth,
          below + low,
          covered + 1 - low - high,
          above + high,
          bias + interval.value() - truth,
          identified + known);
    }
  }

  /** Counts over studies drawn with the seeds from {@code first} on, by parameter. */
  public static Map<String, Coverage> run(
      SimulatedStudy design, Truth truth, int studies, int replicates, long first) {
    List<List<ParameterInterval>> all =
        LongStream.range(first, first + studies)
            .parallel()
            .mapToObj(study -> intervals(design, truth, study, replicates))
            .toList();
    Map<String, Coverage> counts = new LinkedHashMap<>();
    for (List<ParameterInterval> intervals : all) {
      for (ParameterInterval interval : intervals) {
        String name = interval.parameter().name();
        Double value = truth.parameters().get(name);
        if (value != null) {
          counts.merge(
              name,
              new Coverage(value, 0, 0, 0, 0, 0).with(interval),
              (sum, one) -> sum.with(interval));
        }
      }
    }
    return counts;
  }

  private static List<ParameterInterval> intervals(
      SimulatedStudy design, Truth truth, long study, int replicates) {
    FitData data = FitData.of(design.draw(truth.loss(), study), Axis.DATA).orElseThrow();
    Fit fit =
        new LawFitter(FitSettings.thorough(study)).fit(Laws.named(truth.law()), data).orElseThrow();
    ReplicateTask task = Bootstrap.task(fit, study);
    List<double[]> drawn = IntStream.range(0, replicates).mapToObj(task::replicate).toList();
    return Intervals.of(fit, drawn, LEVEL);
  }

  /** Prints the coverage of all laws, or one. */
  public static void main(String[] arguments) {
    int studies = Integer.parseInt(arguments[0]);
    int replicates = Integer.parseInt(arguments[1]);
    long first = Long.parseLong(arguments[2]);
    TextTable table =
        new TextTable(
            "law",
            "parameter",
            "truth",
            "mean error",
            "too low",
            "covered",
            "too high",
            "identified");
    for (Truth truth : Truth.all()) {
      if (arguments.length < 4 || arguments[3].equals(truth.law())) {
        run(SimulatedStudy.SEVEN_SIZES, truth, studies, replicates, first)
            .forEach(
                (name, c) ->
                    table.row(
                        truth.law(),
                        name,
                        String.format(Locale.ROOT, "%.4g", c.truth()),
                        String.format(Locale.ROOT, "%.2g", c.bias() / studies),
                        Integer.toString(c.below()),
                        String.format(Locale.ROOT, "%.0f%%", 100 * c.share()),
                        Integer.toString(c.above()),
                        Integer.toString(c.identified())));
      }
    }
    System.out.print(table);
  }
}
