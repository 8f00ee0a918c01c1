package io.gradus.analysis.report;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import io.gradus.analysis.compare.Comparison;
import io.gradus.analysis.compare.Contender;
import io.gradus.analysis.compare.HeldOutScore;
import io.gradus.analysis.compare.LawReport;
import io.gradus.analysis.compare.Split;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.findings.Effect;
import io.gradus.analysis.findings.Finding;
import io.gradus.analysis.forecast.Forecast;
import io.gradus.analysis.law.Axis;
import io.gradus.analysis.law.Scope;
import io.gradus.analysis.uncertainty.ParameterInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The tables laws, fits, forecasts and findings; {@code StructField.getComment} explains columns.
 */
public final class ResultTables {
  private static final StructField LAW = field("law", StringType, "Name of the law");
  private static final StructField X = field("x", StringType, "compute or data");
  private static final StructField FAMILY = field("family", StringType, "Model family");
  private static final StructField VARIANT =
      field("variant", StringType, "base, instruct, unknown");
  private static final StructField BENCHMARK = field("benchmark", StringType, "Held-out set");
  private static final StructField SCOPE =
      field("scope", StringType, "all sizes, N=… for one size, each size for every one alone");

  /** One fitted parameter. */
  public static final StructType LAWS =
      schema(
          LAW,
          X,
          FAMILY,
          VARIANT,
          BENCHMARK,
          SCOPE,
          field("parameter", StringType, "Name in the formula"),
          field("unit", StringType, "Its unit; 1 for a pure number"),
          field("value", DoubleType, "Fitted value"),
          field("low", DoubleType, "Lower end of its 95 % interval"),
          field("high", DoubleType, "Upper end"),
          field("identified", BooleanType, "Whether the data determine it"),
          field("reason", StringType, "Why not; empty when identified"));

  /** Quality of one fit, and its errors on what it did not see. */
  public static final StructType FITS = fitsSchema();

  /** One prediction. */
  public static final StructType FORECASTS =
      schema(
          field("subject", StringType, "Run, or N=… for a size that no run has"),
          LAW,
          X,
          FAMILY,
          VARIANT,
          BENCHMARK,
          field("params", DoubleType, "N: non-embedding parameters"),
          field("step", IntegerType, "Step; -1 where there is no run to count by"),
          field("at", DoubleType, "Compute or data at which the loss is predicted"),
          field("loss", DoubleType, "Predicted loss"),
          field("low", DoubleType, "Lower end of its 95 % interval"),
          field("high", DoubleType, "Upper end"),
          field("extrapolation", DoubleType, "Times beyond the largest X or N fitted, from 1"));

  /** One comparison of a finding. */
  public static final StructType FINDINGS =
      schema(
          field("finding", IntegerType, "1 to 4"),
          field("claim", StringType, "The claim"),
          field("verdict", StringType, "supported, contradicted or undecided: the finding"),
          field("answer", StringType, "The outcome in words"),
          field("part", StringType, "Part of the claim; null when nothing could be compared"),
          field("family_variant", StringType, "Compared within"),
          field("comparison", StringType, "What is compared; overall for the mean"),
          field("measure", StringType, "What the estimate is"),
          field("runs", IntegerType, "Runs that enter"),
          field("estimate", DoubleType, "Effect size"),
          field("low", DoubleType, "Lower end of its 95 % interval"),
          field("high", DoubleType, "Upper end"),
          field("p", DoubleType, "Two-sided p value"),
          field("p_corrected", DoubleType, "p by Holm's method"),
          field("comparison_verdict", StringType, "Verdict of this comparison"));

  private ResultTables() {}

  /** The table laws. */
  public static Dataset<Row> laws(SparkSession spark, StudyResult study) {
    List<Row> rows = new ArrayList<>();
    for (LawReport report : study.reports()) {
      for (ParameterInterval i : report.intervals()) {
        rows.add(
            RowFactory.create(
                report.fit().law(),
                report.fit().axis().column(),
                report.fit().key().family(),
                report.fit().key().variant().name(),
                report.fit().key().benchmark(),
                report.fit().scope().label(),
                i.parameter().name(),
                i.parameter().unit(),
                orNull(i.value()),
                orNull(i.low()),
                orNull(i.high()),
                i.identified(),
                i.reason()));
      }
    }
    return table(spark, rows, LAWS);
  }

