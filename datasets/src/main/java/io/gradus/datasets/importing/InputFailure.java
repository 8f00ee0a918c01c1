package io.gradus.datasets.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.parquet.ParquetRuntimeException;

/** Tells unreadable input from other failures of a Spark job. */
final class InputFailure {

  private InputFailure() {}

  /**
   * Runs a job that reads input.
   *
   * @throws IllegalArgumentException when a file turns out unreadable inside, naming it
   */
  static <T> T named(Supplier<T> job) {
    try {
      return job.get();
    } catch (Exception e) { // SparkException is checked but not declared by Spark's Scala code
      String message = "";
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof UncheckedIOException) {
          throw new IllegalArgumentException(cause.getMessage(), e);
        }
        if (cause instanceof IOException || cause instanceof ParquetRuntimeException) {
          throw new IllegalArgumentException(
              "the input cannot be read: %s %s".formatted(message, cause.getMessage()), e);
        }
        message = cause.getMessage();
      }
      throw e;
    }
  }
}
