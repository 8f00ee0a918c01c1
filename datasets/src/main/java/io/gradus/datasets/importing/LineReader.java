package io.gradus.datasets.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The lines of a text file as rows. Blank lines are no rows but count as lines; a line that is not
 * UTF-8 is a row with a defect. Positions count rows of this file from 0.
 */
final class LineReader implements Iterator<RawRow>, Closeable {

  private final String file;
  private final InputStream in;
  private long line;
  private long position;
  private Optional<RawRow> next;

  LineReader(String file, InputStream in) {
    this.file = file;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.next = advance();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public RawRow next() {
    RawRow row = next.orElseThrow(NoSuchElementException::new);
    next = advance();
    return row;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private Optional<RawRow> advance() {
    try {
      for (Optional<byte[]> bytes = readLine(); bytes.isPresent(); bytes = readLine()) {
        line++;
        RawRow row = row(bytes.get());
        if (!row.text().isBlank()) {
          position++;
          return Optional.of(row);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s: line %d: cannot be read: %s".formatted(file, line + 1, e.getMessage()), e);
    }
  }

  private RawRow row(byte[] bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String withoutMark = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
      return new RawRow(file, line, position, withoutMark, "");
    } catch (CharacterCodingException e) {
      return new RawRow(file, line, position, new String(bytes, UTF_8), "no valid UTF-8");
    }
  }

  private Optional<byte[]> readLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    while (b >= 0 && b != '\n') {
      bytes.write(b);
      b = in.read();
    }
    return Optional.of(bytes.toByteArray());
  }
}
