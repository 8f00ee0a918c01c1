package io.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir Path folder;

  private Path make(String name, String content) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    Files.writeString(made.resolve("f"), content);
    return made;
  }

  @Test
  void theFreshFolderTakesThePlaceOfTheOldOne() throws IOException {
    Path target = folder.resolve("state");
    assertThat(Folders.replaced(target)).isEmpty();
    Folders.replace(make("fresh", "1"), target);
    Folders.replace(make("fresh", "2"), target);
    assertThat(Folders.replaced(target)).contains(target);
    assertThat(target.resolve("f")).hasContent("2");
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  /** As a process leaves it that is killed after the first of the two moves. */
  @Test
  void betweenTheTwoMovesTheOldFolderIsFoundAndNotLost() throws IOException {
    Path target = folder.resolve("state");
    make(".state.old", "1");
    make("fresh", "2");
    assertThat(Folders.replaced(target)).contains(folder.resolve(".state.old"));
    Folders.replace(make("fresh", "3"), target);
    assertThat(target.resolve("f")).hasContent("3");
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  @Test
  void foldersAreDeletedWithAllTheyHold() throws IOException {
    make("a/b", "x");
    Folders.delete(folder.resolve("a"));
    Folders.delete(folder.resolve("a"));
    assertThat(folder).isEmptyDirectory();
  }
}
