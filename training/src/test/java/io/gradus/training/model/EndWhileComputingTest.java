package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.training.hub.Architecture;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy.DecodeRequest;
import io.gradus.training.model.TokenBatch.Sequence;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that ends while libtorch computes ends with its exit code and leaves no crash file. */
class EndWhileComputingTest {
  private static final String READY = "computing";

  /** Decodes and scores in two threads until the process ends. */
  static final class Child {
    private static final ModelConfig CONFIG =
        ModelConfig.builder(Architecture.LLAMA)
            .vocabSize(8192)
            .hiddenSize(512)
            .intermediateSize(1536)
            .layers(6)
            .heads(8)
            .kvHeads(4)
            .headDim(64)
            .maxPositions(512)
            .build();

    /** Arguments: how to end; {@code signal} waits for one. */
    public static void main(String[] args) throws InterruptedException {
      Policy policy = Policy.allocate(CONFIG, Compute.cpu(2, ComputeType.FLOAT32));
      int[] ids = new int[256];
      // One call of each before the line: what is made at first use is there.
      decode(policy, ids);
      score(policy, ids);
      List<Thread> threads =
          List.of(
              new Thread(() -> repeat(() -> decode(policy, ids))),
              new Thread(() -> repeat(() -> score(policy, ids))));
      for (Thread thread : threads) {
        thread.setDaemon(true);
        thread.start();
      }
      System.out.println(READY);
      switch (args[0]) {
        case "signal" -> new CountDownLatch(1).await();
        case "exit" -> System.exit(Integer.parseInt(args[1]));
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    /** Until the process ends: then a call that would begin is refused. */
    private static void repeat(Runnable work) {
      while (true) {
        try {
          work.run();
        } catch (IllegalStateException e) {
          if (!QuietEnd.hasBegun()) {
            throw e;
          }
          return;
        }
      }
    }

    private static void score(Policy policy, int[] ids) {
      policy.score(new TokenBatch(List.of(new Sequence(ids, 1), new Sequence(ids, 1))), 1);
    }

    private static void decode(Policy policy, int[] ids) {
      policy.decode(
          new DecodeRequest(List.of(ids), new float[8][64], Sampling.temperature(1), new int[] {}));
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalEndsIt(String signal, int code) throws Exception {
    Process child = start("signal");
    new ProcessBuilder("kill", "-" + signal, String.valueOf(child.pid())).start().waitFor();
    requireEnd(child, code);
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void anExitEndsIt(int code) throws Exception {
    requireEnd(start("exit", String.valueOf(code)), code);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    // A build in the background of a script ignores SIGINT, and its children would too.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.addAll(List.of(arguments));
    Process child =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
    StringBuilder before = new StringBuilder();
    for (String line = out.readLine(); !READY.equals(line); line = out.readLine()) {
      assertThat(line).as(before.toString()).isNotNull();
      before.append(line).append('\n');
    }
    return child;
  }

  private void requireEnd(Process child, int code) throws IOException, InterruptedException {
    List<String> output = child.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(child.waitFor()).as(String.join("\n", output)).isEqualTo(code);
    assertThat(output).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("crash files").isEmpty();
    }
  }
}
