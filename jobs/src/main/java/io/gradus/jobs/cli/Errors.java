package io.gradus.jobs.cli;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.Redaction;
import io.gradus.jobs.store.ModelCache;
import io.gradus.jobs.study.RefusedRun;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Says what went wrong in one line, and with which exit code. */
final class Errors {
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  private Errors() {}

  static int badUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("gradus: " + Redaction.of(failure.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return BAD_INPUT;
  }

  static int report(Exception failure, PrintWriter err, boolean debug) {
    if (debug) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      err.print(Redaction.of(trace.toString()));
    }
    err.println("gradus: " + message(failure));
    if (!debug && !isBadInput(failure)) {
      err.println("gradus: --debug shows where this arose");
    }
    err.flush();
    return isBadInput(failure) ? BAD_INPUT : FAILED;
  }

  /**
   * The message with those of its causes, as far as they add something, without credentials and
   * with files called by where the user has them.
   */
  static String message(Throwable failure) {
    return Redaction.of(ModelCache.inUsersWords(withCauses(failure)));
  }

  private static String withCauses(Throwable failure) {
    if (failure instanceof RefusedRun refused) {
      return "run " + refused.runId() + ": " + withCauses(refused.getCause());
    }
    if (failure instanceof AnalysisException query) {
      // Its message ends with the query and its plan.
      return query
          .getSimpleMessage()
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .takeWhile(line -> !line.startsWith("== SQL"))
          .collect(Collectors.joining(" "));
    }
    if (failure.getMessage() == null || failure.getMessage().isBlank()) {
      return failure.getClass().getSimpleName();
    }
    if (failure instanceof NoSuchFileException) {
      return failure.getMessage() + ": no such file";
    }
    // An executor's stack trace may follow.
    String message =
        failure
            .getMessage()
            .lines()
            .takeWhile(line -> !line.startsWith("\tat "))
            .collect(Collectors.joining(System.lineSeparator()));
    Throwable cause = failure.getCause();
    // A number format's message only quotes the text that ours has quoted.
    boolean adds =
        cause != null
            && cause.getMessage() != null
            && !(failure instanceof IllegalArgumentException
                && cause instanceof NumberFormatException);
    return adds && !message.contains(cause.getMessage())
        ? message + ": " + message(cause)
        : message;
  }

  /** Whether the user's input or settings are at fault, rather than the program or the machine. */
  static boolean isBadInput(Throwable failure) {
    if (failure instanceof RefusedRun refused) {
      return isBadInput(refused.getCause());
    }
    if (failure instanceof ConfigException || failure instanceof AnalysisException) {
      return true;
    }
    if (isMissingFile(failure) || isMissingFile(failure.getCause())) {
      return true;
    }
    // An argument that Gradus's own code refuses came from the user; one that a library refuses did
    // not.
    StackTraceElement[] trace = failure.getStackTrace();
    return failure instanceof IllegalArgumentException
        && trace.length > 0
        && trace[0].getClassName().startsWith("io.gradus.");
  }

  private static boolean isMissingFile(Throwable failure) {
    return failure instanceof NoSuchFileException || failure instanceof FileNotFoundException;
  }
}
