package io.gradus.analysis.compare;

import io.gradus.analysis.compare.LawChoice.Purpose;
import io.gradus.analysis.compare.PredictiveLaw.Misfits;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What predicts a line of models: all laws and the baseline, each weighted by how it predicted what
 * was hidden from it. Where nothing could be hidden it is the law with the least BIC alone.
 *
 * @param members the laws; their weights and the baseline's sum to 1
 * @param baseline weight of the baseline
 * @param misfits how far all together were off where it could be checked
 * @param reason how the weights came about, in words
 */
public record Combination(List<Member> members, double baseline, Misfits misfits, String reason) {
  private static final int NAMED = 3;

  /**
   * A law that counts.
   *
   * @param law what predicts
   * @param weight between 0 and 1
   */
  public record Member(PredictiveLaw law, double weight) {}

  /** Copies the members. */
  public Combination {
    members = List.copyOf(members);
  }

  /**
   * What predicts for a purpose.
   *
   * @param key whose curves to predict; laws of other keys take no part
   * @param params the size to predict: for later steps its own fits take part beside those over all
   *     sizes
   * @return nothing where no suitable law was fitted
   */
  public static Optional<Combination> of(
      StudyResult study, CurveKey key, double params, Axis axis, Purpose purpose) {
    List<LawReport> reports = LawChoice.suitable(study, key, params, axis, purpose);
    List<LawReport> tested =
        reports.stream().filter(r -> LawChoice.error(r, purpose) < Double.MAX_VALUE).toList();
    if (tested.isEmpty()) {
      return LawChoice.best(study, key, params, axis, purpose)
          .map(
              best ->
                  new Combination(
                      List.of(new Member(PredictiveLaw.of(best), 1)),
                      0,
                      Misfits.of(List.of()),
                      best.fit().law() + ", " + LawChoice.reason(study, best, purpose)));
    }
    double stays = LawChoice.baselineError(study, tested.get(0), purpose);
    double ofStays = stays < Double.MAX_VALUE ? Weights.of(stays) : 0;
    double sum = ofStays;
    for (LawReport report : tested) {
      sum += Weights.of(LawChoice.error(report, purpose));
    }
    List<Member> members = new ArrayList<>();
    for (LawReport report : tested) {
      double weight = Weights.of(LawChoice.error(report, purpose)) / sum;
      members.add(new Member(PredictiveLaw.of(report), weight));
    }
    List<HeldOutScore> scores =
        study.comparison(axis, key).map(Comparison::combined).orElse(List.of());
    String reason =
        reason(members, ofStays / sum, LawChoice.error(scores, purpose), stays, purpose);
    return Optional.of(new Combination(members, ofStays / sum, Misfits.of(scores), reason));
  }

  private static String reason(
      List<Member> members, double baseline, double error, double stays, Purpose purpose) {
    String most =
        members.stream()
            .sorted(Comparator.comparingDouble(Member::weight).reversed())
            .limit(NAMED)
            .map(
                m ->
                    String.format(
                        Locale.ROOT,
                        "%s %.2f",
                        Contender.of(m.law().law(), m.law().scope()).label(),
                        m.weight()))
            .collect(Collectors.joining(", "));
    String told =
        String.format(
            Locale.ROOT,
            "%d laws and \"%s\" (%.2f) combined by how they predicted hidden %s, most of it %s",
            members.size(),
            Contender.STAYS.label(),
            baseline,
            purpose.words(),
            most);
    return error == Double.MAX_VALUE
        ? told
        : String.format(
            Locale.ROOT,
            "%s; together off by %.1f %% there, \"%s\" by %.1f %%",
            told,
            100 * Math.expm1(error),
            Contender.STAYS.label(),
            100 * Math.expm1(stays));
  }

  /** The axis that all members predict over. */
  public Axis axis() {
    return members.get(0).law().axis();
  }

  /** Whose curves it predicts. */
  public CurveKey key() {
    return members.get(0).law().key();
  }

  /** The law's name where there is one alone, or that of all together. */
  public String law() {
    return members.size() == 1 ? members.get(0).law().law() : Contender.COMBINED.law();
  }

  /** Where the data end in X. */
  public double largestX() {
    return members.stream().mapToDouble(m -> m.law().largestX()).max().orElseThrow();
  }

  /** The largest size with data. */
  public double largestSize() {
    return members.stream().mapToDouble(m -> m.law().largestSize()).max().orElseThrow();
  }

  /** How many times beyond the largest fitted X or N a point lies, at least 1. */
  public double extrapolation(double params, double x) {
    return Math.max(1, Math.max(x / largestX(), params / largestSize()));
  }

  /** Whether every member was fitted to one size alone. */
  public boolean ofSizesAlone() {
    return members.stream().allMatch(m -> m.law().scope() instanceof Scope.OneSize);
  }
}
