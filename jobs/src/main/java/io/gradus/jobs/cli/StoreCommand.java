package io.gradus.jobs.cli;

import io.gradus.jobs.store.Finding;
import io.gradus.jobs.store.StoreCheck;
import io.gradus.jobs.store.StoreRepair;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks and repairs a store. */
@Command(
    name = "store",
    description = "Checks and repairs a store.",
    subcommands = {StoreCommand.Check.class, StoreCommand.Repair.class},
    mixinStandardHelpOptions = true)
final class StoreCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected store check or store repair");
  }

  /** Which store, and how much of it. */
  static final class Which {
    @Option(names = "--store", required = true, paramLabel = "DIR", description = "The store.")
    String store;

    @Option(names = "--run", paramLabel = "ID", description = "Only this run.")
    Optional<String> run;
  }

  /** Finds what is damaged, missing or left over. */
  @Command(
      name = "check",
      description = {
        "Reads every file of a store and compares it with what commits recorded: sizes and SHA-256"
            + " sums of tables, checkpoints and models, and whether manifests follow one another."
            + " Files that belong to nothing are named too.",
        "Prints a line for each finding and a sum; nothing is changed. Exit code 0: no finding; 1:"
            + " findings.",
        ""
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  gradus store check --store out/study"})
  static final class Check implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin Which which;

    @Override
    public Integer call() throws IOException {
      Places.input("--store", which.store);
      StoreCheck check = StoreCheck.of(SparkSessions.hadoop(), which.store, which.run);
      PrintWriter out = spec.commandLine().getOut();
      List<Finding> findings = check.findings();
      findings.forEach(finding -> out.println(finding.message()));
      out.println(
          String.format(
              Locale.ROOT,
              "%,d files of %,d run%s read: %s",
              check.files(),
              check.runs().size(),
              check.runs().size() == 1 ? "" : "s",
              sum(findings.size())));
      return findings.isEmpty() ? 0 : Errors.FAILED;
    }

    private static String sum(int findings) {
      return switch (findings) {
        case 0 -> "no finding";
        case 1 -> "1 finding";
        default -> String.format(Locale.ROOT, "%,d findings", findings);
      };
    }
  }

  /** Sets runs back to before what is damaged. */
  @Command(
      name = "repair",
      description = {
        "Moves what store check finds to the store's folder _quarantine: damaged steps with all that"
            + " builds on them, damaged checkpoints and models, files that belong to nothing.",
        "A run is set back to its newest checkpoint before the damage, or to its begin where none is"
            + " there; train or study then resumes it, to the same bytes. Nothing is deleted.",
        "Says what it would do, unless --apply is given. Exit code 0: nothing is left to do; 1: it"
            + " is.",
        ""
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Example:",
        "  gradus store repair --store out/study --run study-64-s1 --apply"
      })
  static final class Repair implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin Which which;

    @Option(names = "--apply", description = "Do it.")
    boolean apply;

    @Override
    public Integer call() throws IOException {
      if (apply) {
        Places.folder("--store", which.store);
      } else {
        Places.input("--store", which.store);
      }
      StoreRepair repair =
          StoreRepair.of(
              SparkSessions.hadoop(),
              which.store,
              which.run,
              apply ? StoreRepair.Mode.APPLY : StoreRepair.Mode.TELL);
      PrintWriter out = spec.commandLine().getOut();
      repair.lines().forEach(out::println);
      repair.left().forEach(finding -> out.println("left as it is: " + finding.message()));
      if (repair.lines().isEmpty() && repair.left().isEmpty()) {
        out.println("nothing to repair");
      } else if (!apply && !repair.lines().isEmpty()) {
        out.println("nothing was changed; --apply does it");
      }
      boolean isDone = repair.left().isEmpty() && (apply || repair.lines().isEmpty());
      return isDone ? 0 : Errors.FAILED;
    }
  }
}
