package io.gradus.training.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a clone without Git LFS leaves in place of a large file: a few lines that name it. */
final class LfsPointer {
  /** With which such a file begins. */
  private static final String BEGINNING = "version https://git-lfs.github.com/spec/";

  /** How many bytes of a file tell. */
  static final int BYTES = BEGINNING.length();

  private LfsPointer() {}

  /** Gives the first {@link #BYTES} bytes of a file, or all of a shorter one. */
  interface Beginning {
    ByteBuffer read() throws IOException;
  }

  /**
   * Refuses a pointer.
   *
   * @throws ModelFormatException naming the file
   */
  static void refuse(Path file, Beginning beginning) throws IOException {
    refuse(file, StandardCharsets.ISO_8859_1.decode(beginning.read()).toString());
  }

  /** Refuses the text of a file that is a pointer. */
  static void refuse(Path file, String text) {
    if (text.startsWith(BEGINNING)) {
      throw new ModelFormatException(
          file + " is a Git LFS pointer, not the file itself: run git lfs pull in its folder");
    }
  }
}
