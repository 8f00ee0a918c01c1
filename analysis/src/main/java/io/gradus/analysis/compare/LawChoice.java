package io.gradus.analysis.compare;

import io.gradus.analysis.law.Axis;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which law to predict with: the one that was best where the same thing was hidden from it. */
public final class LawChoice {

  /** What is to be predicted. */
  public enum Purpose {
    /** Later steps of sizes that have runs. */
    LATER_STEPS(Set.of(Split.FIRST_QUARTER, Split.FIRST_HALF)),
    /** Sizes larger than any that has runs. */
    LARGER_SIZES(Set.of(Split.WITHOUT_LARGEST, Split.WITHOUT_TWO_LARGEST));

    private final Set<Split> splits;

    Purpose(Set<Split> splits) {
      this.splits = splits;
    }
  }

  private LawChoice() {}

  /**
   * The best law for a purpose; by BIC where nothing could be hidden.
   *
   * @param family of the curves, used where a study has several
   * @param params the size to predict: for later steps its own fits take part beside those over all
   *     sizes
   * @return nothing where no suitable law was fitted
   */
  public static Optional<LawReport> best(
      StudyResult study,
      String family,
      String variant,
      String benchmark,
      double params,
      Axis axis,
      Purpose purpose) {
    List<LawReport> reports =
        study.reports().stream()
            .filter(r -> r.fit().axis() == axis)
            .filter(r -> r.fit().variant().equals(variant) && r.fit().benchmark().equals(benchmark))
            .filter(
                r ->
                    isScope(r.fit().scope(), family, LawStudy.ALL_SIZES)
                        || (purpose == Purpose.LATER_STEPS
                            && isScope(r.fit().scope(), family, "N=" + LawStudy.size(params))))
            .toList();
    boolean tested = reports.stream().anyMatch(r -> error(r.heldOut(), purpose) < Double.MAX_VALUE);
    return reports.stream()
        .min(Comparator.comparingDouble(r -> tested ? error(r.heldOut(), purpose) : r.fit().bic()));
  }

  private static boolean isScope(String scope, String family, String name) {
    return scope.equals(name) || scope.equals(family + ": " + name);
  }

  /** Geometric mean of the errors on a purpose's splits; the largest number without any. */
  static double error(List<HeldOutScore> scores, Purpose purpose) {
    double[] logs =
        scores.stream()
            .filter(s -> purpose.splits.contains(s.split()))
            .mapToDouble(s -> Math.log(Math.max(1e-12, s.error())))
            .toArray();
    if (logs.length == 0) {
      return Double.MAX_VALUE;
    }
    double sum = 0;
    for (double log : logs) {
      sum += log;
    }
    return Math.exp(sum / logs.length);
  }

  /** The same error of the baseline on the curves of a report. */
  public static double baselineError(StudyResult study, LawReport report, Purpose purpose) {
    String scope = report.fit().scope();
    String family = scope.contains(": ") ? scope.substring(0, scope.lastIndexOf(": ") + 2) : "";
    return error(
        study.comparisons().stream()
            .filter(c -> c.axis() == report.fit().axis())
            .flatMap(c -> c.scores().stream())
            .filter(s -> s.law().equals(Comparison.BASELINE))
            .filter(s -> s.variant().equals(report.fit().variant()))
            .filter(s -> s.benchmark().equals(report.fit().benchmark()))
            .filter(s -> s.scope().equals(family + LawStudy.ALL_SIZES))
            .toList(),
        purpose);
  }

  /** The same error of a report. */
  public static double error(LawReport report, Purpose purpose) {
    return error(report.heldOut(), purpose);
  }
}
