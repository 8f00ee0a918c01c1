package io.gradus.jobs.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Java processes of this class path, to be stopped without warning. */
final class ChildProcess {
  private ChildProcess() {}

  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /**
   * Waits until a process has printed the line. Lines before it are passed over: a virtual machine
   * may have something to say about its environment.
   */
  static void awaitLine(Process process, String line) throws IOException {
    StringBuilder before = new StringBuilder();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String read = out.readLine(); !line.equals(read); read = out.readLine()) {
      if (read == null) {
        throw new AssertionError("no line '%s' in:%n%s".formatted(line, before));
      }
      before.append(read).append('\n');
    }
  }

  /** Runs to the end and gives back what was printed. */
  static String run(int expectedExit, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(main, arguments);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != expectedExit) {
      throw new AssertionError(
          "exit code %d, expected %d:%n%s".formatted(exit, expectedExit, output));
    }
    return output;
  }
}
