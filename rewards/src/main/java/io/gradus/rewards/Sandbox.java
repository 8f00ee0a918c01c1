package io.gradus.rewards;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The user's own command for running programs that a model wrote. It reads a Python program from
 * its standard input and ends with 0 if the program did. Keeping such a program from the network,
 * from files and from memory is the command's task, for instance <code>docker run --rm -i
 * --network=none --memory=512m --read-only python:3.11-slim python3 -</code>.
 *
 * @param command the command with its arguments; empty: there is none, and no program is run
 * @param seconds that a program may take
 */
public record Sandbox(List<String> command, int seconds) implements Serializable {
  /** Takes a copy. */
  public Sandbox {
    command = List.copyOf(command);
  }

  /** No sandbox: programs are not run. */
  public static Sandbox none() {
    return new Sandbox(List.of(), 0);
  }

  /** Whether there is a command. */
  public boolean isGiven() {
    return !command.isEmpty();
  }

  /**
   * What became of a program.
   *
   * @param passed whether it ended with 0 in time
   * @param reason for people
   */
  public record Outcome(boolean passed, String reason) {}

  /**
   * Runs a program.
   *
   * @throws IllegalStateException if the command cannot be started
   */
  public Outcome run(String program) {
    if (!isGiven()) {
      throw new IllegalStateException("reward.sandbox.command is not set: no program is run");
    }
    try {
      Path file = Files.createTempFile("gradus", ".py");
      try {
        Files.write(file, program.getBytes(StandardCharsets.UTF_8)); // what is no text becomes ?
        return run(file.toFile());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("No room for a program to be run in the sandbox", e);
    }
  }

  private Outcome run(File program) {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(program)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "reward.sandbox.command: " + command.get(0) + " cannot be started", e);
    }
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        return new Outcome(false, "not done after " + seconds + " seconds");
      }
      int code = process.exitValue();
      return new Outcome(code == 0, code == 0 ? "passed" : "exit code " + code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a program ran in the sandbox", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /**
   * Tries the command with a program that ends well and one that fails.
   *
   * @throws IllegalArgumentException if it does not tell them apart
   */
  public void check() {
    check("print(1)", true);
    check("raise SystemExit(1)", false);
  }

  private void check(String program, boolean succeeds) {
    Outcome outcome;
    try {
      outcome = run(program);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(e.getMessage() + ": " + e.getCause().getMessage(), e);
    }
    if (outcome.passed() != succeeds) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "reward.sandbox.command = %s: of the program `%s` it says \"%s\", expected exit code %s",
              String.join(" ", command),
              program,
              outcome.reason(),
              succeeds ? "0" : "1"));
    }
  }
}
