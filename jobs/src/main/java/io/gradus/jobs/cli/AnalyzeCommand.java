package io.gradus.jobs.cli;

import io.gradus.analysis.Analysis;
import io.gradus.analysis.AnalysisSettings;
import io.gradus.analysis.findings.Finding;
import io.gradus.jobs.store.StoreReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From curves to laws and a report. */
@Command(
    name = "analyze",
    description = {
      "Fits scaling laws to many runs, tests the paper's findings and writes tables, figures and"
          + " report.html.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  gradus analyze --store out/study --out out/report"})
final class AnalyzeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  CurveSource source;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for tables, figures and report.")
  String out;

  @Option(names = "--title", description = "The report's title.")
  Optional<String> title;

  @Option(
      names = "--benchmark",
      description = "Held-out set of the findings. Default: the one with most points.")
  Optional<String> benchmark;

  @Mixin FitOptions fit;

  @Override
  public Integer call() throws IOException {
    Places.folder("--out", out).requireApartFrom(source.place(), Analysis.OUTPUTS);
    AnalysisSettings settings =
        source.store == null
            ? AnalysisSettings.ofCurves(source.curves, out)
            : AnalysisSettings.ofStore(source.store, out);
    settings = settings.with(fit.settings());
    settings = title.map(settings::titled).orElse(settings);
    settings = benchmark.map(settings::about).orElse(settings);
    try (SparkSession spark = SparkSessions.open("analyze")) {
      SparkSessions.requireShared(spark, "--out", out);
      source.requireShared(spark);
      if (source.store != null) {
        StoreReader.open(spark, source.store).createViews();
      }
      Analysis.Result result = Analysis.run(spark, settings);
      PrintWriter print = spec.commandLine().getOut();
      result.findings().forEach(finding -> print(finding, print));
      result.further().forEach(finding -> print(finding, print));
      result.recipes().forEach(print::println);
      print.println("report: " + result.report());
    }
    return 0;
  }

  private static void print(Finding finding, PrintWriter print) {
    print.printf("%s%n   %s: %s%n", finding.heading(), finding.verdict(), finding.answer());
  }
}
