package io.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  @TempDir Path folder;

  private Place out(String name) {
    return new Place("--out", name.replace("$", folder.toString()));
  }

  private Place in(String name) {
    return new Place("--in", name.replace("$", folder.toString()));
  }

  private void makeFiles() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/x.jsonl"), "x");
    Files.createSymbolicLink(folder.resolve("link.jsonl"), Path.of("a/x.jsonl"));
    Files.createSymbolicLink(folder.resolve("other"), folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("nothing"), Path.of("a/new"));
    Files.createLink(folder.resolve("hard.jsonl"), folder.resolve("a/x.jsonl"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$/a/x.jsonl",
        "$/a/./b/../x.jsonl",
        "$/link.jsonl",
        "$/other/x.jsonl",
        "$/hard.jsonl",
        "file:$/a/x.jsonl",
        "file://$/a/x.jsonl",
        "FILE://localhost$/a//x.jsonl"
      })
  void everyNameOfAPlaceIsRecognised(String name) throws IOException {
    makeFiles();
    assertThatThrownBy(() -> out(name).requireApartFrom(in("$/a/x.jsonl")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is what --in = " + folder + "/a/x.jsonl names");
  }

  @Test
  void aPathIsRelativeToTheWorkingDirectory() {
    assertThat(out("some/place").isSameAs(in(Path.of("").toAbsolutePath() + "/some/place")))
        .isTrue();
  }

  /** Also where the last names do not exist yet, and behind a link to nothing. */
  @ParameterizedTest
  @CsvSource({
    "$/other/new/deep,$/a",
    "$/nothing,$/a",
    "$/nothing/x,$/a/new",
    "s3a://bucket/a/b,s3://bucket/a",
    "hdfs://host/a/../b/c,hdfs://host/b/"
  })
  void aPlaceWithinAnother(String out, String in) throws IOException {
    makeFiles();
    assertThatThrownBy(() -> out(out).requireApartFrom(in(in)))
        .hasMessageContaining("--out = ")
        .hasMessageContaining(" lies in --in = ");
  }

  @ParameterizedTest
  @CsvSource({
    "$/a,$/a/b",
    "$/ab,$/a",
    "$/a/y.jsonl,$/a/x.jsonl",
    "s3a://bucket/ab,s3a://bucket/a",
    "hdfs://one/a/b,hdfs://other/a",
    "/bucket/a,s3a://bucket/a"
  })
  void placesApart(String out, String in) throws IOException {
    makeFiles();
    assertThatCode(() -> out(out).requireApartFrom(in(in))).doesNotThrowAnyException();
  }

  @Test
  void whatIsWrittenIntoAFolderIsApartToo() {
    List<String> names = List.of("curves", "report.html");
    assertThatThrownBy(() -> out("$/r/").requireApartFrom(in("$/r/curves"), names))
        .hasMessageContaining("/r/ would get its curves where --in = ");
    assertThatThrownBy(() -> out("$/r").requireApartFrom(in("$/r/curves/deep"), names))
        .hasMessageContaining("would get its curves");
    assertThatCode(() -> out("$/r").requireApartFrom(in("$/r/curves2"), names))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsNoPathIsRefused() {
    assertThatThrownBy(() -> out(" ")).hasMessage("--out is empty, expected a path");
    assertThatThrownBy(() -> out("a\0b")).hasMessageStartingWith("--out = a?b is no path: ");
  }

  @Test
  void whereNoFolderCanBe() throws IOException {
    makeFiles();
    assertThat(out("$/a/x.jsonl/y").obstacleToFolder())
        .contains("a folder: " + folder + "/a/x.jsonl is a file");
    assertThat(out("$/nothing/y").obstacleToFolder())
        .contains("a folder: " + folder + "/nothing is a link to nothing");
    assertThat(out("$/other/new/y").obstacleToFolder()).isEmpty();
    assertThat(folder.resolve("a")).isDirectoryNotContaining("glob:**/*.part");
    assertThat(out("s3a://bucket/y").obstacleToFolder()).isEmpty();
  }
}
