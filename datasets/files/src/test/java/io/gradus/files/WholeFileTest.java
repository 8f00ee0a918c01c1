package io.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void whatWasThereStaysUntilTheCommit() throws IOException {
    Path target = Files.writeString(folder.resolve("out.jsonl"), "before");
    try (WholeFile whole = WholeFile.begin(target)) {
      Files.writeString(whole.staged(), "after");
      assertThat(target).hasContent("before");
      whole.commit();
      assertThat(target).hasContent("after");
    }
    assertThat(folder.toFile().list()).containsExactly("out.jsonl");
  }

  @Test
  void closedWithoutACommitNothingHasChanged() throws IOException {
    Path target = Files.writeString(folder.resolve("out.jsonl"), "before");
    try (WholeFile whole = WholeFile.begin(target)) {
      Files.writeString(whole.staged(), "after");
    }
    assertThat(target).hasContent("before");
    assertThat(folder.toFile().list()).containsExactly("out.jsonl");
  }

  @Test
  void aLinkStaysAndItsFileIsWritten() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("out.jsonl"));
    try (WholeFile whole = WholeFile.begin(folder.resolve("link"))) {
      Files.writeString(whole.staged(), "after");
      whole.commit();
    }
    assertThat(folder.resolve("link")).isSymbolicLink();
    assertThat(folder.resolve("out.jsonl")).hasContent("after");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("link", "out.jsonl");
  }

  /** A device is never replaced by a file. */
  @Test
  void aDeviceGetsTheContent() throws IOException {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    try (WholeFile whole = WholeFile.begin(device)) {
      Files.writeString(whole.staged(), "after");
      whole.commit();
      assertThat(whole.staged().getParent()).isNotEqualTo(device.getParent());
    }
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsFoundBeforeAnyWork() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")));
    assertThatThrownBy(() -> WholeFile.begin(Path.of("/proc/out.jsonl")))
        .hasMessageStartingWith("/proc/out.jsonl cannot be written to (");
  }

  @Test
  void whatCannotBeAFileIsRefusedFirst() {
    assertThatThrownBy(() -> WholeFile.begin(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder + " is a folder, expected a file to write");
    Path missing = folder.resolve("a/b");
    assertThatThrownBy(() -> WholeFile.begin(missing))
        .hasMessage(
            missing + " cannot be written, since there is no folder " + folder.resolve("a"));
  }

  @Test
  void aWriteThatFailsLeavesWhatWasThere() throws IOException {
    Path target = Files.writeString(folder.resolve("x"), "before");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    target,
                    channel -> {
                      throw new IOException("full");
                    }))
        .hasMessage(target + ": full");
    assertThat(target).hasContent("before");
    WholeFile.write(target, "after");
    assertThat(target).hasContent("after");
    assertThat(folder.toFile().list()).containsExactly("x");
  }
}
