package io.gradus.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the tests of {@code notebooks/} in an environment of its {@code requirements.txt}, on the
 * store of a smoke run and its analysis: the notebooks themselves and the Spark ML stages in
 * Python; and the stages in that environment's spark-shell. The notebook about the paper is skipped
 * where its curves are not among the shared data.
 */
class NotebooksIT {
  private static final Path ROOT = PythonEnvironment.ROOT;

  @TempDir static Path folder;
  private static PythonEnvironment python;

  @BeforeAll
  static void makeStoreAndAnalysis() throws Exception {
    python = PythonEnvironment.of("notebooks", ROOT.resolve("notebooks/requirements.txt"));
    gradus("train", ROOT.resolve("conf/smoke.conf").toString(), "store.path=" + store());
    gradus("analyze", "--store", store(), "--out", report(), "--replicates", "40");
  }

  private static String store() {
    return folder.resolve("store").toString();
  }

  private static Path paper() {
    String shared = System.getenv().getOrDefault("GRADUS_SHARED", "../../shared");
    return Path.of(shared, "data", "curves", "paper").toAbsolutePath().normalize();
  }

  private static String report() {
    return folder.resolve("report").toString();
  }

  private static void gradus(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("gradus").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("GRADUS_BUILD", "never");
    run(builder);
  }

  private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private static void pytest(String file, int skipped) throws IOException, InterruptedException {
    ProcessBuilder builder =
        python
            .process("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", file)
            .directory(ROOT.resolve("notebooks").toFile());
    builder.environment().put("GRADUS_STORE", store());
    builder.environment().put("GRADUS_REPORT", report());
    builder.environment().put("GRADUS_PAPER", paper().toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    String said = run(builder);
    assertThat(said).containsPattern("\\d+ passed");
    if (skipped == 0) {
      assertThat(said).doesNotContainPattern("\\d+ skipped");
    } else {
      assertThat(said).contains(skipped + " skipped");
    }
  }

  private static String checkpoint() throws IOException {
    try (Stream<Path> steps =
        Files.find(folder.resolve("store/checkpoints"), 2, (path, attributes) -> true)) {
      return steps.sorted().reduce((first, last) -> last).orElseThrow().toString();
    }
  }

  @Test
  void stagesInScala() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("stages.scala"),
            """
            import io.gradus.jobs.ml.RolloutGenerator
            val problems = Seq(("a", "1+2="), ("b", "9-4=")).toDF("id", "prompt")
            val generator = new RolloutGenerator().setModelUrl("%s").
              setKeyCol("id").setTemplate("plain").setSamples(3).setMaxTokens(6)
            generator.write.overwrite().save("%s")
            val read = RolloutGenerator.load("%s")
            val rows = read.transform(problems).select("id", "rollout.*").sort("id", "sample").collect()
            println("keys: " + rows.map(row => row.getString(0) + row.getInt(1)).mkString(" "))
            println("same stage: " + (read.uid == generator.uid))
            """
                .formatted(checkpoint(), folder.resolve("stage"), folder.resolve("stage")));
    String output =
        python.run(
            folder,
            "spark-shell",
            "--master",
            "local[1]",
            "--jars",
            ROOT.resolve("jobs/target/gradus-spark3.5_2.12.jar").toString(),
            "-i",
            script.toString());
    assertThat(output).contains("keys: a0 a1 a2 b0 b1 b2", "same stage: true");
  }

  @Test
  void stagesInPython() throws Exception {
    pytest("test_gradus_spark.py", 0);
  }

  @Test
  void notebooks() throws Exception {
    pytest("test_notebooks.py", Files.exists(paper()) ? 0 : 1);
  }
}
