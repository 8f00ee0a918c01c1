package io.gradus.analysis.report;

import static io.gradus.analysis.report.Html.Column.number;
import static io.gradus.analysis.report.Html.Column.text;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.HeldOutScore;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.compare.Split;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.LineNames;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.findings.Effect;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.forecast.Target;
import io.gradus.analysis.report.Html.Column;
import io.gradus.analysis.report.Html.Table;
import io.gradus.analysis.text.ModelSize;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of the report. */
final class ReportTables {
  private ReportTables() {}

  /** Held-out error and coverage of every law beside the baseline, best first. */
  static Table heldOut(Comparison comparison) {
    List<Split> splits =
        comparison.scores().stream().map(HeldOutScore::split).distinct().sorted().toList();
    List<Column> columns = new ArrayList<>(List.of(text("Law, fitted on:")));
    splits.forEach(s -> columns.add(number(heading(s))));
    Map<Contender, Map<Split, HeldOutScore>> byLaw = new LinkedHashMap<>();
    for (HeldOutScore s : comparison.scores()) {
      byLaw.computeIfAbsent(s.contender(), l -> new LinkedHashMap<>()).put(s.split(), s);
    }
    List<List<String>> rows = new ArrayList<>();
    byLaw.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Contender, Map<Split, HeldOutScore>>>comparingInt(
                    e -> -e.getValue().size())
                .thenComparingDouble(e -> typical(e.getValue())))
        .forEach(
            e -> {
              List<String> row = new ArrayList<>();
              String name = Html.escape(e.getKey().label());
              row.add(
                  e.getKey().equals(comparison.winner())
                      ? "<strong>" + name + "</strong> (winner)"
                      : name);
              for (Split split : splits) {
                row.add(
                    Optional.ofNullable(e.getValue().get(split))
                        .map(ReportTables::score)
                        .orElse("–"));
              }
              rows.add(row);
            });
    return new Table(columns, rows);
  }

  private static String heading(Split split) {
    return switch (split) {
      case FIRST_QUARTER -> "first quarter";
      case FIRST_HALF -> "first half";
      case WITHOUT_LARGEST -> "all but largest";
      case WITHOUT_TWO_LARGEST -> "all but two";
    };
  }

  private static double typical(Map<Split, HeldOutScore> scores) {
    return scores.values().stream()
        .mapToDouble(s -> Math.log(Math.max(1e-9, s.error())))
        .average()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static String score(HeldOutScore s) {
    String error = Show.percent(Math.expm1(s.error()));
    return Double.isNaN(s.coverage())
        ? error
        : error + " <span class=\"soft\">(" + Show.percent(s.coverage()) + ")</span>";
  }

  /** Parameters of the laws over all sizes, with intervals and identification. */
  static Table parameters(List<LawReport> reports) {
    List<List<String>> rows = new ArrayList<>();
    for (LawReport report : reports) {
      for (ParameterInterval i : report.intervals()) {
        rows.add(
            List.of(
                Html.escape(report.fit().law()),
                Html.escape(parameterName(i.parameter().name())),
                Html.escape(i.parameter().meaning()),
                Show.number(i.value()),
                Show.number(i.low()),
                Show.number(i.high()),
                i.identified() ? "yes" : "<strong>no</strong>: " + Html.escape(i.reason())));
      }
    }
    return new Table(
        List.of(
            text("Law"),
            text("Parameter"),
            text("Meaning"),
            number("Value"),
            number("Low"),
            number("High"),
            text("Identified")),
        rows);
  }

  /** {@code E[440000000]} as E[440M]. */
  private static String parameterName(String name) {
    int open = name.indexOf('[');
    if (open < 0 || !name.endsWith("]")) {
      return name;
    }
    try {
      double params = Double.parseDouble(name.substring(open + 1, name.length() - 1));
      return name.substring(0, open + 1) + ModelSize.text(params) + "]";
    } catch (NumberFormatException e) {
      return name;
    }
  }

  /** Quality of fit of the laws over all sizes. */
  static Table fits(List<LawReport> reports) {
    double best = reports.stream().mapToDouble(r -> r.fit().bic()).min().orElse(0);
    return new Table(
        List.of(
            text("Law"),
            number("Points"),
            number("Free parameters"),
            number("R²"),
            number("BIC above best"),
            number("Residual / binomial noise")),
        reports.stream()
            .sorted(Comparator.comparingDouble(r -> r.fit().bic()))
            .map(
                r ->
                    List.of(
                        Html.escape(r.fit().law()),
                        Integer.toString(r.fit().points()),
                        Integer.toString(r.fit().free()),
                        Show.number(r.fit().r2()),
                        Show.number(r.fit().bic() - best),
                        Show.number(r.fit().scale())))
            .toList());
  }

  /** Learning efficiency of every size, with how straight its curve is. */
  static Table efficiencies(StudyView view) {
    List<CurvePoint> all =
        StudyView.where(
            view.points(), p -> p.benchmark().equals(view.benchmark()) && view.isReference(p));
    boolean families = view.names().tellFamilies();
    List<Column> columns = new ArrayList<>(List.of(text("Size")));
    if (families) {
      columns.add(text("Family"));
    }
    columns.addAll(
        List.of(
            text("Variant"),
            number("Runs"),
            number("k"),
            number("95 % interval"),
            number("R²"),
            number("First loss"),
            number("Last loss")));
    return new Table(
        columns,
        view.dataEfficiencies().stream()
            .map(
                e -> {
                  List<CurvePoint> own =
                      StudyView.where(
                          all, p -> p.params() == e.params() && ModelLine.of(p).equals(e.models()));
                  List<String> row = new ArrayList<>(List.of(ModelSize.text(e.params())));
                  if (families) {
                    row.add(Html.escape(e.models().family()));
                  }
                  row.addAll(
                      List.of(
                          Html.escape(e.models().variant().name()),
                          Integer.toString(e.runs()),
                          Show.number(e.k()),
                          Show.number(e.low()) + " to " + Show.number(e.high()),
                          Show.number(e.r2()),
                          Show.number(LossFigures.meanEnd(own, false)),
                          Show.number(LossFigures.meanEnd(own, true))));
                  return row;
                })
            .toList());
  }

  /** The comparisons of one part of a finding. */
  static Table effects(List<Effect> effects) {
    return new Table(
        List.of(
            text("Within"),
            text("Comparison"),
            number("Estimate"),
            number("95 % interval"),
            number("p, corrected"),
            number("Runs"),
            text("Verdict")),
        effects.stream().map(ReportTables::effect).toList());
  }

  private static List<String> effect(Effect e) {
    return List.of(
        Html.escape(e.within().label()),
        e.isOverall() ? "<strong>overall</strong>" : Html.escape(e.compared().label()),
        Show.number(e.estimate()),
        Show.number(e.low()) + " to " + Show.number(e.high()),
        Show.p(e.adjustedP()),
        Integer.toString(e.runs()),
        e.verdict().label());
  }

  static Table forecasts(List<Forecast> forecasts) {
    List<ModelLine> lines = forecasts.stream().map(f -> f.key().models()).distinct().toList();
    LineNames names = LineNames.ofLines(lines);
    return new Table(
        List.of(
            text("Run or size"),
            number("N"),
            number("At"),
            number("Loss"),
            number("95 % interval"),
            number("Beyond data"),
            text("Law")),
        forecasts.stream()
            .map(
                f ->
                    List.of(
                        Html.escape(
                            lines.size() > 1
                                ? names.after(subject(f), ", ", f.key().models())
                                : subject(f)),
                        ModelSize.text(f.params()),
                        (f.step() < 0 ? "" : "step " + f.step() + ", ")
                            + Show.amount(f.x())
                            + " "
                            + Html.escape(f.axis().unit()),
                        Show.number(f.loss()),
                        Show.number(f.low()) + " to " + Show.number(f.high()),
                        String.format(Locale.ROOT, "%.1f×", f.extrapolation()),
                        Html.escape(f.law())))
            .toList());
  }

  private static String subject(Forecast f) {
    return f.target() instanceof Target.Size ? "no run yet" : f.target().label();
  }

  /** One row a run: first, best and last loss on the main benchmark. */
  static Table runs(StudyView view) {
    List<List<String>> rows = new ArrayList<>();
    boolean families = view.names().tellFamilies();
    boolean variants = view.lines().stream().anyMatch(l -> l.variant().isKnown());
    StudyView.by(
            StudyView.where(view.points(), p -> p.benchmark().equals(view.benchmark())),
            CurvePoint::runId)
        .values()
        .stream()
        .sorted(
            Comparator.<List<CurvePoint>, ModelLine>comparing(r -> ModelLine.of(r.get(0)))
                .thenComparing(r -> r.get(0).params())
                .thenComparing(r -> r.get(0).tau())
                .thenComparing(r -> r.get(0).groupSize())
                .thenComparing(r -> r.get(0).seed())
                .thenComparing(r -> r.get(0).runId()))
        .forEach(
            run -> {
              List<CurvePoint> points =
                  run.stream().sorted(Comparator.comparingInt(CurvePoint::step)).toList();
              CurvePoint last = points.get(points.size() - 1);
              List<String> row = new ArrayList<>(List.of(Html.escape(last.runId())));
              if (families) {
                row.add(Html.escape(last.family()));
              }
              if (variants) {
                row.add(Html.escape(last.variant()));
              }
              row.addAll(
                  List.of(
                      ModelSize.text(last.params()),
                      Integer.toString(last.tau()),
                      Integer.toString(last.groupSize()),
                      Long.toString(last.seed()),
                      Integer.toString(last.step()),
                      Show.amount(last.data())));
              if (view.knowsCompute()) {
                row.add(Show.number(last.compute()));
              }
              row.add(Show.percent(1 - points.get(0).loss()));
              row.add(Show.percent(1 - last.loss()));
              if (!view.problems().isEmpty()) {
                row.add(problems(view, last));
              }
              rows.add(row);
            });
    List<Column> columns = new ArrayList<>(List.of(text("Run")));
    if (families) {
      columns.add(text("Family"));
    }
    if (variants) {
      columns.add(text("Variant"));
    }
    for (String name : List.of("N", "τ", "Group", "Seed", "Steps", "Prompts")) {
      columns.add(number(name));
    }
    if (view.knowsCompute()) {
      columns.add(number("Compute"));
    }
    columns.add(number("First pass@1"));
    columns.add(number("Last pass@1"));
    if (!view.problems().isEmpty()) {
      columns.add(number("Solved, boundary, lost"));
    }
    return new Table(columns, rows);
  }

  /** Numbers of test problems at a run's last evaluation. */
  private static String problems(StudyView view, CurvePoint last) {
    return view.problems().stream()
        .filter(p -> p.runId().equals(last.runId()) && p.step() == last.step())
        .filter(p -> p.key().benchmark().equals(last.benchmark()))
        .findFirst()
        .map(p -> "%,d, %,d, %,d".formatted(p.solved(), p.boundary(), p.lost()))
        .orElse("–");
  }
}
