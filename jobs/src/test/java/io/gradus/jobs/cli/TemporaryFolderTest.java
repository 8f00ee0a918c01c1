package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @TempDir Path shared;

  /** Makes its folder with a file in it, says so and waits. */
  public static void main(String[] arguments) throws IOException {
    TemporaryFolder folder = TemporaryFolder.begin(Path.of(arguments[0])).orElseThrow();
    Files.createDirectories(folder.path().resolve("blockmgr/0a"));
    Files.writeString(folder.path().resolve("blockmgr/0a/shuffle"), "half");
    System.out.println(folder.path());
    System.in.read();
  }

  @Test
  void aKilledProcessesFolderIsClearedAndALivingOnesIsNot() throws Exception {
    Files.writeString(shared.resolve("gradus-notes.txt"), "the user's");
    Process living = start();
    Path kept = Path.of(living.inputReader(StandardCharsets.UTF_8).readLine());
    Process killed = start();
    Path left = Path.of(killed.inputReader(StandardCharsets.UTF_8).readLine());
    killed.destroyForcibly().waitFor();
    assertThat(left).isDirectory();

    TemporaryFolder.clear(shared);

    assertThat(left).doesNotExist();
    assertThat(kept.resolve("blockmgr/0a/shuffle")).exists();
    living.destroyForcibly().waitFor();
    TemporaryFolder.clear(shared);
    try (Stream<Path> files = Files.list(shared)) {
      assertThat(files).containsExactly(shared.resolve("gradus-notes.txt"));
    }
  }

  @Test
  void anEndedProcessLeavesNothing() throws IOException {
    TemporaryFolder folder = TemporaryFolder.begin(shared).orElseThrow();
    Files.writeString(folder.path().resolve("file"), "");
    TemporaryFolder.clear(shared);
    assertThat(folder.path().resolve("file")).as("its own is not cleared").exists();
    folder.delete();
    assertThat(shared).isEmptyDirectory();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TemporaryFolderTest.class.getName(),
                shared.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
