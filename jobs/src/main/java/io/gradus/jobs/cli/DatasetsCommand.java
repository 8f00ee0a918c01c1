package io.gradus.jobs.cli;

import io.gradus.datasets.importing.DatasetImport;
import io.gradus.datasets.importing.GoldCheck;
import io.gradus.datasets.importing.ImportReport;
import io.gradus.datasets.importing.ImportSettings;
import io.gradus.datasets.importing.SourceKind;
import io.gradus.files.Place;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.jobs.problems.Golds;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Problem tables. */
@Command(
    name = "datasets",
    description = "Makes problem tables.",
    subcommands = DatasetsCommand.Import.class,
    mixinStandardHelpOptions = true)
final class DatasetsCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected datasets import");
  }

  /** Imports one source. */
  @Command(
      name = "import",
      description = {
        "Imports problems into a table (Parquet, by source and split).",
        "Rows that cannot be used go to DIR/_quarantine with file, row and reason.",
        ""
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  gradus datasets import --source gsm8k --in train.jsonl --out out/gsm8k"
      })
  static final class Import implements Callable<Integer> {
    @Spec CommandSpec spec;

    @Option(
        names = "--source",
        required = true,
        paramLabel = "KIND",
        description = "gsm8k, verl, jsonl, svamp, asdiv, mawps or synthetic.")
    String source;

    @Option(
        names = "--in",
        paramLabel = "PATH",
        description = "File or folder; none for synthetic.")
    Optional<String> in;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Folder of the new table, which must not exist.")
    String out;

    @Option(
        names = {"-o", "--option"},
        paramLabel = "NAME=VALUE",
        description =
            "Option of the source, for instance -o split=test or -o field.answer=solution.")
    Map<String, String> options = new LinkedHashMap<>();

    @Option(
        names = "--unreadable-golds",
        paramLabel = "WHAT",
        description = {
          "Problems whose gold answer no completion can be compared with: warn (the default) counts"
              + " them,",
          "refuse imports nothing, drop puts them aside."
        })
    String unreadableGolds = GoldCheck.Policy.WARN.toString();

    @Option(names = "--if-missing", description = "Do nothing if the table exists.")
    boolean ifMissing;

    @Override
    public Integer call() throws IOException {
      ImportSettings settings =
          ImportSettings.of(SourceKind.of(source), in, out, options)
              .with(new GoldCheck(problem -> Golds.defect(problem, Grading.AUTO), golds()));
      Place written = Places.folder("--out", out);
      in.ifPresent(path -> written.requireApartFrom(Places.input("--in", path)));
      try (SparkSession spark = SparkSessions.open("datasets import")) {
        SparkSessions.requireShared(spark, "--out", out);
        in.ifPresent(path -> SparkSessions.requireShared(spark, "--in", path));
        if (ifMissing && isThere(spark)) {
          spec.commandLine().getOut().println(out + " exists: nothing to import");
          return 0;
        }
        ImportReport report = DatasetImport.run(spark, settings);
        spec.commandLine().getOut().println(report.summary());
      }
      return 0;
    }

    private GoldCheck.Policy golds() {
      for (GoldCheck.Policy policy : GoldCheck.Policy.values()) {
        if (policy.toString().equals(unreadableGolds)) {
          return policy;
        }
      }
      throw new ParameterException(
          spec.commandLine(),
          "--unreadable-golds = " + unreadableGolds + ", expected warn, refuse or drop");
    }

    /** A table appears when it is complete, so one that has files is whole. */
    private boolean isThere(SparkSession spark) throws IOException {
      Path table = new Path(out);
      FileSystem files = table.getFileSystem(spark.sparkContext().hadoopConfiguration());
      return files.exists(table) && files.listStatus(table).length > 0;
    }
  }
}
