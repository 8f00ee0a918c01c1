package io.gradus.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rows of a file of JSON, one after the other: its lines, or, where the file is one list or its
 * objects are spread over several lines, the values of the list and the objects. A value that is no
 * JSON spoils no other one, as long as its brackets and quotes close. Compressed files and byte
 * order marks are read as {@link TextInput} says.
 */
public final class JsonRows implements Closeable {
  private static final int LOOK_AHEAD = 1 << 16;
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream in;
  private final Optional<ByteLines> lines;
  private final int limit;
  private final boolean list;
  private final ByteArrayOutputStream row = new ByteArrayOutputStream();
  private long length;
  private long number;
  private long line = 1;
  private boolean ended;

  /**
   * Rows of a stream, which {@link #close} closes.
   *
   * @param limit longest row that is kept whole, in bytes
   */
  public JsonRows(InputStream in, int limit) throws IOException {
    InputStream text = TextInput.utf8(in);
    this.in =
        text instanceof BufferedInputStream ? text : new BufferedInputStream(text, LOOK_AHEAD);
    this.limit = limit;
    String begin = begin(this.in);
    this.list = begin.startsWith("[") && !isLine(begin);
    boolean spread = list || begin.strip().equals("{") || begin.matches("\\{\\s*[\r\n](?s:.*)");
    this.lines = spread ? Optional.empty() : Optional.of(new ByteLines(this.in, limit));
    if (list) {
      skipTo('[');
    }
  }

  /** Rows of any length. */
  public JsonRows(InputStream in) throws IOException {
    this(in, Integer.MAX_VALUE - 8);
  }

  /** What the file begins with, without a byte order mark and what is blank. */
  private static String begin(InputStream in) throws IOException {
    in.mark(LOOK_AHEAD);
    byte[] first = in.readNBytes(LOOK_AHEAD / 2);
    in.reset();
    return new String(first, UTF_8).replaceFirst("^\uFEFF", "").stripLeading();
  }

  /** Whether a list that a file begins with is a line of several: a row that is no object. */
  private static boolean isLine(String begin) {
    String first = begin.lines().findFirst().orElse("").strip();
    boolean more = begin.strip().length() > first.length();
    return more && first.endsWith("]") && Nesting.of(first) == 0;
  }

  /** Moves to the next row; false at the end. Blank lines of a file of lines are rows, too. */
  public boolean next() throws IOException {
    if (lines.isPresent()) {
      return lines.get().next();
    }
    row.reset();
    length = 0;
    int c = ended ? -1 : begin();
    if (c < 0 || (list && c == ']')) {
      ended = true;
      return false;
    }
    number = line;
    Nesting nesting = new Nesting();
    while (c >= 0 && !isOver(c, nesting)) {
      keep(c);
      nesting.add(c);
      if (!list && nesting.depth() == 0 && c == '}') {
        return true;
      }
      c = read();
    }
    ended = c < 0 || c == ']';
    return true;
  }

  /** Whether a byte ends the value before it: a comma or the end of a list, or else of a line. */
  private boolean isOver(int c, Nesting nesting) {
    if (nesting.depth() != 0 || nesting.isText()) {
      return false;
    }
    return list ? c == ',' || c == ']' : c == '\n';
  }

  private int begin() throws IOException {
    int c = read();
    while (c >= 0 && (c <= ' ' || (list && c == ','))) {
      c = read();
    }
    return c;
  }

  private void skipTo(int wanted) throws IOException {
    int c = read();
    while (c >= 0 && c != wanted) {
      c = read();
    }
  }

  private int read() throws IOException {
    int c = in.read();
    if (c == '\n') {
      line++;
    }
    return c;
  }

  private void keep(int c) {
    length++;
    if (length <= limit) {
      row.write(c);
    }
  }

  /** The line that the row begins on, 1 for the first. */
  public long number() {
    return lines.map(ByteLines::number).orElse(number);
  }

  /** Whether the row holds nothing but spaces and control characters. */
  public boolean isBlank() {
    return lines.isPresent() && lines.get().isBlank();
  }

  /** Whether the row is longer than the limit; its end is then left out. */
  public boolean isTooLong() {
    return lines.map(ByteLines::isTooLong).orElse(length > limit);
  }

  /** The row as text; bytes that are no UTF-8 become U+FFFD. */
  public String text() {
    return lines.map(ByteLines::text).orElseGet(() -> new String(bytes(), UTF_8).strip());
  }

  /** The row as text; empty if it is not UTF-8. */
  public Optional<String> validText() {
    if (lines.isPresent()) {
      return lines.get().validText();
    }
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString().strip());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private byte[] bytes() {
    byte[] bytes = row.toByteArray();
    boolean marked =
        bytes.length > 2 && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** How deep in brackets a text of JSON is. */
  private static final class Nesting {
    private int depth;
    private boolean text;
    private boolean escaped;

    static int of(String json) {
      Nesting nesting = new Nesting();
      json.chars().forEach(nesting::add);
      return nesting.isText() ? 1 : nesting.depth;
    }

    void add(int c) {
      if (text) {
        text = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        text = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }

    int depth() {
      return depth;
    }

    boolean isText() {
      return text;
    }
  }
}
