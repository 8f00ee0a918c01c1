package io.gradus.analysis.report;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.findings.Findings.SizeEfficiency;
import io.gradus.analysis.findings.Verdict;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Parameter;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.report.Backtest.Checked;
import io.gradus.analysis.text.ModelSize;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        "Of the paper's findings these curves support %s, contradict %s and leave %s undecided."
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
    Map<ModelLine, List<SizeEfficiency>> groups = new TreeMap<>();
    view.dataEfficiencies()
        .forEach(e -> groups.computeIfAbsent(e.models(), m -> new ArrayList<>()).add(e));
    groups.forEach(
        (models, ks) -> {
          if (ks.size() > 1) {
            sentences.add(
                "Learning efficiency k over data%s, smallest to largest size (R² of a straight line in brackets): %s."
                    .formatted(
                        named(view, " of ", models),
                        ks.stream()
                            .map(
                                k ->
                                    "%s at %s (%s)"
                                        .formatted(
                                            efficiency(k.k()),
                                            ModelSize.text(k.params()),
                                            efficiency(k.r2())))
                            .collect(Collectors.joining(", "))));
          }
        });
    return sentences;
  }

  /** " of base models" after a word such as " of "; nothing where there is no need to tell. */
  private static String named(StudyView view, String before, ModelLine models) {
    String name = view.names().of(models);
    return name.isEmpty() ? "" : before + name + " models";
  }

  private static String efficiency(double k) {
    return String.format(Locale.ROOT, Math.abs(k) < 0.0995 ? "%.3f" : "%.2f", k).replace('-', '−');
  }

  /** Where larger models take over at equal compute, and the gap that reuse opens. */
  static List<String> details(StudyView view) {
    List<String> sentences = new ArrayList<>();
    for (Crossings.Crossing c : Crossings.of(view)) {
      sentences.add(
          "At equal compute %s takes over from %s at C = %s FLOP%s; with less, the smaller model has the lower loss."
              .formatted(
                  view.names().after(ModelSize.text(c.large()), " ", c.models()),
                  ModelSize.text(c.small()),
                  Show.power(c.compute()),
                  interval(c)));
    }
    gaps(view).ifPresent(sentences::add);
    return sentences;
  }

  /** Nothing where there were no replicates. */
  private static String interval(Crossings.Crossing c) {
    return Double.isNaN(c.low())
        ? ""
        : " (95 %% interval: %s to %s)".formatted(Show.power(c.low()), Show.power(c.high()));
  }

  private static Optional<String> gaps(StudyView view) {
    TreeMap<String, TreeMap<Integer, Double>> byRun = new TreeMap<>();
    for (StudyView.Gap g : view.gaps()) {
      boolean alike =
          view.reference(g.key()).filter(r -> r.groupSize() == g.setting().groupSize()).isPresent();
      if (g.key().benchmark().equals(view.benchmark()) && alike) {
        String name = view.names().after(ModelSize.text(g.params()), " ", g.key().models());
        byRun.computeIfAbsent(name, n -> new TreeMap<>()).put(g.setting().tau(), 100 * g.gap());
      }
    }
    List<String> sizes = new ArrayList<>();
    byRun.forEach(
        (name, taus) -> {
          if (taus.size() > 1) {
            sizes.add(
                name
                    + " "
                    + taus.entrySet().stream()
                        .map(
                            t ->
                                String.format(Locale.ROOT, "%+.0f", t.getValue()).replace('-', '−')
                                    + " at τ="
                                    + t.getKey())
                        .collect(Collectors.joining(", ")));
          }
        });
    return sizes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Training reward less test pass@1 over the last quarter of steps, in points (large: the"
                + " training problems are learned by heart): "
                + String.join("; ", sizes)
                + ".");
  }

  /** Which law predicts best, for each axis and variant of the main benchmark. */
  static List<String> laws(StudyView view) {
    return view.laws().comparisons().stream()
        .filter(c -> c.key().benchmark().equals(view.benchmark()))
        .map(c -> law(view, c))
        .toList();
  }

  /** A comparison's outcome as a sentence that begins with what it is about. */
  static String law(StudyView view, Comparison c) {
    return sentence(
        "Over %s%s: %s"
            .formatted(c.axis().column(), named(view, ", ", c.key().models()), c.outcome()));
  }

  /** A note with a full stop. */
  static String sentence(String note) {
    return note.endsWith(".") ? note : note + ".";
  }

  /** How well forecasts did where they could be checked. */
  static List<String> forecasts(StudyView view) {
    List<String> sentences = new ArrayList<>();
    checked(
            "From the first quarter of its steps a run's last loss was forecast",
            view.backtest().early())
        .ifPresent(sentences::add);
    checked(
            "From the first half of its steps a run's last loss was forecast",
            view.backtest().later())
        .ifPresent(sentences::add);
    checked(
            "From the smaller sizes the largest size's losses were forecast",
            view.backtest().larger())
        .ifPresent(sentences::add);
    Map<ModelLine, Checked> finals = new TreeMap<>();
    for (Checked c : view.backtest().larger()) {
      finals.merge(
          c.forecast().key().models(), c, (a, b) -> a.forecast().x() > b.forecast().x() ? a : b);
    }
    finals.forEach((models, c) -> sentences.add(last(view, models, c)));
    return sentences;
  }

  private static String last(StudyView view, ModelLine models, Checked c) {
    return "The last of these, the loss of %s at %s %s, was forecast as %s (95 %% interval: %s to %s) and measured as %s: %s the interval."
        .formatted(
            view.names().after(ModelSize.text(c.forecast().params()), " ", models),
            c.forecast().axis() == Axis.DATA
                ? Show.amount(c.forecast().x())
                : Show.power(c.forecast().x()),
            c.forecast().axis() == Axis.DATA ? "prompts" : "FLOP",
            Show.number(c.forecast().loss()),
            Show.number(c.forecast().low()),
            Show.number(c.forecast().high()),
            Show.number(c.observed()),
            c.observed() >= c.forecast().low() && c.observed() <= c.forecast().high()
                ? "inside"
                : "outside");
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

  /**
   * Parameters of the paper's and the winning laws that the data do not determine: a line a law.
   */
  static List<String> notIdentified(StudyView view) {
    Map<String, List<String>> byLaw = new LinkedHashMap<>();
    for (LawReport report : shownLaws(view)) {
      List<ParameterInterval> open =
          report.intervals().stream()
              .filter(i -> !i.identified() && i.parameter().kind() != Parameter.Kind.FIXED)
              .toList();
      if (!open.isEmpty()) {
        byLaw
            .computeIfAbsent(report.fit().law(), law -> new ArrayList<>())
            .add(
                "%s over %s%s (%s)"
                    .formatted(
                        open.stream()
                            .map(i -> i.parameter().name())
                            .collect(Collectors.joining(", ")),
                        report.fit().axis().column(),
                        view.names().after("", ", ", report.fit().key().models()),
                        open.get(0).reason().replaceFirst("^not identified: ", "")));
      }
    }
    return byLaw.entrySet().stream()
        .map(
            law ->
                "Not identified by these data, in the law “%s”: %s."
                    .formatted(law.getKey(), String.join("; ", law.getValue())))
        .toList();
  }

  /** Fits over all sizes on the main benchmark. */
  static List<LawReport> laws(StudyView view, Axis axis, ModelLine models) {
    return view.laws().reports(axis, view.key(models)).stream()
        .filter(r -> r.fit().scope() instanceof Scope.AllSizes)
        .toList();
  }

  private static List<LawReport> shownLaws(StudyView view) {
    List<LawReport> shown = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      for (ModelLine models : view.lines()) {
        Contender drawn = view.drawn(axis, models);
        laws(view, axis, models).stream()
            .filter(
                r ->
                    r.fit().law().equals("log-linear")
                        || drawn.equals(Contender.of(r.fit().law(), r.fit().scope())))
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
          "Compute is unknown, so nothing is said about equal compute, and sizes are compared on"
              + " equal data alone.");
    }
    view.recipes()
        .ifPresent(
            recipes ->
                caveats.add(
                    "Runs name several recipes: laws, forecasts and findings are about those of %s alone."
                        .formatted(recipes.reference())));
    view.laws().notes().forEach(note -> caveats.add(sentence(note)));
    view.findings().forEach(f -> caveats.addAll(f.caveats()));
    if (view.lines().stream().anyMatch(l -> !l.variant().isKnown())) {
      caveats.add("It is not recorded whether these runs began from base or instruct models.");
    }
    if (view.main().stream().anyMatch(p -> Double.isNaN(p.se()))) {
      caveats.add(
          "The number of test problems is unknown for some points; findings take their standard"
              + " error as 2 points.");
    }
    caveats.add(
        view.training().isEmpty()
            ? "All evaluations of a run answer the same problems, and answers to single problems"
                + " are not known here: intervals of laws speak of these problems, not of others"
                + " like them."
            : "All evaluations of a run answer the same problems: intervals of laws cover other"
                + " samples of such problems, not other kinds of problems.");
    return List.copyOf(caveats);
  }
}
