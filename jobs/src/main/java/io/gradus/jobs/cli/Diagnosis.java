package io.gradus.jobs.cli;

import io.gradus.files.Texts;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.Redaction;
import io.gradus.jobs.store.ModelCache;
import io.gradus.jobs.store.StoreException;
import io.gradus.jobs.study.RefusedRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import picocli.CommandLine;

/**
 * What went wrong, in one line.
 *
 * @param message without credentials, line breaks and stack traces
 * @param badInput whether the user's input or settings are at fault, rather than the program or the
 *     machine
 */
record Diagnosis(String message, boolean badInput) {
  private static final int LONGEST = 1000;
  private static final int DEEPEST = 30;
  private static final Pattern OF_SPARK =
      Pattern.compile("Job aborted|Exception thrown in awaitResult");
  private static final String INTERNAL = "INTERNAL_ERROR";
  private static final String CANCELLED = "JOB_CANCELLED";
  private static final String TORCHSCRIPT = "TorchScript interpreter";

  static Diagnosis of(Throwable failure) {
    if (failure instanceof RefusedRun refused) {
      Diagnosis cause = of(refused.getCause());
      return new Diagnosis("run " + refused.runId() + ": " + cause.message, cause.badInput);
    }
    List<Throwable> chain = chain(failure);
    boolean badInput = chain.stream().anyMatch(Diagnosis::isOfTheUser);
    String message = Redaction.of(ModelCache.inUsersWords(String.join(": ", parts(chain))));
    return new Diagnosis(Texts.shortened(message, LONGEST), badInput);
  }

  /** A failure and its causes, up to the one that says all there is to say to a user. */
  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null && chain.size() < DEEPEST; t = t.getCause()) {
      chain.add(t);
      if (t instanceof ConfigException || t instanceof AnalysisException || isRefusedArgument(t)) {
        break;
      }
    }
    return chain;
  }

  private static List<String> parts(List<Throwable> chain) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      Throwable t = chain.get(i);
      boolean last = i == chain.size() - 1;
      if (!last && isWrapper(t, chain.get(i + 1))) {
        continue;
      }
      String text = text(t);
      if (parts.stream().noneMatch(part -> part.contains(text))) {
        parts.add(text);
      }
    }
    return parts;
  }

  /** Whether a failure says nothing that its cause does not say. */
  private static boolean isWrapper(Throwable t, Throwable cause) {
    String message = t.getMessage();
    return message == null
        || message.isBlank()
        || message.equals(cause.toString())
        || t instanceof InvocationTargetException
        || t instanceof ExecutionException
        || t instanceof CommandLine.ExecutionException
        || (t instanceof SparkException && OF_SPARK.matcher(message).lookingAt());
  }

  private static String text(Throwable t) {
    String message = t.getMessage();
    if (message == null || message.isBlank()) {
      return t.getClass().getSimpleName();
    }
    if (t instanceof AnalysisException query) {
      // Its message ends with the query and its plan.
      return joined(query.getSimpleMessage(), "== SQL");
    }
    if (t instanceof OutOfMemoryError) {
      return "out of memory (%s); GRADUS_JAVA_OPTS=-Xmx8g gives the process more"
          .formatted(joined(message, "\tat "));
    }
    if (t instanceof FileSystemException file && file.getFile() != null) {
      return file.getFile() + ": " + reason(file);
    }
    if (message.contains(TORCHSCRIPT)) {
      return torchScript(message);
    }
    String joined = joined(message, "\tat ");
    return t instanceof UnknownHostException ? "unknown host: " + joined : joined;
  }

  private static String reason(FileSystemException file) {
    if (file instanceof NoSuchFileException) {
      return "no such file";
    }
    if (file instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (file instanceof FileAlreadyExistsException) {
      return "it exists already";
    }
    return file.getReason() == null
        ? file.getClass().getSimpleName()
        : file.getReason().toLowerCase(Locale.ROOT);
  }

  /** The interpreter's own trace stands between what failed and why. */
  private static String torchScript(String message) {
    String why = "";
    for (String line : message.lines().toList()) {
      if (!line.isBlank()) {
        why = line.strip();
      }
    }
    int trace = message.indexOf("The following operation failed");
    return (trace < 0 ? "" : message.substring(0, trace)) + why;
  }

  /** Lines as one, up to one that begins so or to a trace of an executor. */
  private static String joined(String message, String end) {
    List<String> lines =
        message
            .lines()
            .takeWhile(line -> !line.startsWith(end) && !line.startsWith("\tat "))
            .takeWhile(line -> !line.startsWith("Driver stacktrace"))
            .map(line -> line.strip().replaceAll("\\s+", " "))
            .filter(line -> !line.isEmpty())
            .toList();
    return String.join(" ", lines);
  }

  private static boolean isOfTheUser(Throwable t) {
    return t instanceof ConfigException
        || t instanceof AnalysisException
        || isRefusedArgument(t)
        || isOfFiles(t)
        || (t instanceof StoreException store && !store.isInOtherHands())
        || (t instanceof SparkThrowable spark && isOfTheQuery(spark.getErrorClass()));
  }

  /** Spark names what queries and input files are to blame for. */
  private static boolean isOfTheQuery(String errorClass) {
    return errorClass != null
        && !errorClass.startsWith(INTERNAL)
        && !errorClass.contains(CANCELLED);
  }

  /**
   * An argument that Gradus's own code refuses came from the user; one that a library refuses did
   * not.
   */
  private static boolean isRefusedArgument(Throwable t) {
    StackTraceElement[] trace = t.getStackTrace();
    return t instanceof IllegalArgumentException
        && trace.length > 0
        && trace[0].getClassName().startsWith("io.gradus.");
  }

  private static boolean isOfFiles(Throwable t) {
    if (t instanceof UncheckedIOException) {
      return false; // Its cause decides.
    }
    return t instanceof NoSuchFileException
        || t instanceof AccessDeniedException
        || t instanceof NotDirectoryException
        || t instanceof FileAlreadyExistsException
        || t instanceof FileNotFoundException
        || t instanceof ParentNotDirectoryException
        || t instanceof AccessControlException
        || t instanceof UnsupportedFileSystemException
        || t instanceof UnknownHostException
        || (t instanceof IOException
            && String.valueOf(t.getMessage()).matches("(?s).*(Not a directory|Is a directory).*"));
  }
}
