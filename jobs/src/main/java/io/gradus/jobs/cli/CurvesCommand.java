package io.gradus.jobs.cli;

import io.gradus.analysis.importing.CurveFormat;
import io.gradus.analysis.importing.CurveImport;
import io.gradus.files.Place;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Curve tables. */
@Command(
    name = "curves",
    description = "Makes curve tables of other systems' runs.",
    subcommands = CurvesCommand.Import.class,
    mixinStandardHelpOptions = true)
final class CurvesCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected curves import");
  }

  /** Imports one export or folder of logs. */
  @Command(
      name = "import",
      description = {"Imports test loss by step into a curve table.", ""},
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  gradus curves import --format wandb-csv --in export.csv --mapping"
            + " conf/curves/qwen3-gsm8k-wandb.conf \\",
        "    --out out/curves"
      })
  static final class Import implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Option(
        names = "--format",
        defaultValue = "auto",
        description = {
          "auto (the default; says what it takes the input for), csv, parquet, wandb-csv,"
              + " verl-jsonl,",
          "verl-console, prime-jsonl, trl-json, tensorboard or mlflow."
        })
    String format;

    @Option(
        names = "--in",
        required = true,
        paramLabel = "PATH",
        description = "File or folder, or the address of an MLflow server.")
    String in;

    @Option(
        names = "--mapping",
        paramLabel = "FILE",
        description = "What the files do not say of their runs (sizes, batch); see conf/curves.")
    Optional<Path> mapping;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Folder of the curve table.")
    String out;

    @Override
    public Integer call() throws IOException {
      CurveImport.Settings settings =
          new CurveImport.Settings(CurveFormat.of(format), in, mapping, out);
      Place written = Places.folder("--out", out);
      if (!in.matches("https?://.*")) {
        written.requireApartFrom(Places.input("--in", in));
      }
      mapping.ifPresent(file -> written.requireApartFrom(Places.file("--mapping", file)));
      try (SparkSession spark = SparkSessions.open("curves import")) {
        SparkSessions.requireShared(spark, "--out", out);
        CurveImport.Summary summary = CurveImport.run(spark, settings);
        PrintWriter print = spec.commandLine().getOut();
        summary.found().forEach(print::println);
        print.printf("%,d points of %d runs: %s%n", summary.points(), summary.runs(), out);
        summary.notes().forEach(print::println);
      }
      return 0;
    }
  }
}
