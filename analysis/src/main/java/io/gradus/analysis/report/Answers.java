package io.gradus.analysis.report;

import io.gradus.analysis.CurvePoint;
import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.findings.ModelSize;
import io.gradus.analysis.findings.Verdict;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Parameter;
import io.gradus.analysis.report.Backtest.Checked;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Plain-language answers of a study besides its findings. */
final class Answers {
  private static final int BENCHMARKS_NAMED = 6;

  private Answers() {}

  /** What was measured, in a sentence. */
  static String measured(StudyView view) {
    List<Double> sizes =
        view.points().stream().map(CurvePoint::params).distinct().sorted().toList();
    List<String> benchmarks =
        view.points().stream().map(CurvePoint::benchmark).distinct().sorted().toList();
    String range =
        sizes.size() == 1
            ? "one size of " + ModelSize.text(sizes.get(0)) + " parameters"
            : "%d sizes from %s to %s non-embedding parameters"
                .formatted(
                    sizes.size(),
                    ModelSize.text(sizes.get(0)),
                    ModelSize.text(sizes.get(sizes.size() - 1)));
    long runs = view.points().stream().map(CurvePoint::runId).distinct().count();
    return "%d %s, %s, %,d evaluations on %s. Loss is 1 − pass@1."
        .formatted(
            runs,
            runs == 1 ? "run" : "runs",
            range,
            view.points().size(),
            benchmarks.size() <= BENCHMARKS_NAMED
                ? String.join(", ", benchmarks)
                : benchmarks.size() + " benchmarks");
  }

