package io.gradus.analysis.report;

import static io.gradus.analysis.curves.TableRows.orNull;
import static io.gradus.files.table.ColumnType.Plain.BOOLEAN;
import static io.gradus.files.table.ColumnType.Plain.DOUBLE;
import static io.gradus.files.table.ColumnType.Plain.INT;
import static io.gradus.files.table.ColumnType.Plain.STRING;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.HeldOutScore;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.compare.Split;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.TableRows;
import io.gradus.analysis.findings.Effect;
import io.gradus.analysis.findings.Finding;
import io.gradus.analysis.fit.FittedLaw;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.ParameterInterval;
import io.gradus.files.table.Column;
import io.gradus.files.table.ColumnType;
import io.gradus.files.table.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables laws, fits, forecasts and findings. */
public final class ResultTables {
  private static final Table<ParameterRow> LAW_COLUMNS =
      table(
          "laws",
          "Of `analyze`: one fitted parameter.",
          fitted(r -> FitAbout.of(r.fit())),
          List.of(
              Column.nullable(
                  "parameter", STRING, "Name in the formula", r -> r.interval().parameter().name()),
              Column.nullable(
                  "unit",
                  STRING,
                  "Its unit; 1 for a pure number",
                  r -> r.interval().parameter().unit()),
              number("value", "Fitted value", r -> r.interval().value()),
              number("low", "Lower end of its 95 % interval", r -> r.interval().low()),
              number("high", "Upper end", r -> r.interval().high()),
              Column.nullable(
                  "identified",
                  BOOLEAN,
                  "Whether the data determine it",
                  r -> r.interval().identified()),
              Column.nullable(
                  "reason", STRING, "Why not; empty when identified", r -> r.interval().reason())));

  private static final Table<FitRow> FIT_COLUMNS =
      table(
          "fits",
          "Of `analyze`: quality of one fit, and its errors on what it did not see.",
          fitted(FitRow::about),
          List.of(
              ofFit(
                  "points",
                  INT,
                  "Points fitted; null for scores without one fit",
                  FittedLaw::points),
              ofFit("free", INT, "Free coordinates", FittedLaw::free),
              ofFit(
                  "r2",
                  DOUBLE,
                  "Share of the variance of log loss explained",
                  fit -> orNull(fit.r2())),
              ofFit(
                  "bic",
                  DOUBLE,
                  "Bayesian information criterion; smaller is better",
                  fit -> orNull(fit.bic())),
              ofFit(
                  "scale",
                  DOUBLE,
                  "Residual scale in binomial standard errors",
                  fit -> orNull(fit.scale()))),
          heldOut());

  /** One prediction. */
  public static final Table<Forecast> FORECASTS =
      table(
          "forecasts",
          "Of `analyze`: one prediction.",
          List.of(
              Column.nullable(
                  "subject",
                  STRING,
                  "Run, or N=… for a size that no run has",
                  f -> f.target().label())),
          curves(f -> new About(f.law(), f.axis(), f.key())),
          List.of(
              Column.nullable("params", DOUBLE, "N: non-embedding parameters", Forecast::params),
              Column.nullable(
                  "step", INT, "Step; -1 where there is no run to count by", Forecast::step),
              Column.nullable(
                  "at", DOUBLE, "Compute or data at which the loss is predicted", Forecast::x),
              number("loss", "Predicted loss", Forecast::loss),
              number("low", "Lower end of its 95 % interval", Forecast::low),
              number("high", "Upper end", Forecast::high),
              number(
                  "extrapolation",
                  "Times beyond the largest X or N fitted, from 1",
                  Forecast::extrapolation)));

  private static final Table<FindingRow> FINDING_COLUMNS =
      Table.of(
          "findings",
          "Of `analyze`: one comparison of a finding.",
          Column.nullable(
              "finding",
              INT,
              "1 to 7: the paper's; from 8 on further questions",
              r -> r.finding().number()),
          Column.nullable(
              "source",
              STRING,
              "Which versions of the paper state it",
              r -> r.finding().source().label()),
          Column.nullable("claim", STRING, "The claim", r -> r.finding().claim()),
          Column.nullable(
              "verdict",
              STRING,
              "supported, contradicted or undecided: the finding",
              r -> r.finding().verdict().label()),
          Column.nullable("answer", STRING, "The outcome in words", r -> r.finding().answer()),
          ofEffect(
              "part",
              STRING,
              "Part of the claim; null when nothing could be compared",
              e -> e.part().label()),
          ofEffect("family_variant", STRING, "Compared within", e -> e.within().label()),
          ofEffect(
              "comparison",
              STRING,
              "What is compared; overall for the mean",
              e -> e.compared().label()),
          ofEffect("measure", STRING, "What the estimate is", Effect::measure),
          ofEffect("runs", INT, "Runs that enter", Effect::runs),
          ofEffect("estimate", DOUBLE, "Effect size", e -> orNull(e.estimate())),
          ofEffect("low", DOUBLE, "Lower end of its 95 % interval", e -> orNull(e.low())),
          ofEffect("high", DOUBLE, "Upper end", e -> orNull(e.high())),
          ofEffect("p", DOUBLE, "Two-sided p value", e -> orNull(e.p())),
          ofEffect("p_corrected", DOUBLE, "p by Holm's method", e -> orNull(e.adjustedP())),
          ofEffect(
              "comparison_verdict",
              STRING,
              "Verdict of this comparison",
              e -> e.verdict().label()));

  /** One fitted parameter. */
  public static final Table<?> LAWS = LAW_COLUMNS;

  /** Quality of one fit, and its errors on what it did not see. */
  public static final Table<?> FITS = FIT_COLUMNS;

  /** One comparison of a finding. */
  public static final Table<?> FINDINGS = FINDING_COLUMNS;

