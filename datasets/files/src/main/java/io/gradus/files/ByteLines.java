package io.gradus.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a stream of bytes, of which none takes more memory than a fixed amount. Lines end
 * with a line feed; a byte order mark before the first one is no part of it.
 */
public final class ByteLines implements Closeable {
  private static final int KEPT = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private byte[] line = new byte[4096];
  private int kept;
  private long length;
  private long number;
  private boolean blank;

  /**
   * Lines of a stream, which {@link #close} closes.
   *
   * @param limit longest line that is kept whole, in bytes
   */
  public ByteLines(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Lines of any length. */
  public ByteLines(InputStream in) {
    this(in, Integer.MAX_VALUE - 8);
  }

  /** Moves to the next line; false at the end. */
  public boolean next() throws IOException {
    if (line.length > KEPT) {
      line = new byte[4096];
    }
    kept = 0;
    length = 0;
    blank = true;
    if (!fill()) {
      return false;
    }
    number++;
    boolean ended = false;
    while (!ended && fill()) {
      int end = lineBreak();
      blank = blank && isBlank(at, end);
      keep(end);
      ended = end < filled;
      at = ended ? end + 1 : end;
    }
    return true;
  }

  /** The first line break in what was read and not used, or its end. */
  private int lineBreak() {
    byte[] bytes = buffer;
    int end = at;
    while (end < filled && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private boolean isBlank(int from, int end) {
    for (int i = from; i < end; i++) {
      if (buffer[i] < 0 || buffer[i] > ' ') {
        return false;
      }
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
      line = Arrays.copyOf(line, (int) Math.min(limit, Math.max(kept + more, 2L * line.length)));
    }
    System.arraycopy(buffer, at, line, kept, more);
    kept += more;
  }

  /** Number of the line, 1 for the first. */
  public long number() {
    return number;
  }

  /** Whether the line holds nothing but spaces and control characters. */
  public boolean isBlank() {
    return blank;
  }

  /** Whether the line is longer than the limit; its end is then left out. */
  public boolean isTooLong() {
    return length > limit;
  }

  /** The line as text; bytes that are no UTF-8 become U+FFFD. */
  public String text() {
    return withoutMark(new String(line, 0, kept, UTF_8));
  }

  /** The line as text; empty if it is not UTF-8. */
  public Optional<String> validText() {
    try {
      return Optional.of(
          withoutMark(UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, kept)).toString()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private String withoutMark(String text) {
    return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
