package io.gradus.jobs.cli;

import io.gradus.analysis.curves.Aggregates;
import io.gradus.analysis.curves.StoreCurves;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.store.StoreReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the runs of a store have used, and what that would cost. */
@Command(
    name = "ledger",
    description = {
      "Adds up the data and compute of a store's runs: prompts trained on and repeated, operations of"
          + " sampling, scoring, learning and evaluation, and what they come to on a GPU.",
      "GPU hours are computed from the operations, not measured; gradus sql has both as the view"
          + " ledger.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  gradus ledger --store out/study --price 2.5 study.estimate.flops=989e12"
    })
final class LedgerCommand implements Callable<Integer> {
  private static final double SECONDS_PER_HOUR = 3600;

  @Spec CommandSpec spec;

  @Option(names = "--store", required = true, paramLabel = "DIR", description = "The store.")
  String store;

  @Option(
      names = "--price",
      paramLabel = "MONEY",
      description = "Price of a GPU hour, in any currency. Default: no prices are printed.")
  Double price;

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "The GPU's rates, study.estimate.flops and study.estimate.efficiency.")
  List<String> overrides = List.of();

  private double hours;
  private double flops;

  @Override
  public Integer call() throws IOException {
    Settings settings = Settings.ofCommandLine("ledger", overrides);
    settings.requireUsed("ledger", List.of("study.estimate.flops", "study.estimate.efficiency"));
    EstimateConfig rates = EstimateConfig.of(settings);
    if (price != null && !(price >= 0 && price < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "--price = %s, expected the price of a GPU hour, 0 or more".formatted(price));
    }
    Places.input("--store", store);
    try (SparkSession spark = SparkSessions.open("ledger")) {
      SparkSessions.requireShared(spark, "--store", store);
      StoreReader.open(spark, store).createViews();
      StoreCurves.createView(spark);
      Aggregates.createViews(spark);
      print(spark.sql("SELECT * FROM ledger ORDER BY run_id").collectAsList(), rates);
    }
    return 0;
  }

  private void print(List<Row> runs, EstimateConfig rates) {
    PrintWriter out = spec.commandLine().getOut();
    int width = runs.stream().mapToInt(run -> run.<String>getAs("run_id").length()).max().orElse(3);
    String format = "%-" + Math.max(3, width) + "s %9s %9s %9s %10s %9s %9s %9s %9s %9s %10s %10s";
    line(
        out,
        format,
        "run",
        "prompts",
        "different",
        "repeated",
        "no signal",
        "sampling",
        "scoring",
        "learning",
        "evaluation",
        "FLOPs",
        "GPU hours",
        price == null ? "" : "cost");
    for (Row run : runs) {
      double spent = hours(run, rates);
      hours += spent;
      flops += run.<Double>getAs("flops");
      line(
          out,
          format,
          run.getAs("run_id"),
          count(run, "prompts"),
          count(run, "different_prompts"),
          count(run, "repeated_prompts"),
          count(run, "prompts_without_signal"),
          power(run.getAs("flops_sampling")),
          power(run.getAs("flops_scoring")),
          power(run.getAs("flops_learning")),
          power(run.getAs("flops_evaluation")),
          power(run.getAs("flops")),
          hours(spent),
          cost(spent));
    }
    out.printf(
        Locale.ROOT,
        "%d runs: %s FLOPs, %s GPU hours%s%n",
        runs.size(),
        power(flops),
        hours(hours).strip(),
        price == null ? "" : ", cost " + cost(hours));
    out.printf(
        Locale.ROOT,
        "at %s FLOP/s, of which sampling reaches %.0f %% and other passes %.0f %%; attention and the prompts of evaluations are left out%n",
        power(rates.flops()),
        100 * rates.samplingEfficiency(),
        100 * rates.trainingEfficiency());
    out.flush();
  }

  private static double hours(Row run, EstimateConfig rates) {
    double sampled = run.<Double>getAs("flops_sampling") + run.<Double>getAs("flops_evaluation");
    double read = run.<Double>getAs("flops_scoring") + run.<Double>getAs("flops_learning");
    return (sampled / rates.samplingEfficiency() + read / rates.trainingEfficiency())
        / rates.flops()
        / SECONDS_PER_HOUR;
  }

  private static void line(PrintWriter out, String format, Object... cells) {
    out.println(String.format(Locale.ROOT, format, cells).stripTrailing());
  }

  private static String count(Row run, String column) {
    return String.format(Locale.ROOT, "%,.0f", run.<Number>getAs(column).doubleValue());
  }

  private static String power(double value) {
    return String.format(Locale.ROOT, "%.2e", value).replace("e+", "e");
  }

  private static String hours(double value) {
    return String.format(Locale.ROOT, value < 0.01 ? "%.1e" : "%.2f", value);
  }

  private String cost(double spent) {
    return price == null
        ? ""
        : String.format(Locale.ROOT, price * spent < 0.01 ? "%.1e" : "%,.2f", price * spent);
  }
}
