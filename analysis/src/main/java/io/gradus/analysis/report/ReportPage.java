package io.gradus.analysis.report;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.curves.ModelLine;
import io.gradus.analysis.figures.Layout;
import io.gradus.analysis.findings.Effect;
import io.gradus.analysis.findings.Finding;
import io.gradus.analysis.findings.Part;
import io.gradus.analysis.findings.Verdict;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.recipes.RecipeEffect;
import io.gradus.analysis.recipes.RecipeStudy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * report.html: one file that needs no other. Answers come first, then figures, then tables, then
 * how it was made. Every figure is there in two layouts, of which the reader's screen shows one.
 */
public final class ReportPage {
  private final StudyView view;
  private final List<ReportFigure> figures;
  private final List<String> madeWith;
  private final Html html = new Html();

  private ReportPage(StudyView view, List<ReportFigure> figures, List<String> madeWith) {
    this.view = view;
    this.figures = figures;
    this.madeWith = madeWith;
  }

  /**
   * The page's HTML.
   *
   * @param madeWith versions and settings, a line each
   */
  public static String render(StudyView view, List<ReportFigure> figures, List<String> madeWith) {
    return new ReportPage(view, figures, madeWith).page();
  }

  private String page() {
    html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .element("title", view.title())
        .raw("<style>\n" + fonts() + resource("report.css") + "</style>\n</head>\n<body>\n<main>\n")
        .element("h1", view.title())
        .element("p", "lead", Answers.measured(view));
    answers();
    html.element("h2", "Figures");
    figures.forEach(this::figure);
    tables();
    html.element("h2", "What to keep in mind");
    list(Answers.caveats(view));
    footer();
    return html.raw("</main>\n</body>\n</html>\n").toString();
  }

  private void answers() {
    html.element("h2", "In short");
    List<String> answers = new ArrayList<>(Answers.headlines(view));
    answers.addAll(Answers.details(view));
    answers.addAll(Answers.laws(view));
    answers.addAll(Answers.forecasts(view));
    answers.addAll(Answers.notIdentified(view));
    list(answers);
    html.element("h3", "The findings of arXiv 2509.25300 on these curves");
    view.findings().forEach(this::finding);
    if (!view.further().isEmpty()) {
      html.element("h3", "Beyond the paper");
      view.further().forEach(this::finding);
    }
    view.recipes()
        .ifPresent(
            recipes -> {
              html.element("h3", "What recipes change");
              list(RecipeAnswers.of(recipes));
            });
  }

  private void finding(Finding f) {
    html.raw("<div class=\"finding " + f.verdict().label() + "\">\n<h3>")
        .raw(f.number() + ". " + Html.escape(f.claim()) + " " + chip(f.verdict()) + "</h3>\n")
        .element("p", "soft", f.source().label())
        .element("p", f.answer());
    if (f.parts().size() > 1 && !f.effects().isEmpty()) {
      html.raw(
          "<p class=\"parts\">"
              + f.parts().stream()
                  .map(
                      p ->
                          Html.escape(p.part().label())
                              + ": <strong>"
                              + p.verdict().label()
                              + "</strong>")
                  .collect(Collectors.joining(" · "))
              + "</p>\n");
    }
    html.raw("</div>\n");
  }

  private static String chip(Verdict verdict) {
    String style =
        switch (verdict) {
          case SUPPORTED -> "chip yes";
          case CONTRADICTED -> "chip no";
          case UNDECIDED -> "chip";
        };
    return "<span class=\"" + style + "\">" + verdict.label() + "</span>";
  }

  private void figure(ReportFigure f) {
    html.raw("<figure id=\"" + f.figure().id() + "\">\n<div class=\"wide\">")
        .raw(f.figure().svg(Layout.WIDE))
        .raw("</div>\n<div class=\"narrow\">")
        .raw(f.figure().svg(Layout.NARROW))
        .raw("</div>\n")
        .element("figcaption", "caption", f.caption())
        .raw("</figure>\n");
  }

