package io.gradus.jobs.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
      MergeCommand.class,
      VerifyCommand.class,
      CurvesCommand.class,
      AnalyzeCommand.class,
      ForecastCommand.class,
      PlanCommand.class,
      LedgerCommand.class,
      SqlCommand.class,
      StoreCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 bad usage, settings or input; 130 after Ctrl-C, 143 after"
          + " SIGTERM.",
      "gradus COMMAND --help shows a command's options and an example."
    })
public final class Gradus implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the code an error arose.")
  boolean debug;

  @Spec CommandSpec spec;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    AtomicReference<Interruption> interruption = new AtomicReference<>();
    CommandLine line = commandLine();
    // Only commands need it: help does not wait for Hadoop's classes.
    Runner strategy =
        new Runner() {
          @Override
          protected List<Object> handle(ParseResult parsed) {
            TemporaryFolder.use();
            Gradus gradus = line.getCommand();
            List<CommandLine> given = parsed.asCommandLineList();
            interruption.set(
                Interruption.of(
                    given.get(given.size() - 1).getCommand(),
                    gradus.debug ? Interruption.Debug.ON : Interruption.Debug.OFF));
            return super.handle(parsed);
          }
        };
    int code = line.setExecutionStrategy(strategy).execute(arguments);
    Optional.ofNullable(interruption.get()).ifPresent(Interruption::over);
    System.exit(code);
  }

  /** Reports errors of the machine, such as a lack of memory, as other failures are. */
  private static class Runner extends RunLast {
    @Override
    @SuppressWarnings("IllegalCatch")
    protected List<Object> handle(ParseResult parsed) {
      try {
        return super.handle(parsed);
      } catch (Error e) {
        throw new CommandLine.ExecutionException(
            parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
  }

  static CommandLine commandLine() {
    Gradus gradus = new Gradus();
    return new CommandLine(gradus)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, Places::localPath)
        .setExecutionStrategy(new Runner())
        .setParameterExceptionHandler(Errors::badUsage)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Errors.report(failure, command.getErr(), gradus.debug));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command");
  }
}
