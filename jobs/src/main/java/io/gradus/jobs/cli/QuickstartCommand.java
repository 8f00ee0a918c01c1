package io.gradus.jobs.cli;

import io.gradus.jobs.study.QuickstartJob;
import io.gradus.jobs.study.QuickstartJob.Curve;
import io.gradus.jobs.study.QuickstartJob.Result;
import io.gradus.jobs.study.StudyProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The first thing to try. */
@Command(
    name = "quickstart",
    description = {
      "A small study: pre-trains models of three sizes on arithmetic, base and instruct,",
      "trains them by GRPO and reports what it found. At most ten minutes on two cores;",
      "nothing is downloaded. Run again, it resumes where it stopped.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  gradus quickstart --out out/quickstart"})
final class QuickstartCommand implements Callable<Integer>, Interruptible {
  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Local folder for store, report and picture. Default: out/quickstart.")
  Path out = Path.of("out/quickstart");

  @Parameters(
      arity = "0..*",
      paramLabel = "key=value",
      description = "Settings of all runs; they override those of conf/quickstart.conf.")
  List<String> overrides = List.of();

  private volatile Optional<StudyProgress> shown = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Places.folder("--out", out.toString());
    Result result;
    StudyPrinter printer = new StudyPrinter(spec.commandLine().getOut());
    try (SparkSession spark = SparkSessions.open("quickstart");
        StudyProgress progress = new StudyProgress(System.err)) {
      shown = Optional.of(progress);
      result = QuickstartJob.run(spark, out, overrides, progress);
    }
    printer.time();
    printer.failures(result.failures());
    if (!result.failures().isEmpty()) {
      return Errors.FAILED;
    }
    print(result, spec.commandLine().getOut());
    result.analysis().ifPresent(printer::findings);
    return 0;
  }

  private static void print(Result result, PrintWriter to) {
    List<Curve> curves = result.curves();
    to.printf("%nheld-out pass@1 by step%n%6s", "step");
    curves.forEach(curve -> to.printf("  %14s", String.format("N = %,d", curve.parameters())));
    to.println();
    List<Integer> steps = curves.get(0).steps();
    for (int i = 0; i < steps.size(); i++) {
      to.printf("%6d", steps.get(i));
      for (Curve curve : curves) {
        to.printf("  %14s", i < curve.passAt1().size() ? shown(curve.passAt1().get(i)) : "");
      }
      to.println();
    }
    curves.forEach(curve -> to.printf("%s gained %.1f points%n", curve.runId(), curve.gain()));
    to.printf("picture: %s%n", result.figure());
    to.printf(
        "tables:  %s, for instance: gradus sql --store %s \"SELECT * FROM steps LIMIT 5\"%n",
        result.store(), result.store());
    to.flush();
  }

  private static String shown(double share) {
    return String.format("%.3f", share);
  }

  @Override
  public String interrupted() {
    return StudyCommand.interrupted("quickstart", shown);
  }
}
