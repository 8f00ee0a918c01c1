package io.gradus.jobs.cli;

import io.gradus.analysis.curves.Aggregates;
import io.gradus.analysis.curves.StoreCurves;
import io.gradus.jobs.store.StoreReader;
import io.gradus.rewards.spark.MathEqual;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Queries a store. */
@Command(
    name = "sql",
    description = {
      "Runs Spark SQL over what runs have committed to a store.",
      "Tables: runs, problems, trajectories, steps, evaluations. DESCRIBE TABLE explains the"
          + " columns of one.",
      "Over them, curves (test loss by run, benchmark and step) and aggregates of it:"
          + " loss_at_compute and loss_at_data (by size at matched budgets; matched_compute and"
          + " matched_data by run), cost_to_target, return_per_doubling, loss_by_benchmark,"
          + " training_by_group (reward, entropy, lengths), train_test_gap, problem_progress (test"
          + " problems solved, lost and at the boundary), and ledger (what each run has used).",
      "The function math_equal(gold, answer) compares answers as the reward does.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  gradus sql --store out/smoke \"SELECT step, reward_mean, kl FROM steps ORDER BY step\""
    })
final class SqlCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--store", required = true, paramLabel = "DIR", description = "The store.")
  String store;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv or json (one object a line). Default: ${DEFAULT-VALUE}.")
  RowPrinter.Format format;

  @Parameters(paramLabel = "QUERY", description = "A query.")
  String query;

  @Override
  public Integer call() throws IOException, ParseException {
    Places.input("--store", store);
    try (SparkSession spark = SparkSessions.open("sql")) {
      SparkSessions.requireShared(spark, "--store", store);
      StoreReader reader = StoreReader.open(spark, store);
      Statements.requireReading(spark, query);
      reader.createViews();
      StoreCurves.createView(spark);
      Aggregates.createViews(spark);
      MathEqual.register(spark);
      Dataset<Row> result = spark.sql(query);
      PrintWriter out = spec.commandLine().getOut();
      RowPrinter.print(result, format, out);
      out.flush();
    }
    return 0;
  }
}
