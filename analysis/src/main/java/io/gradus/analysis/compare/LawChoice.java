package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which law to predict with: the one that was best where the same thing was hidden from it. */
public final class LawChoice {

  /** What is to be predicted. */
  public enum Purpose {
    /** Later steps of sizes that have runs. */
    LATER_STEPS("later steps", Set.of(Split.FIRST_QUARTER, Split.FIRST_HALF)),
    /** Sizes larger than any that has runs. */
    LARGER_SIZES("larger sizes", Set.of(Split.WITHOUT_LARGEST, Split.WITHOUT_TWO_LARGEST));

    private final String words;
    private final Set<Split> splits;

    Purpose(String words, Set<Split> splits) {
      this.words = words;
      this.splits = splits;
    }

    /** What is predicted, in words. */
    public String words() {
      return words;
    }
  }

  private LawChoice() {}

  /**
   * The best law for a purpose; by BIC where nothing could be hidden.
   *
   * @param key whose curves to predict; laws of other keys take no part
   * @param params the size to predict: for later steps its own fits take part beside those over all
   *     sizes
   * @return nothing where no suitable law was fitted
   */
  public static Optional<LawReport> best(
      StudyResult study, CurveKey key, double params, Axis axis, Purpose purpose) {
    List<LawReport> reports = suitable(study, key, params, axis, purpose);
    boolean tested = reports.stream().anyMatch(r -> error(r.heldOut(), purpose) < Double.MAX_VALUE);
    return reports.stream()
        .min(Comparator.comparingDouble(r -> tested ? error(r.heldOut(), purpose) : r.fit().bic()));
  }

  /** The fits that can predict a size for a purpose. */
  static List<LawReport> suitable(
      StudyResult study, CurveKey key, double params, Axis axis, Purpose purpose) {
    return study.reports(axis, key).stream()
        .filter(r -> suits(r.fit().scope(), params, purpose))
        .toList();
  }

  /** Why a law was chosen, in words that follow its name. */
  public static String reason(StudyResult study, LawReport report, Purpose purpose) {
    double error = error(report, purpose);
    if (error == Double.MAX_VALUE) {
      return "the least BIC of the laws fitted, because nothing could be hidden to test them";
    }
    String reason =
        String.format(
            Locale.ROOT,
            "of the laws fitted the least error where %s were hidden, %.1f %%",
            purpose.words(),
            100 * Math.expm1(error));
    double baseline = baselineError(study, report, purpose);
    return baseline == Double.MAX_VALUE
        ? reason
        : reason
            + String.format(
                Locale.ROOT,
                " (\"%s\": %.1f %%)",
                Contender.STAYS.label(),
                100 * Math.expm1(baseline));
  }

  private static boolean suits(Scope scope, double params, Purpose purpose) {
    return scope instanceof Scope.AllSizes
        || purpose == Purpose.LATER_STEPS && scope.equals(new Scope.OneSize(params));
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

  /** The same error of all laws together. */
  public static double combinedError(StudyResult study, Combination laws, Purpose purpose) {
    return study
        .comparison(laws.axis(), laws.key())
        .map(c -> error(c.combined(), purpose))
        .orElse(Double.MAX_VALUE);
  }

  /** The same error of the baseline on the curves of a report. */
  public static double baselineError(StudyResult study, LawReport report, Purpose purpose) {
    return baselineError(study, report.fit().axis(), report.fit().key(), purpose);
  }

  /** The same error of the baseline. */
  public static double baselineError(StudyResult study, Axis axis, CurveKey key, Purpose purpose) {
    return study
        .comparison(axis, key)
        .map(
            c ->
                error(
                    c.scores().stream().filter(s -> s.contender().equals(Contender.STAYS)).toList(),
                    purpose))
        .orElse(Double.MAX_VALUE);
  }

  /** The same error of a report. */
  public static double error(LawReport report, Purpose purpose) {
    return error(report.heldOut(), purpose);
  }
}