  private void tables() {
    html.element("h2", "Which law predicts best")
        .element(
            "p",
            "Each law was fitted to a part of the curves and scored on the rest. Errors are typical"
                + " factors between observed and predicted loss (root mean square, in log loss); in"
                + " brackets the share of points inside the law's 95 % prediction intervals. “Stays"
                + " where it is” predicts that nothing changes after the last step seen.");
    for (Comparison c : view.laws().comparisons()) {
      if (c.key().benchmark().equals(view.benchmark())) {
        html.element("h3", heading(c.axis(), c.key().models()));
        html.element("p", Answers.law(view, c)).table(ReportTables.heldOut(c));
        laws(c.axis(), c.key().models());
      }
    }
    html.element("h2", "Findings in numbers")
        .element(
            "p",
            "Loss effects are ratios: 0.8 means a loss one fifth lower. p values are two-sided and"
                + " corrected by Holm's method, overall effects and single comparisons each among"
                + " themselves.");
    List<Finding> all = new ArrayList<>(view.findings());
    all.addAll(view.further());
    for (Finding f : all) {
      html.element("h3", f.number() + ". " + f.claim());
      if (f.effects().isEmpty()) {
        html.element("p", "soft", f.answer());
      } else {
        effects(f);
      }
    }
    view.recipes().ifPresent(this::recipes);
    if (!view.dataEfficiencies().isEmpty()) {
      html.element("h2", "Learning efficiency in numbers")
          .element(
              "p",
              "k of each size over prompts consumed, and R² of a straight line in log–log, mean"
                  + " over runs. Loss: means over runs at the first and last evaluation.");
      html.table(ReportTables.efficiencies(view));
    }
    if (!view.forecasts().isEmpty()) {
      html.element("h2", "Forecasts")
          .element(
              "p",
              "The law is the one that did best when later steps, or larger sizes, were hidden from"
                  + " it. Intervals are for the underlying loss.");
      html.table(ReportTables.forecasts(view.forecasts()));
      list(view.forecastNotes().stream().map(Answers::sentence).toList());
    }
    html.element("h2", "Runs").table(ReportTables.runs(view));
  }

  private void recipes(RecipeStudy recipes) {
    html.element("h2", "Recipes in numbers").element("p", RecipeAnswers.METHOD);
    for (RecipeEffect.Measure measure : RecipeEffect.Measure.values()) {
      html.raw("<p class=\"caption\"><strong>" + Html.escape(capital(measure.label())))
          .raw("</strong></p>\n")
          .table(RecipeAnswers.table(recipes.effects(measure)));
    }
  }

  private void effects(Finding f) {
    for (Finding.PartVerdict judged : f.parts()) {
      Part part = judged.part();
      List<Effect> own = f.effects().stream().filter(e -> e.part().equals(part)).toList();
      if (!own.isEmpty()) {
        String measure = own.get(own.size() - 1).measure();
        html.raw("<p class=\"caption\"><strong>" + Html.escape(capital(part.label())))
            .raw("</strong> (" + Html.escape(measure) + ")</p>\n")
            .table(ReportTables.effects(own));
      }
    }
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private void laws(Axis axis, ModelLine models) {
    List<LawReport> reports = Answers.laws(view, axis, models);
    if (!reports.isEmpty()) {
      html.raw("<details><summary>Quality of fit on all points</summary>\n")
          .table(ReportTables.fits(reports))
          .raw("</details>\n<details><summary>Parameters with 95 % intervals</summary>\n")
          .table(ReportTables.parameters(reports))
          .raw("</details>\n");
    }
  }

  private String heading(Axis axis, ModelLine models) {
    String over = axis == Axis.COMPUTE ? "Over compute" : "Over data";
    String name = view.names().of(models);
    return name.isEmpty() ? over : over + ", " + name + " models";
  }

  private void list(List<String> items) {
    if (items.isEmpty()) {
      return;
    }
    html.raw("<ul>\n");
    items.forEach(item -> html.element("li", item));
    html.raw("</ul>\n");
  }

  private void footer() {
    html.raw("<footer>\n").element("p", "Curves: " + view.source() + ".");
    madeWith.forEach(line -> html.element("p", line));
    html.raw("</footer>\n");
  }

  private static String fonts() {
    return font("Roboto-Regular.ttf", 400) + font("Roboto-Medium.ttf", 500);
  }

  /** The figures' own fonts, so that text has the width it was laid out for on every machine. */
  private static String font(String name, int weight) {
    byte[] bytes = bytes("/io/gradus/analysis/figures/" + name);
    return ("@font-face { font-family: GradusRoboto; font-weight: %d; "
            + "src: url(data:font/ttf;base64,%s) format(\"truetype\"); }\n")
        .formatted(weight, Base64.getEncoder().encodeToString(bytes));
  }

  private static String resource(String name) {
    return new String(bytes("/io/gradus/analysis/report/" + name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String path) {
    try (InputStream in = ReportPage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("Resource " + path + " is missing from the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + path, e);
    }
  }
}
