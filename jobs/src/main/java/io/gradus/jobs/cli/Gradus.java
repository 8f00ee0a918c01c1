package io.gradus.jobs.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "gradus",
    description = {
      "Measures how reinforcement-learning post-training of language models scales, on Apache"
          + " Spark.",
      ""
    },
    subcommands = {
      QuickstartCommand.class,
      DatasetsCommand.class,
      PretrainCommand.class,
      TrainCommand.class,
      StudyCommand.class,
      EvaluateCommand.class,
      GenerateCommand.class,
      LogprobsCommand.class,
      VerifyCommand.class,
      CurvesCommand.class,
      AnalyzeCommand.class,
      ForecastCommand.class,
      PlanCommand.class,
      SqlCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 bad usage, settings or input.",
      "gradus COMMAND --help shows a command's options and an example."
    })
public final class Gradus implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the code an error arose.")
  boolean debug;

  @Spec CommandSpec spec;

  private static final int INTERRUPTED = 130;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    AtomicBoolean over = new AtomicBoolean();
    // Only commands need it: help does not wait for Hadoop's classes.
    RunLast strategy =
        new RunLast() {
          @Override
          protected List<Object> handle(ParseResult parsed) {
            haltAfterSignals(over);
            return super.handle(parsed);
          }
        };
    int code = commandLine().setExecutionStrategy(strategy).execute(arguments);
    over.set(true);
    System.exit(code);
  }

  /**
   * After a signal, when Spark has cleaned up, the process ends without libtorch's destructors:
   * threads that still compute would crash in what these tear down.
   */
  private static void haltAfterSignals(AtomicBoolean over) {
    ShutdownHookManager.get()
        .addShutdownHook(
            () -> {
              if (!over.get()) {
                Runtime.getRuntime().halt(INTERRUPTED);
              }
            },
            0);
  }

  static CommandLine commandLine() {
    Gradus gradus = new Gradus();
    return new CommandLine(gradus)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, Places::localPath)
        .setParameterExceptionHandler(Errors::badUsage)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Errors.report(failure, command.getErr(), gradus.debug));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command");
  }
}
