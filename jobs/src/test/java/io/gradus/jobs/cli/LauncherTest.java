package io.gradus.jobs.cli;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script ./gradus, run through a link and from another folder, with programs that print what
 * they are given.
 */
class LauncherTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path OPTIONS = ROOT.resolve("conf/spark/java-options");

  @TempDir Path folder;
  private Path link;

  @BeforeEach
  void link() throws Exception {
    link = Files.createSymbolicLink(folder.resolve("g"), ROOT.resolve("gradus"));
  }

  private record Outcome(int exit, List<String> lines) {}

  private Outcome run(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("SPARK_HOME", "JAVA_HOME", "GRADUS_JAVA_OPTS", "GRADUS_SPARK"));
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("GRADUS_BUILD", "never");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output.lines().toList());
  }

  private Path program(String name) throws Exception {
    Path program = folder.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  @Test
  void printsTheClassPath() throws Exception {
    Outcome outcome = run(Map.of(), "--classpath");
    assertThat(outcome.lines())
        .containsExactly(
            ROOT
                + "/jobs/target/spark/*"
                + File.pathSeparator
                + ROOT
                + "/jobs/target/gradus-spark3.5_2.12.jar");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void runsOneJavaProcess() throws Exception {
    program("java/bin/java");
    Map<String, String> environment =
        Map.of("JAVA_HOME", folder + "/java", "GRADUS_JAVA_OPTS", "-Xmx1g -Dspark.gradus.seed=2");
    List<String> lines = run(environment, "train", "my file.conf", "a=b c").lines();
    assertThat(lines)
        .startsWith("-Xmx1g", "-Dspark.gradus.seed=2")
        .endsWith("io.gradus.jobs.cli.Gradus", "train", "my file.conf", "a=b c")
        .contains("@" + ROOT + "/conf/spark/java-options");
  }

  @Test
  void opensWhatSparkNeedsFromAFolderWithSpaces() throws Exception {
    Path home = folder.resolve("source folder");
    Files.createDirectories(home.resolve("conf/spark"));
    Files.copy(OPTIONS, home.resolve("conf/spark/java-options"));
    Files.copy(ROOT.resolve("gradus"), home.resolve("gradus"), COPY_ATTRIBUTES);
    Path probe = Files.createDirectories(folder.resolve("probe/io/gradus/jobs/cli"));
    Files.writeString(
        probe.resolve("Gradus.java"),
        """
        package io.gradus.jobs.cli;
        class Gradus {
          public static void main(String[] arguments) {
            for (var module : java.util.List.of("java.base", "java.security.jgss")) {
              var opened = ModuleLayer.boot().findModule(module).orElseThrow();
              for (String name : opened.getPackages().stream().sorted().toList()) {
                if (opened.isOpen(name, Gradus.class.getModule())) {
                  System.out.println(module + "/" + name);
                }
              }
            }
          }
        }
        """);
    // A folder may stand where the launcher has the jar on its class path.
    Path classes = Files.createDirectories(home.resolve("jobs/target/gradus-spark3.5_2.12.jar"));
    String source = probe.resolve("Gradus.java").toString();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "-d", classes.toString(), source)).isZero();
    link = home.resolve("gradus");
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    assertThat(run(environment, "train").lines())
        .contains("java.base/sun.nio.ch", "java.base/java.lang", "java.base/jdk.internal.ref")
        .contains("java.security.jgss/sun.security.krb5")
        .doesNotContain("java.base/sun.net.www");
  }

  /** Spark reads no argument file there, so the options stand twice. */
  @Test
  void theStandaloneClustersDriversGetTheSameOptions() throws Exception {
    Properties standalone = new Properties();
    try (Reader reader = Files.newBufferedReader(ROOT.resolve("conf/spark/standalone.conf"))) {
      standalone.load(reader);
    }
    List<String> options =
        Files.readAllLines(OPTIONS).stream().filter(line -> !line.startsWith("#")).toList();
    assertThat(standalone.getProperty("spark.driver.extraJavaOptions").split(" +"))
        .containsExactlyElementsOf(options);
  }

  @Test
  void shortCommandsAreCompiledQuickly() throws Exception {
    program("java/bin/java");
    Map<String, String> environment = Map.of("JAVA_HOME", folder + "/java");
    String quick = "-XX:TieredStopAtLevel=1";
    assertThat(run(environment, "verify", "--in", "a").lines()).contains(quick);
    assertThat(run(environment, "--help").lines()).contains(quick);
    assertThat(run(environment, "train", "--help").lines()).contains(quick);
    assertThat(run(environment, "train", "x.conf").lines()).doesNotContain(quick);
    assertThat(run(environment).lines()).doesNotContain(quick);
  }

  @Test
  void handsOptionsBeforeTheCommandToSparkSubmit() throws Exception {
    program("spark/bin/spark-submit");
    List<String> lines =
        run(
                Map.of("SPARK_HOME", folder + "/spark"),
                "--master=spark://host:7077",
                "--conf",
                "spark.executor.memory=2g",
                "--deploy-mode",
                "client",
                "train",
                "x.conf",
                "--debug")
            .lines();
    assertThat(lines)
        .containsExactly(
            "--class",
            "io.gradus.jobs.cli.Gradus",
            "--master",
            "spark://host:7077",
            "--conf",
            "spark.executor.memory=2g",
            "--deploy-mode",
            "client",
            ROOT + "/jobs/target/gradus-spark3.5_2.12.jar",
            "train",
            "x.conf",
            "--debug");
  }

  private List<String> classpath(String jar, Map<String, String> environment) throws Exception {
    Path jars = Files.createDirectories(folder.resolve("some spark").resolve("jars"));
    for (File old : jars.toFile().listFiles()) {
      assertThat(old.delete()).isTrue();
    }
    Files.createFile(jars.resolve(jar));
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("SPARK_HOME", folder + "/some spark");
    return run(all, "--classpath").lines();
  }

  @Test
  void findsTheJarForTheSparkAtHand() throws Exception {
    String target = ROOT + "/jobs/target/";
    String four = target + "spark4/*" + File.pathSeparator + target + "gradus-spark4_2.13.jar";
    String three = target + "spark/*" + File.pathSeparator + target + "gradus-spark3.5_2.12.jar";
    assertThat(classpath("spark-core_2.13-4.2.0.jar", Map.of())).containsExactly(four);
    assertThat(classpath("spark-core_2.12-3.5.7.jar", Map.of())).containsExactly(three);
    assertThat(classpath("spark-core_2.12-3.5.7.jar", Map.of("GRADUS_SPARK", "4")))
        .containsExactly(four);
    assertThat(classpath("spark-core_2.13-3.5.7.jar", Map.of()))
        .containsExactly(
            "gradus: this is Spark 3.5.7 for Scala 2.13, expected Spark 3.5 for Scala 2.12 or Spark 4"
                + " for Scala 2.13");
    // What needs no Spark of the machine runs beside any.
    program("java/bin/java");
    Map<String, String> beside =
        Map.of("SPARK_HOME", folder + "/some spark", "JAVA_HOME", folder + "/java");
    assertThat(run(beside, "verify").lines())
        .endsWith("io.gradus.jobs.cli.Gradus", "verify")
        .anySatisfy(line -> assertThat(line).endsWith("gradus-spark3.5_2.12.jar"));
  }

  @Test
  void saysWhatSparkSubmitNeeds() throws Exception {
    Outcome outcome = run(Map.of(), "--master", "yarn", "sql");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.lines())
        .containsExactly(
            "gradus: --master needs spark-submit; expected SPARK_HOME to name a Spark distribution, 3.5 or 4");
    assertThat(run(Map.of(), "--conf").lines()).containsExactly("gradus: --conf needs a value");
  }
}