  /** The table fits: a row for each fit, and one for each score without a fit of its own. */
  public static Dataset<Row> fits(SparkSession spark, StudyResult study) {
    Map<FitRow, Object[]> rows = new LinkedHashMap<>();
    for (LawReport report : study.reports()) {
      var fit = report.fit();
      Object[] row = row(rows, new FitRow(fit.law(), fit.axis(), fit.key(), fit.scope()));
      row[6] = fit.points();
      row[7] = fit.free();
      row[8] = orNull(fit.r2());
      row[9] = orNull(fit.bic());
      row[10] = orNull(fit.scale());
    }
    for (Comparison comparison : study.comparisons()) {
      for (HeldOutScore s : comparison.scores()) {
        Contender contender = s.contender();
        Object[] row = row(rows, new FitRow(contender.law(), s.axis(), s.key(), contender.scope()));
        row[11 + 2 * s.split().ordinal()] = orNull(s.error());
        row[12 + 2 * s.split().ordinal()] = orNull(s.coverage());
      }
    }
    return table(spark, rows.values().stream().map(RowFactory::create).toList(), FITS);
  }

  /** What a row of the table fits is about: its first columns. */
  private record FitRow(String law, Axis axis, CurveKey key, Scope scope) {}

  private static Object[] row(Map<FitRow, Object[]> rows, FitRow about) {
    return rows.computeIfAbsent(
        about,
        a -> {
          Object[] row = new Object[FITS.length()];
          row[0] = a.law();
          row[1] = a.axis().column();
          row[2] = a.key().family();
          row[3] = a.key().variant().name();
          row[4] = a.key().benchmark();
          row[5] = a.scope().label();
          return row;
        });
  }

  /** The table forecasts. */
  public static Dataset<Row> forecasts(SparkSession spark, List<Forecast> forecasts) {
    return table(
        spark,
        forecasts.stream()
            .map(
                f ->
                    RowFactory.create(
                        f.target().label(),
                        f.law(),
                        f.axis().column(),
                        f.key().family(),
                        f.key().variant().name(),
                        f.key().benchmark(),
                        f.params(),
                        f.step(),
                        f.x(),
                        orNull(f.loss()),
                        orNull(f.low()),
                        orNull(f.high()),
                        orNull(f.extrapolation())))
            .toList(),
        FORECASTS);
  }

  /** The table findings: a row for each comparison, and one for a finding without any. */
  public static Dataset<Row> findings(SparkSession spark, List<Finding> findings) {
    List<Row> rows = new ArrayList<>();
    for (Finding f : findings) {
      if (f.effects().isEmpty()) {
        Object[] row = new Object[FINDINGS.length()];
        head(row, f);
        rows.add(RowFactory.create(row));
      }
      for (Effect e : f.effects()) {
        Object[] row = new Object[FINDINGS.length()];
        head(row, f);
        row[4] = e.part().label();
        row[5] = e.within().label();
        row[6] = e.compared().label();
        row[7] = e.measure();
        row[8] = e.runs();
        row[9] = orNull(e.estimate());
        row[10] = orNull(e.low());
        row[11] = orNull(e.high());
        row[12] = orNull(e.p());
        row[13] = orNull(e.adjustedP());
        row[14] = e.verdict().label();
        rows.add(RowFactory.create(row));
      }
    }
    return table(spark, rows, FINDINGS);
  }

  private static void head(Object[] row, Finding f) {
    row[0] = f.number();
    row[1] = f.claim();
    row[2] = f.verdict().label();
    row[3] = f.answer();
  }

  private static StructType fitsSchema() {
    StructType schema =
        schema(
            LAW,
            X,
            FAMILY,
            VARIANT,
            BENCHMARK,
            SCOPE,
            field("points", IntegerType, "Points fitted; null for scores without one fit"),
            field("free", IntegerType, "Free coordinates"),
            field("r2", DoubleType, "Share of the variance of log loss explained"),
            field("bic", DoubleType, "Bayesian information criterion; smaller is better"),
            field("scale", DoubleType, "Residual scale in binomial standard errors"));
    for (Split split : Split.values()) {
      String name = split.name().toLowerCase(java.util.Locale.ROOT);
      schema =
          schema
              .add(
                  field(
                      "error_" + name,
                      DoubleType,
                      "Root mean square of ln(observed / predicted), fitted on: " + split.label()))
              .add(
                  field(
                      "coverage_" + name,
                      DoubleType,
                      "Share of those points within 95 % prediction intervals"));
    }
    return schema;
  }

  private static Dataset<Row> table(SparkSession spark, List<Row> rows, StructType schema) {
    return spark.createDataFrame(rows, schema).coalesce(1);
  }

  private static Object orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static StructType schema(StructField... fields) {
    return new StructType(fields);
  }

  private static StructField field(String name, DataType type, String comment) {
    return new StructField(name, type, true, Metadata.empty()).withComment(comment);
  }
}
