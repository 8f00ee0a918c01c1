package io.gradus.jobs.cluster;

import io.gradus.jobs.python.PythonEnvironment;
import io.gradus.jobs.store.SparkLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A plain Spark of the line that is tested, as {@code pip install pyspark} brings it, and what was
 * packaged here.
 */
final class SparkDistribution {
  /** The line whose classes are tested. */
  private static final SparkLine LINE = SparkLine.built();

  static final Path JAR = Path.of("target", LINE.jar()).toAbsolutePath();

  private static final String MAIN = "io.gradus.jobs.cli.Gradus";

  private final Path home;

  private SparkDistribution(Path home) {
    this.home = home;
  }

  static SparkDistribution installed() throws IOException, InterruptedException {
    PythonEnvironment python =
        PythonEnvironment.of(
            "spark" + LINE.line(),
            Path.of("src/test/python/spark%s.txt".formatted(LINE.line())).toAbsolutePath());
    String home =
        python.run(python.home(), "python", "-c", "import pyspark; print(pyspark.__path__[0])");
    return new SparkDistribution(Path.of(home.strip()));
  }

  /** The libraries that it brings. */
  Path jars() {
    return home.resolve("jars");
  }

  /**
   * What a finished process left.
   *
   * @param output both of its streams
   */
  record Outcome(int exit, String output) {}

  /** Runs {@code spark-submit … JAR …} to its end, in a folder. */
  Outcome submit(
      Path folder, Map<String, String> environment, List<String> options, List<String> command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("bin/spark-submit", "--class", MAIN));
    line.addAll(options);
    line.add(JAR.toString());
    line.addAll(command);
    Process process = process(folder, environment, line).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  /** Starts a class of Spark, with its output in a file of the folder. */
  Process start(Path folder, Path output, String... classAndArguments) throws IOException {
    List<String> line = new ArrayList<>(List.of("bin/spark-class"));
    line.addAll(List.of(classAndArguments));
    return process(folder, Map.of(), line).redirectOutput(output.toFile()).start();
  }

  private ProcessBuilder process(Path folder, Map<String, String> environment, List<String> line)
      throws IOException {
    List<String> absolute = new ArrayList<>(line);
    absolute.set(0, home.resolve(line.get(0)).toString());
    ProcessBuilder builder = new ProcessBuilder(absolute).redirectErrorStream(true);
    builder.directory(Files.createDirectories(folder).toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().putAll(environment);
    return builder;
  }
}
