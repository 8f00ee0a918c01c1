package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full when any file is written: the file is named, and the run resumes. */
class FullDiskTest {
  @TempDir Path folder;

  private static Configuration fullAt(int file) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", FullDiskFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    hadoop.setInt("full.at", file);
    return hadoop;
  }

  @Test
  void everyFileIsNamedAndTheRunResumes() throws IOException {
    Path reference = folder.resolve("reference");
    SampleRun.write(RunStore.open(new Configuration(), reference.toString()));
    Map<String, String> expected = SampleRun.tables(reference);
    int tried = 0;
    while (true) {
      Path store = folder.resolve("full-at-" + (tried + 1));
      RunStore full = RunStore.open(fullAt(tried + 1), store.toString());
      Throwable failure = catchThrowable(() -> SampleRun.write(full));
      if (failure == null) {
        break;
      }
      tried++;
      assertThat(failure).isInstanceOf(UncheckedIOException.class);
      FileSystemException cause = (FileSystemException) failure.getCause();
      assertThat(cause.getReason()).isEqualTo("No space left on device");
      assertThat(cause.getFile()).startsWith(store.toRealPath().toString());
      SampleRun.write(RunStore.open(new Configuration(), store.toString()));
      assertThat(SampleRun.tables(store)).as("full at file " + tried).isEqualTo(expected);
    }
    // 1 record, 2 + 1 of the initial policy, 2 × 7 of steps, and their manifests: 4.
    assertThat(tried).isGreaterThan(15);
  }

  /** Owners' records may be lost, or something else, at any time. */
  @Test
  void whatLiesAmongTheOwnersDoesNotBlockARun() throws IOException {
    Path file = folder.resolve("a-file");
    Files.createDirectory(file);
    Files.writeString(file.resolve(Layout.OWNERS), "not a folder");
    SampleRun.write(RunStore.open(new Configuration(), file.toString()));
    Path folders = folder.resolve("folders");
    Files.createDirectories(folders.resolve(Layout.OWNERS + "/sample-s1.lock/x"));
    Files.createDirectories(folders.resolve(Layout.OWNERS + "/sample-s1.json/x"));
    SampleRun.write(RunStore.open(new Configuration(), folders.toString()));
    assertThat(SampleRun.tables(folders)).isEqualTo(SampleRun.tables(file));
    Configuration objects = new Configuration();
    objects.set("fs.objects.impl", ObjectFileSystem.class.getName());
    objects.set("gradus.owner.settle", "1ms");
    Path garbled = folder.resolve("garbled");
    Files.createDirectories(garbled.resolve(Layout.OWNERS));
    Files.writeString(garbled.resolve(Layout.OWNERS + "/sample-s1.json"), "{\"na");
    SampleRun.write(RunStore.open(objects, "objects://bucket" + garbled));
    assertThat(SampleRun.tables(garbled)).isEqualTo(SampleRun.tables(file));
  }

  @Test
  void aStoreThatWasMovedOrIsReachedByALinkResumes() throws IOException {
    Path reference = folder.resolve("reference");
    SampleRun.write(RunStore.open(new Configuration(), reference.toString()));
    Path first = folder.resolve("first");
    try (RunWriter run =
        RunStore.open(new Configuration(), first.toString())
            .openRun(SampleRun.record("{\"store\":{\"path\":\"first\"}}"), 1)) {
      assertThat(run.lastCommittedStep()).isEmpty();
    }
    Path moved = Files.move(first, folder.resolve("moved"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), moved);
    SampleRun.write(RunStore.open(new Configuration(), link.toString()));
    assertThat(SampleRun.tables(moved).keySet()).isEqualTo(SampleRun.tables(reference).keySet());
  }
}
