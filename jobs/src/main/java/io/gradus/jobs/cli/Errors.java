package io.gradus.jobs.cli;

import io.gradus.jobs.config.Redaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Says what went wrong in one line, and with which exit code. */
final class Errors {
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  private Errors() {}

  static int badUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    StringWriter suggestions = new StringWriter();
    CommandLine.UnmatchedArgumentException.printSuggestions(
        failure, new PrintWriter(suggestions, true));
    String line =
        "%s. %s See %s --help"
            .formatted(
                failure.getMessage().replaceFirst("\\.$", ""),
                suggestions,
                command.getCommandSpec().qualifiedName());
    PrintWriter err = command.getErr();
    err.println("gradus: " + Redaction.of(line.strip().replaceAll("\\s+", " ")));
    err.flush();
    return BAD_INPUT;
  }

  static int report(Exception failure, PrintWriter err, boolean debug) {
    if (debug) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      err.print(Redaction.of(trace.toString()));
    }
    Diagnosis diagnosis = Diagnosis.of(failure);
    boolean hint = !debug && !diagnosis.badInput();
    err.println(
        "gradus: " + diagnosis.message() + (hint ? " (--debug shows where this arose)" : ""));
    err.flush();
    return diagnosis.badInput() ? BAD_INPUT : FAILED;
  }

  /**
   * The message with those of its causes, as far as they add something, without credentials and
   * with files called by where the user has them.
   */
  static String message(Throwable failure) {
    return Diagnosis.of(failure).message();
  }

  /** Whether the user's input or settings are at fault, rather than the program or the machine. */
  static boolean isBadInput(Throwable failure) {
    return Diagnosis.of(failure).badInput();
  }
}
