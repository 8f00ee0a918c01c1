package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a signal does to a command whose tasks or update are inside libtorch. */
class InterruptionTest {
  /** A model that takes long over what it is asked, made in one optimiser step. */
  private static final String CONF =
      """
seed = 3
steps = 100
store.path = store
model.pretrain {
  size { hidden = 256, layers = 4, heads = 4 }
  max-positions = 512, batch = 2, threads = 1, log-every = 1000
  phases = [ { steps = 1 } ]
}
problems {
  train { kind = synthetic, synthetic.count = 8 }
  test { kind = synthetic, synthetic.count = 2 }
  prompt { template = plain, max-tokens = 32 }
}
rollout { max-tokens = 256, prompts-per-batch = 2, group-size = 8, stop-ids = [] }
grpo { prompts = 4, mini-batch = 2 }
evaluate { every = 0, max-tokens = 4 }
""";

  @TempDir Path folder;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    // A build in the background of a script ignores SIGINT, and its children would too.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("../conf/spark/java-options").toAbsolutePath());
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Gradus.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }

  /** Reads until a line is as wanted. */
  private static void await(BufferedReader output, Predicate<String> wanted) throws IOException {
    List<String> before = new ArrayList<>();
    for (String line = output.readLine(); ; line = output.readLine()) {
      assertThat(line).as(String.join("\n", before)).isNotNull();
      before.add(line);
      if (wanted.test(line)) {
        return;
      }
    }
  }

  private static List<String> signalled(
      Process child, BufferedReader output, String signal, int code) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(child.pid())).start().waitFor();
    List<String> rest = output.lines().toList();
    assertThat(child.waitFor()).as(String.join("\n", rest)).isEqualTo(code);
    return rest;
  }

  private void requireNoCrashFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("hs_err"));
    }
  }

  @Test
  void aRunSaysAfterWhichStepItStopped() throws Exception {
    Files.writeString(folder.resolve("long.conf"), CONF);
    Process child = start("train", "long.conf");
    BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
    await(output, line -> line.startsWith("step 2/100 "));
    // A step is told of before it is committed, so that the signal may come before that.
    List<String> rest = signalled(child, output, "TERM", 143);
    assertThat(rest.stream().filter(line -> !line.startsWith("step ")))
        .singleElement()
        .asString()
        .matches(
            "gradus: run long-s3 stopped after its commit of step \\d+; the same command resumes");
    requireNoCrashFile();
  }

  /** The main thread itself is inside libtorch. */
  @Test
  void preTrainingEndsAtOnce() throws Exception {
    Files.writeString(folder.resolve("long.conf"), CONF);
    Process child =
        start(
            "pretrain",
            "long.conf",
            "model.pretrain.log-every=1",
            "model.pretrain.batch=64",
            "model.pretrain.phases=[{ steps = 1000 }]");
    BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
    await(output, line -> line.startsWith("pre-training step 1/1000"));
    List<String> rest = signalled(child, output, "INT", 130);
    assertThat(rest.stream().filter(line -> !line.startsWith("pre-training step ")))
        .containsExactly("gradus: pre-training stopped; the same command resumes");
    requireNoCrashFile();
  }
}
