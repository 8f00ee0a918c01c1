package io.gradus.jobs.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {
  @TempDir Path folder;

  @Test
  void isMadeOncePerRequirementsAndQuotesWhatFails() throws Exception {
    Path requirements = Files.writeString(folder.resolve("requirements.txt"), "# nothing\n");
    PythonEnvironment made = PythonEnvironment.in(folder, "empty", requirements);
    assertThat(made.run(folder, "python", "-c", "import sys; print(sys.prefix)"))
        .isEqualTo(folder.resolve("empty") + "\n");
    assertThatThrownBy(() -> made.run(folder, "python", "-c", "print('why'); exit(3)"))
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith(" ended with 3:\nwhy\n");
    Path trace = Files.createFile(made.home().resolve("trace"));
    PythonEnvironment.in(folder, "empty", requirements);
    assertThat(trace).as("kept").exists();
    Files.writeString(requirements, "# still nothing\n");
    PythonEnvironment.in(folder, "empty", requirements);
    assertThat(trace).as("made anew").doesNotExist();
  }

  @Test
  void onlyAnIndexOutOfReachIsAReasonToSkip() {
    assertThat(
            PythonEnvironment.hadNoIndex(
                "WARNING: Retrying (Retry(total=0)) after connection broken by"
                    + " 'NewConnectionError(': Failed to establish a new connection"))
        .isTrue();
    assertThat(
            PythonEnvironment.hadNoIndex(
                "ERROR: Could not find a version that satisfies the requirement x==9"))
        .isFalse();
  }
}