  private ResultTables() {}

  /** What a law is about, whatever it was fitted to. */
  private record About(String law, Axis axis, CurveKey key) {}

  /** What a fit is about. */
  private record FitAbout(About about, Scope scope) {
    static FitAbout of(FittedLaw fit) {
      return new FitAbout(new About(fit.law(), fit.axis(), fit.key()), fit.scope());
    }
  }

  private record ParameterRow(FittedLaw fit, ParameterInterval interval) {}

  /** A fit with its scores, or the scores of what has no fit of its own. */
  private record FitRow(FitAbout about, Optional<FittedLaw> fit, Map<Split, HeldOutScore> scores) {}

  private record FindingRow(Finding finding, Optional<Effect> effect) {}

  /** The table laws. */
  public static Dataset<Row> laws(SparkSession spark, StudyResult study) {
    List<ParameterRow> rows = new ArrayList<>();
    for (LawReport report : study.reports()) {
      report.intervals().forEach(i -> rows.add(new ParameterRow(report.fit(), i)));
    }
    return TableRows.of(spark, LAW_COLUMNS, rows);
  }

  /** The table fits: a row for each fit, and one for each score without a fit of its own. */
  public static Dataset<Row> fits(SparkSession spark, StudyResult study) {
    Map<FitAbout, FitRow> rows = new LinkedHashMap<>();
    for (LawReport report : study.reports()) {
      FitAbout about = FitAbout.of(report.fit());
      rows.put(about, new FitRow(about, Optional.of(report.fit()), new EnumMap<>(Split.class)));
    }
    for (Comparison comparison : study.comparisons()) {
      for (HeldOutScore s : comparison.scores()) {
        Contender contender = s.contender();
        FitAbout about =
            new FitAbout(new About(contender.law(), s.axis(), s.key()), contender.scope());
        rows.computeIfAbsent(
                about, a -> new FitRow(a, Optional.empty(), new EnumMap<>(Split.class)))
            .scores()
            .put(s.split(), s);
      }
    }
    return TableRows.of(spark, FIT_COLUMNS, List.copyOf(rows.values()));
  }

  /** The table forecasts. */
  public static Dataset<Row> forecasts(SparkSession spark, List<Forecast> forecasts) {
    return TableRows.of(spark, FORECASTS, forecasts);
  }

  /** The table findings: a row for each comparison, and one for a finding without any. */
  public static Dataset<Row> findings(SparkSession spark, List<Finding> findings) {
    List<FindingRow> rows = new ArrayList<>();
    for (Finding f : findings) {
      if (f.effects().isEmpty()) {
        rows.add(new FindingRow(f, Optional.empty()));
      }
      f.effects().forEach(e -> rows.add(new FindingRow(f, Optional.of(e))));
    }
    return TableRows.of(spark, FINDING_COLUMNS, rows);
  }

  /** The first columns of a table about laws. */
  private static <T> List<Column<T>> curves(Function<T, About> about) {
    return List.of(
        Column.nullable("law", STRING, "Name of the law", r -> about.apply(r).law()),
        Column.nullable("x", STRING, "compute or data", r -> about.apply(r).axis().column()),
        Column.nullable("family", STRING, "Model family", r -> about.apply(r).key().family()),
        Column.nullable(
            "variant",
            STRING,
            "base, instruct, unknown",
            r -> about.apply(r).key().variant().name()),
        Column.nullable(
            "benchmark", STRING, "Held-out set", r -> about.apply(r).key().benchmark()));
  }

  /** The first columns of a table about fits. */
  private static <T> List<Column<T>> fitted(Function<T, FitAbout> about) {
    List<Column<T>> columns = new ArrayList<>(curves(about.andThen(FitAbout::about)));
    columns.add(
        Column.nullable(
            "scope",
            STRING,
            "all sizes, N=… for one size, each size for every one alone",
            row -> about.apply(row).scope().label()));
    return columns;
  }

  /** Errors and coverage on what a fit did not see. */
  private static List<Column<FitRow>> heldOut() {
    List<Column<FitRow>> columns = new ArrayList<>();
    for (Split split : Split.values()) {
      String name = split.name().toLowerCase(Locale.ROOT);
      columns.add(
          ofScore(
              "error_" + name,
              "Root mean square of ln(observed / predicted), fitted on: " + split.label(),
              split,
              HeldOutScore::error));
      columns.add(
          ofScore(
              "coverage_" + name,
              "Share of those points within 95 % prediction intervals",
              split,
              HeldOutScore::coverage));
    }
    return columns;
  }

  private static Column<FitRow> ofScore(
      String name, String doc, Split split, Function<HeldOutScore, Double> value) {
    return Column.nullable(
        name,
        DOUBLE,
        doc,
        row ->
            Optional.ofNullable(row.scores().get(split))
                .map(score -> orNull(value.apply(score)))
                .orElse(null));
  }

  private static Column<FitRow> ofFit(
      String name, ColumnType type, String doc, Function<FittedLaw, Object> value) {
    return Column.nullable(name, type, doc, row -> row.fit().map(value).orElse(null));
  }

  private static Column<FindingRow> ofEffect(
      String name, ColumnType type, String doc, Function<Effect, Object> value) {
    return Column.nullable(name, type, doc, row -> row.effect().map(value).orElse(null));
  }

  private static <T> Column<T> number(String name, String doc, Function<T, Double> value) {
    return Column.nullable(name, DOUBLE, doc, row -> orNull(value.apply(row)));
  }

  @SafeVarargs
  private static <T> Table<T> table(String name, String doc, List<Column<T>>... columns) {
    List<Column<T>> all = new ArrayList<>();
    for (List<Column<T>> some : columns) {
      all.addAll(some);
    }
    return new Table<>(name, doc, List.of(), all);
  }
}