  /** The findings in a line, how efficiency goes with size, and what cannot be said. */
  static List<String> headlines(StudyView view) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Of the paper's four findings these curves support %s, contradict %s and leave %s undecided."
            .formatted(
                named(view, Verdict.SUPPORTED),
                named(view, Verdict.CONTRADICTED),
                named(view, Verdict.UNDECIDED)));
    sentences.addAll(efficiency(view));
    if (!view.knowsCompute()) {
      sentences.add(
          "Training tokens are missing, so compute is unknown: only laws over data are fitted.");
    }
    return sentences;
  }

  private static String named(StudyView view, Verdict verdict) {
    List<String> numbers =
        view.findings().stream()
            .filter(f -> f.verdict() == verdict)
            .map(f -> Integer.toString(f.number()))
            .toList();
    if (numbers.size() < 2) {
      return numbers.isEmpty() ? "none" : "number " + numbers.get(0);
    }
    return "numbers "
        + String.join(", ", numbers.subList(0, numbers.size() - 1))
        + " and "
        + numbers.get(numbers.size() - 1);
  }

  private static List<String> efficiency(StudyView view) {
    List<String> sentences = new ArrayList<>();
    Map<String, List<SizeEfficiency>> groups = new TreeMap<>();
    view.dataEfficiencies()
        .forEach(e -> groups.computeIfAbsent(e.variant(), v -> new ArrayList<>()).add(e));
    groups.forEach(
        (variant, ks) -> {
          if (ks.size() > 1) {
            sentences.add(
                "Learning efficiency k over data%s, smallest to largest size: %s."
                    .formatted(
                        variant.equals("unknown") ? "" : " of " + variant + " models",
                        ks.stream()
                            .map(
                                k ->
                                    String.format(
                                        Locale.ROOT,
                                        "%.2f at %s",
                                        k.k(),
                                        ModelSize.text(k.params())))
                            .collect(Collectors.joining(", "))));
          }
        });
    return sentences;
  }

  /** Which law predicts best, for each axis and variant of the main benchmark. */
  static List<String> laws(StudyView view) {
    return view.laws().comparisons().stream()
        .filter(c -> c.benchmark().equals(view.benchmark()))
        .map(Answers::law)
        .toList();
  }

  /** A comparison's outcome as a sentence that begins with what it is about. */
  static String law(Comparison c) {
    String sentence = c.sentence();
    int colon = sentence.indexOf(": ");
    String outcome = colon < 0 ? sentence : sentence.substring(colon + 2);
    return sentence(
        "Over %s%s: %s"
            .formatted(
                c.axis().column(),
                c.variant().equals("unknown") ? "" : ", " + c.variant() + " models",
                outcome));
  }

  /** A note with a full stop, and without naming a variant that is not known. */
  static String sentence(String note) {
    String text = note.replace(", unknown", "").replaceFirst("^unknown, ", "");
    return text.endsWith(".") ? text : text + ".";
  }

  /** How well forecasts did where they could be checked. */
  static List<String> forecasts(StudyView view) {
    List<String> sentences = new ArrayList<>();
    checked(
            "From the first half of its steps a run's last loss was forecast",
            view.backtest().later())
        .ifPresent(sentences::add);
    checked(
            "From the smaller sizes the largest size's losses were forecast",
            view.backtest().larger())
        .ifPresent(sentences::add);
    return sentences;
  }

  private static Optional<String> checked(String opening, List<Checked> all) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    double[] errors = all.stream().mapToDouble(c -> Math.abs(c.error())).sorted().toArray();
    double median = (errors[(errors.length - 1) / 2] + errors[errors.length / 2]) / 2;
    return Optional.of(
        "%s with a median error of %s; %d of %d agree within the 95 %% interval and evaluation error."
            .formatted(
                opening,
                Show.percent(median),
                all.stream().filter(Checked::agrees).count(),
                all.size()));
  }

  /** Parameters of the paper's and the winning laws that the data do not determine. */
  static List<String> notIdentified(StudyView view) {
    Set<String> sentences = new LinkedHashSet<>();
    for (LawReport report : shownLaws(view)) {
      List<String> names = new ArrayList<>();
      String reason = "";
      for (ParameterInterval i : report.intervals()) {
        if (!i.identified() && i.parameter().kind() != Parameter.Kind.FIXED) {
          names.add(i.parameter().name());
          reason = reason.isEmpty() ? i.reason().replaceFirst("^not identified: ", "") : reason;
        }
      }
      if (!names.isEmpty()) {
        sentences.add(
            "Law “%s” over %s%s: %s %s not identified by these data (%s)."
                .formatted(
                    report.fit().law(),
                    report.fit().axis().column(),
                    report.fit().variant().equals("unknown") ? "" : ", " + report.fit().variant(),
                    names.size() > 4 ? names.size() + " parameters" : String.join(" and ", names),
                    names.size() == 1 ? "is" : "are",
                    reason));
      }
    }
    return List.copyOf(sentences);
  }

  /** Fits over all sizes on the main benchmark. */
  static List<LawReport> laws(StudyView view, Axis axis, String variant) {
    return view.laws().reports().stream()
        .filter(r -> r.fit().axis() == axis && r.fit().variant().equals(variant))
        .filter(r -> r.fit().benchmark().equals(view.benchmark()))
        .filter(r -> !r.fit().scope().contains("N="))
        .toList();
  }

  private static List<LawReport> shownLaws(StudyView view) {
    List<LawReport> shown = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      for (String variant : view.variants()) {
        String drawn = view.drawnName(axis, variant);
        laws(view, axis, variant).stream()
            .filter(r -> r.fit().law().startsWith("log-linear") || r.fit().law().equals(drawn))
            .forEach(shown::add);
      }
    }
    return shown;
  }

  /** What limits all answers. */
  static List<String> caveats(StudyView view) {
    Set<String> caveats = new LinkedHashSet<>();
    if (!view.knowsCompute()) {
      caveats.add(
          "Compute is unknown, so nothing is said about equal compute, and sizes are compared on equal data alone.");
    }
    view.laws().notes().forEach(note -> caveats.add(sentence(note)));
    view.findings().forEach(f -> caveats.addAll(f.caveats()));
    if (view.main().stream().anyMatch(p -> p.variant().equals("unknown"))) {
      caveats.add("It is not recorded whether these runs began from base or instruct models.");
    }
    if (view.main().stream().anyMatch(p -> Double.isNaN(p.se()))) {
      caveats.add(
          "The number of test problems is unknown for some points; findings take their standard error as 2 points.");
    }
    caveats.add(
        "All evaluations of a run answer the same problems: their errors go together, and intervals cover other samples of such problems, not other kinds of problems.");
    return List.copyOf(caveats);
  }
}
