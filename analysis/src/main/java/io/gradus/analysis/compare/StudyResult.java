package io.gradus.analysis.compare;

import io.gradus.analysis.law.Axis;
import java.util.List;
import java.util.Optional;

/**
 * All fits, intervals and comparisons of a set of curves.
 *
 * @param reports one for each law, axis, variant, benchmark and scope
 * @param comparisons one for each axis, variant and benchmark
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

  /** The report of a law over all sizes. */
  public Optional<LawReport> report(String law, Axis axis, String variant, String benchmark) {
    return reports.stream()
        .filter(r -> r.fit().law().equals(law) && r.fit().axis() == axis)
        .filter(r -> r.fit().variant().equals(variant) && r.fit().benchmark().equals(benchmark))
        .filter(r -> !r.fit().scope().contains("N="))
        .findFirst();
  }
}
