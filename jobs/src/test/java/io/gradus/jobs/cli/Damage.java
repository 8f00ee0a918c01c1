package io.gradus.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What can happen to a file. */
enum Damage {
  CUT,
  EMPTY,
  DELETED,
  FOLDER,
  BIT;

  /** Does it to a file. */
  void to(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (this == BIT && content.length == 0) {
      return;
    }
    Files.delete(file);
    switch (this) {
      case CUT -> Files.write(file, Arrays.copyOf(content, content.length / 2));
      case EMPTY -> Files.createFile(file);
      case FOLDER -> Files.createDirectory(file);
      case BIT -> {
        content[content.length / 2] ^= 1;
        Files.write(file, content);
      }
      default -> {}
    }
  }
}
