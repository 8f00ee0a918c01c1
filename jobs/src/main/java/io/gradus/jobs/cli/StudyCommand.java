package io.gradus.jobs.cli;

import io.gradus.analysis.Analysis;
import io.gradus.files.Place;
import io.gradus.jobs.config.DesignConfig;
import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.export.StudyExport;
import io.gradus.jobs.export.Trainer;
import io.gradus.jobs.study.StudyJob;
import io.gradus.jobs.study.StudyPlan;
import io.gradus.jobs.study.StudyProgress;
import io.gradus.jobs.study.StudyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A grid of GRPO runs. */
@Command(
    name = "study",
    description = {
      "Runs a grid of GRPO runs side by side, then analyzes them. Finished runs are not run again.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  gradus study conf/miniature.conf"})
final class StudyCommand implements Callable<Integer>, Interruptible {
  @Spec CommandSpec spec;
  @Mixin ConfigArguments arguments;

  @ArgGroup(multiplicity = "0..1")
  Part part = new Part();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of the report. Default: the folder report beside the store. With --export: the new"
              + " folder of the export, required.")
  String out;

  private volatile Optional<StudyProgress> shown = Optional.empty();

  /** Less than the whole study. */
  static final class Part {
    @Option(names = "--models", description = "Only make the models that runs start from.")
    boolean models;

    @Option(names = "--run", paramLabel = "ID", description = "Only this run.")
    String run;

    @Option(
        names = "--list",
        description = "Only print the runs, one line of JSON each, and whether they are done.")
    boolean list;

    @Option(
        names = "--dry-run",
        description =
            "Only print what each run would take (tokens, operations, memory, hours) and, by"
                + " simulation, what the grid can tell. Needs neither models nor data.")
    boolean dryRun;

    @Option(
        names = "--export",
        paramLabel = "TRAINER",
        description = {
          "Only write the study for another trainer, verl or trl, into --out: scripts,"
              + " configurations, problems, and the mapping file for its logs. Needs no weights."
        })
    String export;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = arguments.load();
    StudyPlan plan = StudyPlan.of(settings);
    PrintWriter print = spec.commandLine().getOut();
    if (part.dryRun) {
      EstimateConfig hardware = EstimateConfig.of(settings);
      DesignConfig assumed = DesignConfig.of(settings);
      EstimatePrinter.print(plan, hardware, print);
      DesignPrinter.print(plan, hardware, assumed, print);
      return 0;
    }
    if (part.list) {
      StudyList.print(plan, print);
      return 0;
    }
    if (part.export != null) {
      return export(plan, EstimateConfig.of(settings), Trainer.of(part.export), print);
    }
    String report = out != null ? out : StudyReport.beside(plan.store());
    Places.folder(out != null ? "--out" : "the report's folder", report)
        .requireApartFrom(new Place("store.path", plan.store()), Analysis.OUTPUTS);
    StudyPlan selected = part.run == null ? plan : plan.only(part.run);
    StudyPrinter printer = new StudyPrinter(print);
    try (SparkSession spark = SparkSessions.open("study " + plan.study().id())) {
      Map<String, Throwable> failures;
      try (StudyProgress progress = new StudyProgress(System.err)) {
        shown = Optional.of(progress);
        StudyJob job = new StudyJob(spark, selected, progress);
        failures = part.models ? job.makeModels() : job.run();
      }
      printer.time();
      printer.failures(failures);
      if (part.run == null && !part.models && !failures.keySet().containsAll(plan.ids())) {
        printer.findings(StudyReport.write(spark, plan, report));
      }
      return failures.isEmpty() ? 0 : Errors.FAILED;
    }
  }

  private int export(StudyPlan plan, EstimateConfig estimate, Trainer trainer, PrintWriter print)
      throws IOException {
    if (out == null) {
      throw new IllegalArgumentException("--export needs --out, a new folder for the export");
    }
    Place place = Places.folder("--out", out);
    place.requireApartFrom(new Place("store.path", plan.store()));
    Path folder =
        place
            .local()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--out = %s, expected a local folder for the export".formatted(out)));
    StudyExport.check(plan, estimate, trainer, folder);
    try (SparkSession spark = SparkSessions.open("export " + plan.study().id())) {
      ExportPrinter.print(
          new StudyExport(spark, plan, estimate, trainer).write(folder), trainer, folder, print);
    }
    return 0;
  }

  @Override
  public String interrupted() {
    return interrupted("study", shown);
  }

  /** What a command says that runs a study. */
  static String interrupted(String what, Optional<StudyProgress> shown) {
    return shown
        .flatMap(StudyProgress::reached)
        .map(reached -> what + " stopped with " + reached + "; the same command resumes")
        .orElse("stopped before anything was done");
  }
}
