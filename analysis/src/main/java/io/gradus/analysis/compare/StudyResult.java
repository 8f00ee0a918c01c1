package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import java.util.List;
import java.util.Optional;

/**
 * All fits, intervals and comparisons of a set of curves.
 *
 * @param reports one for each law, axis, key and scope
 * @param comparisons one for each axis and key
 * @param notes what was left out and why, in words
 */
public record StudyResult(
    List<LawReport> reports, List<Comparison> comparisons, List<String> notes) {

  /** Copies the lists. */
  public StudyResult {
    reports = List.copyOf(reports);
    comparisons = List.copyOf(comparisons);
    notes = List.copyOf(notes);
  }

  /** The report of a law's fit to a scope. */
  public Optional<LawReport> report(String law, Axis axis, CurveKey key, Scope scope) {
    return reports(axis, key).stream()
        .filter(r -> r.fit().law().equals(law) && r.fit().scope().equals(scope))
        .findFirst();
  }

  /** The reports of an axis and a key, of all scopes. */
  public List<LawReport> reports(Axis axis, CurveKey key) {
    return reports.stream()
        .filter(r -> r.fit().axis() == axis && r.fit().key().equals(key))
        .toList();
  }

  /** The comparison of an axis and a key. */
  public Optional<Comparison> comparison(Axis axis, CurveKey key) {
    return comparisons.stream().filter(c -> c.axis() == axis && c.key().equals(key)).findFirst();
  }
}
