package io.gradus.jobs.python;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python virtual environment for tests: {@code target/venvs/NAME} at the repository's root, made
 * from a requirements file once and made anew when that file or the interpreter changes.
 *
 * <p>Where there is no Python 3 with venv, or no package index can be reached, the test that asks
 * is skipped and says why. Packages that cannot be installed for another reason fail it. The
 * environment variable GRADUS_PYTHON names an interpreter other than {@code python3}.
 */
public final class PythonEnvironment {
  /** The repository's root, seen from a module, in which tests run. */
  public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final List<String> SIGNS_OF_NO_INDEX =
      List.of(
          "NewConnectionError",
          "ConnectTimeoutError",
          "ReadTimeoutError",
          "ProxyError",
          "Temporary failure in name resolution",
          "Network is unreachable");

  private final Path home;

  private PythonEnvironment(Path home) {
    this.home = home;
  }

  /** The environment of a name; {@code requirements} is what {@code pip install -r} is given. */
  public static PythonEnvironment of(String name, Path requirements)
      throws IOException, InterruptedException {
    return in(ROOT.resolve("target").resolve("venvs"), name, requirements);
  }

  static PythonEnvironment in(Path folder, String name, Path requirements)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path home = folder.resolve(name);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Path marker = home.resolve("installed.sha256");
      String wanted = digest(requirements);
      if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
        make(home, requirements);
        Files.writeString(marker, wanted);
      }
      return new PythonEnvironment(home);
    }
  }

  private static void make(Path home, Path requirements) throws IOException, InterruptedException {
    Outcome venv = run(interpreter(), "-m", "venv", "--clear", home.toString());
    Assumptions.assumeTrue(venv.exit() == 0, () -> "python3 -m venv failed: " + venv.output());
    Outcome pip =
        run(
            home.resolve("bin/python").toString(),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            requirements.toString());
    Assumptions.assumeFalse(
        pip.exit() != 0 && hadNoIndex(pip.output()),
        () -> "no package index can be reached: " + pip.output());
    if (pip.exit() != 0) {
      throw new AssertionError(requirements + " cannot be installed:\n" + pip.output());
    }
  }

  /** Whether pip failed because it could not reach a package index. */
  static boolean hadNoIndex(String pipOutput) {
    return SIGNS_OF_NO_INDEX.stream().anyMatch(pipOutput::contains);
  }

  private static String interpreter() {
    String named = System.getenv("GRADUS_PYTHON");
    return named == null ? "python3" : named;
  }

  private static String digest(Path requirements) throws IOException, InterruptedException {
    Outcome version = run(interpreter(), "-c", "import sys; print(sys.version, sys.prefix)");
    Assumptions.assumeTrue(version.exit() == 0, () -> "no Python 3: " + version.output());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(version.output().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(requirements));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private record Outcome(int exit, String output) {}

  private static Outcome run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return new Outcome(127, e.getMessage());
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  /** The environment's folder. */
  public Path home() {
    return home;
  }

  /** A program of the environment, for instance {@code python} or {@code spark-submit}. */
  public Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** A process that runs a program of the environment, with its folder first on the path. */
  public ProcessBuilder process(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program(program).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("VIRTUAL_ENV", home.toString());
    builder.environment().merge("PATH", "", (path, none) -> home.resolve("bin") + ":" + path);
    builder.environment().remove("PYTHONPATH");
    builder.environment().remove("SPARK_HOME");
    return builder;
  }

  /**
   * Runs a program of the environment to its end.
   *
   * @param folder where it runs
   * @return what it printed
   * @throws AssertionError with what it printed, if it did not end with 0
   */
  public String run(Path folder, String program, String... arguments)
      throws IOException, InterruptedException {
    Process process = process(program, arguments).directory(folder.toFile()).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new AssertionError(
          "%s %s ended with %d:%n%s".formatted(program, String.join(" ", arguments), exit, output));
    }
    return output;
  }
}
