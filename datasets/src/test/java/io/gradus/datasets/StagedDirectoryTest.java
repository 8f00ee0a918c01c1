package io.gradus.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedDirectoryTest {
  private static final String DEAD = "11111111-2222-3333-4444-555555555555";
  private static final String LIVING = "66666666-7777-8888-9999-000000000000";

  @TempDir Path folder;

  @Test
  void leavesTheDirectoryAlone() throws IOException {
    write("table");
    assertThat(names()).containsExactly("table");
    assertThat(folder.resolve("table/rows")).hasContent("rows");
  }

  @Test
  void leavesNothingWhenItFails() throws IOException {
    assertThatThrownBy(
            () ->
                StagedDirectory.write(
                    new Configuration(),
                    folder.resolve("table").toString(),
                    staging -> {
                      fill(staging);
                      throw new IOException("no more rows");
                    }))
        .hasMessageContaining("no more rows");
    assertThat(names()).isEmpty();
  }

  @Test
  void clearsWhatKilledProcessesLeftAndNothingElse() throws IOException {
    // Killed while it filled the table, and killed before it made the folder.
    left("_table." + DEAD);
    Files.createFile(folder.resolve("_table." + DEAD.replace('1', '2') + ".lock"));
    // At work on the same table.
    left("_table." + LIVING);
    // Others' tables, and a folder that only looks like ours.
    left("_other." + DEAD);
    left("_table.copy");
    Files.createDirectory(folder.resolve("_table." + DEAD.replace('1', '3')));
    try (FileChannel channel =
        FileChannel.open(folder.resolve("_table." + LIVING + ".lock"), StandardOpenOption.WRITE)) {
      channel.lock();
      write("table");
    }
    assertThat(names())
        .containsExactlyInAnyOrder(
            "table",
            "_table." + LIVING,
            "_table." + LIVING + ".lock",
            "_other." + DEAD,
            "_other." + DEAD + ".lock",
            "_table.copy",
            "_table.copy.lock",
            "_table." + DEAD.replace('1', '3'));
  }

  @Test
  void anotherProcessFindsTheLockOfOneAtWork() {
    StagedDirectory.write(
        new Configuration(),
        folder.resolve("table").toString(),
        staging -> {
          fill(staging);
          StagingLock.clear(folder.resolve("table"));
          assertThat(Path.of(java.net.URI.create(staging))).isDirectory();
        });
    assertThat(folder.resolve("table/rows")).hasContent("rows");
  }

  private void left(String name) throws IOException {
    Files.createDirectory(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve("part"), "some");
    Files.createFile(folder.resolve(name + ".lock"));
  }

  private void write(String name) {
    StagedDirectory.write(
        new Configuration(), folder.resolve(name).toString(), StagedDirectoryTest::fill);
  }

  private static void fill(String staging) throws IOException {
    Path path = Path.of(java.net.URI.create(staging));
    Files.createDirectories(path);
    Files.writeString(path.resolve("rows"), "rows");
  }

  private List<String> names() throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
