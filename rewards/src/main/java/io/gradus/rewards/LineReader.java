package io.gradus.rewards;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines of bytes of which none takes more than a fixed amount of memory. */
final class LineReader {
  private final InputStream in;
  private final int limit;
  private ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
  private long length;
  private boolean blank;

  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Moves to the next line; false at the end. */
  boolean next() throws IOException {
    if (line.size() > 1 << 20) {
      line = new ByteArrayOutputStream(4096);
    }
    line.reset();
    length = 0;
    blank = true;
    int b = in.read();
    if (b < 0) {
      return false;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      length++;
      blank &= b <= ' ';
      if (length <= limit) {
        line.write(b);
      }
    }
    return true;
  }

  boolean isBlank() {
    return blank;
  }

  boolean isTooLong() {
    return length > limit;
  }

  byte[] bytes() {
    return line.toByteArray();
  }
}
