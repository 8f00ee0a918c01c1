package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gradus.jobs.config.ConfigException;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GradusTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Gradus.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void everyCommandHasExamplesThatItAccepts() {
    for (CommandLine command : CommandsChapter.leaves(Gradus.commandLine())) {
      String name = command.getCommandSpec().qualifiedName();
      List<String> footer = List.of(command.getCommandSpec().usageMessage().footer());
      assertThat(footer).as(name).contains("Example:");
      String examples = String.join(" ", footer.subList(2, footer.size())).replace("\\", "");
      String[] lines = examples.split("(?:^| ) {2}(?=gradus )");
      assertThat(lines).as(name).hasSizeGreaterThan(1).startsWith("");
      for (String line : List.of(lines).subList(1, lines.length)) {
        String[] words = line.strip().replace("\"", "").split("\\s+");
        assertThat(words[0]).isEqualTo("gradus");
        if (!name.equals("gradus sql")) {
          Gradus.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length));
        }
      }
    }
  }

  @Test
  void helpIsPrintedWithoutSpark() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("train").contains("Exit codes: 0 done, 1 failed, 2 bad");
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).containsPattern("gradus \\d+\\.\\d+");
  }

  /** Its classes and its logging would take longer than all the rest. */
  @Test
  void helpDoesNotWaitForHadoop() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                Gradus.class.getName(),
                "train",
                "--help")
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .contains("Usage: gradus train", TrainCommand.class.getName())
        .doesNotContain(" org.apache.hadoop.", " org.apache.logging.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|expected a command",
        "tain x.conf|Unmatched arguments from index 0: 'tain'",
        "train|Missing required parameter: 'CONF'",
        "train no.conf|no.conf: no such configuration file",
        "datasets|expected datasets import",
        "datasets import --source gsm8k|Missing required option: '--out=DIR'",
        "datasets import --source gsm9k --in a --out b|Source 'gsm9k', expected one of gsm8k,",
        "evaluate --model m --problems p --top-p 2|--top-p = 2, expected a number" + " greater",
        "generate --model m --prompts p --out o --samples 0|--samples = 0, expected a" + " whole",
        "analyze --out o|Missing required argument (specify one of these)",
        "analyze --store a --curves b --out o|are mutually exclusive",
        "plan --laws d --compute -1|Budget: compute is -1.0, expected a positive number",
        "plan --laws d --gpu-hours 1 --flops 1e12|Missing required argument",
        "curves import --format x --in a --out b|Unknown curve format 'x', expected one of",
        "curves import --format wandb-csv --in a --out b|give a mapping file",
      })
  void badUsageIsOneLineAndExitCodeTwo(String arguments, String message) {
    String[] words = arguments == null ? new String[0] : arguments.split(" ");
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString()).startsWith("gradus: ").contains(message).doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void verifiesAFile(@TempDir Path folder) throws java.io.IOException {
    Path in = folder.resolve("in.jsonl");
    Path verdicts = folder.resolve("out.jsonl");
    java.nio.file.Files.writeString(
        in,
        """
        {"id": 1, "gold": "1/2", "completion": "so \\\\boxed{0.5}"}
        {"id": 2, "gold": "3", "completion": "it is 4"}
        """);
    assertThat(run("verify", "--in", in.toString(), "--out", verdicts.toString())).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("2 lines: 1 correct, 1 not, 0 unreadable");
    assertThat(verdicts).content().contains("\"id\":1,\"correct\":true");
    assertThat(run("verify", "--in", folder + "/none", "--out", folder + "/x")).isEqualTo(2);
    assertThat(err.toString()).contains("none: no such file");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void exitCodesTellBadInputFromFailure() {
    assertThat(Errors.isBadInput(new ConfigException("x"))).isTrue();
    assertThat(Errors.isBadInput(new UncheckedIOException(new FileNotFoundException("x"))))
        .isTrue();
    assertThat(Errors.isBadInput(new IllegalStateException("x"))).isFalse();
    // Thrown by this class, which is Gradus's own, and by the Java library.
    assertThat(Errors.isBadInput(new IllegalArgumentException("x"))).isTrue();
    Throwable thrownByJava = catchThrowable(() -> Path.of("\0"));
    assertThat(thrownByJava).isInstanceOf(IllegalArgumentException.class);
    assertThat(Errors.isBadInput(thrownByJava)).isFalse();
  }

  @Test
  void aFailureIsOneLineUnlessDebugged() {
    StringWriter text = new StringWriter();
    Exception failure =
        new IllegalStateException(
            "Job aborted\n\tat somewhere", new java.io.IOException("disk full"));
    assertThat(Errors.report(failure, new PrintWriter(text), false)).isEqualTo(1);
    assertThat(text.toString().lines())
        .containsExactly("gradus: Job aborted: disk full (--debug shows where this arose)");
    StringWriter traced = new StringWriter();
    assertThat(Errors.report(failure, new PrintWriter(traced), true)).isEqualTo(1);
    assertThat(traced.toString()).contains("\tat io.gradus.jobs.cli.GradusTest");
  }

  @Test
  void sparkSettingsOfAClusterAreLeftToIt() {
    assertThat(SparkSessions.defaults("local[*]"))
        .containsEntry("spark.ui.enabled", "false")
        .containsEntry("spark.driver.host", "127.0.0.1");
    assertThat(SparkSessions.defaults("spark://host:7077"))
        .containsEntry("spark.sql.session.timeZone", "UTC")
        .doesNotContainKeys(
            "spark.driver.host", "spark.ui.enabled", "spark.sql.shuffle.partitions");
  }

  @Test
  void localModeThatWouldWaitForGpusIsRefused() {
    SparkConf conf = new SparkConf(false).set("spark.task.resource.gpu.amount", "1");
    assertThatThrownBy(() -> SparkSessions.check(conf, "local[2]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "spark.task.resource.gpu.amount = 1 with spark.master = local[2], which has no GPUs");
    SparkSessions.check(conf, "local-cluster[2,1,1024]");
    SparkSessions.check(new SparkConf(false), "local[2]");
  }
}
