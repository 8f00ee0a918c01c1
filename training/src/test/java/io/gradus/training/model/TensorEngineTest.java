package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** libgomp says what it was told when it is loaded in a process of its own. */
class TensorEngineTest {
  private static final String VARIABLE = "OMP_WAIT_POLICY";

  /** Loads the engine. */
  static final class Child {
    public static void main(String[] args) {
      TensorEngine.get();
    }
  }

  private static String display(List<String> policy) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName());
    builder.redirectErrorStream(true);
    builder.environment().remove(VARIABLE);
    builder.environment().put("OMP_DISPLAY_ENV", "TRUE");
    policy.forEach(value -> builder.environment().put(VARIABLE, value));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void waitingThreadsSleep() throws Exception {
    assertThat(display(List.of())).contains("OMP_WAIT_POLICY = 'PASSIVE'");
  }

  @Test
  void whoAsksForSpinningThreadsGetsThem() throws Exception {
    assertThat(display(List.of("ACTIVE"))).contains("OMP_WAIT_POLICY = 'ACTIVE'");
  }
}
