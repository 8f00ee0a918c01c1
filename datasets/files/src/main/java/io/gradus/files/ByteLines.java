package io.gradus.rewards;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of bytes of which none takes more than a fixed amount of memory. */
final class LineReader {
  private static final int KEPT = 1 << 20;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private byte[] line = new byte[4096];
  private int kept;
  private long length;
  private boolean blank;

  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Moves to the next line; false at the end. */
  boolean next() throws IOException {
    if (line.length > KEPT) {
      line = new byte[4096];
    }
    kept = 0;
    length = 0;
    blank = true;
    if (!fill()) {
      return false;
    }
    boolean ended = false;
    while (!ended && fill()) {
      int end = at;
      while (end < filled && buffer[end] != '\n') {
        blank &= buffer[end] >= 0 && buffer[end] <= ' ';
        end++;
      }
      keep(end);
      ended = end < filled;
      at = ended ? end + 1 : end;
    }
    return true;
  }

  /** Whether there is another byte; reads on when all that was read is used. */
  private boolean fill() throws IOException {
    if (at == filled) {
      at = 0;
      filled = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return at < filled;
  }

  private void keep(int end) {
    int more = (int) Math.min(end - at, Math.max(0, limit - length));
    length += end - at;
    if (kept + more > line.length) {
      line = Arrays.copyOf(line, Math.max(kept + more, 2 * line.length));
    }
    System.arraycopy(buffer, at, line, kept, more);
    kept += more;
  }

  boolean isBlank() {
    return blank;
  }

  boolean isTooLong() {
    return length > limit;
  }

  byte[] bytes() {
    return Arrays.copyOf(line, kept);
  }

  /** The line as text; bytes that are no UTF-8 become U+FFFD. */
  String text() {
    return new String(line, 0, kept, StandardCharsets.UTF_8);
  }
}
