package io.gradus.analysis.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFolderTest {
  @TempDir Path folder;

  private StagedFolder begin(String name) {
    return StagedFolder.begin(new Configuration(), folder.resolve(name).toString());
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void nothingChangesWithoutACommit() throws IOException {
    write("out/report.html", "old");
    try (StagedFolder out = begin("out")) {
      out.write("report.html", "new");
      out.write("figures/a.svg", "a");
    }
    assertThat(files()).containsExactly("out/report.html");
    assertThat(folder.resolve("out/report.html")).hasContent("old");
  }

  /** A table is replaced as a whole, so that no old part is left; other files stay. */
  @Test
  void whatWasWrittenReplacesWhatHasItsName() throws IOException {
    write("out/report.html", "old");
    write("out/mine.txt", "mine");
    write("out/figures/mine.svg", "mine");
    write("out/laws/part-0", "old");
    write("out/laws/_SUCCESS", "");
    try (StagedFolder out = begin("out")) {
      assertThat(out.isReplaceable("laws")).isTrue();
      assertThat(out.isReplaceable("figures")).isFalse();
      assertThat(out.isReplaceable()).isFalse();
      out.write("report.html", "new");
      out.write("figures/a.svg", "a");
      out.write("laws/part-1", "new");
      out.write("laws/_SUCCESS", "");
      out.commit();
      assertThat(out.finalPath("report.html")).endsWith("/out/report.html");
    }
    assertThat(files())
        .containsExactly(
            "out/figures/a.svg",
            "out/figures/mine.svg",
            "out/laws/_SUCCESS",
            "out/laws/part-1",
            "out/mine.txt",
            "out/report.html");
    assertThat(folder.resolve("out/report.html")).hasContent("new");
  }

  @Test
  void aFolderThatIsATableIsReplacedAsAWhole() throws IOException {
    write("deep/out/part-0", "old");
    try (StagedFolder out = begin("deep/out")) {
      assertThat(out.isReplaceable()).isTrue();
      out.write("part-1", "new");
      out.write("_SUCCESS", "");
      out.commit();
    }
    assertThat(files()).containsExactly("deep/out/_SUCCESS", "deep/out/part-1");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    write("out", "a file");
    assertThatThrownBy(() -> begin("out")).hasMessageEndingWith("out is a file, expected a folder");
  }
}
