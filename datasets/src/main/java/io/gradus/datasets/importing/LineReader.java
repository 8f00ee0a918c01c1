package io.gradus.datasets.importing;

import io.gradus.files.JsonRows;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The rows of a file of JSON. Blank lines are no rows but count as lines; a row that is not UTF-8
 * has a defect. Positions count rows of this file from 0.
 */
final class LineReader implements Iterator<RawRow>, Closeable {
  private final String file;
  private final JsonRows lines;
  private long position;
  private Optional<RawRow> next;

  LineReader(String file, InputStream in) {
    this.file = file;
    this.lines = open(in);
    this.next = advance();
  }

  private JsonRows open(InputStream in) {
    try {
      return new JsonRows(in);
    } catch (IOException e) {
      throw unreadable(1, e);
    }
  }

  private UncheckedIOException unreadable(long line, IOException e) {
    return new UncheckedIOException(
        "%s: line %d: cannot be read: %s".formatted(file, line, e.getMessage()), e);
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
    lines.close();
  }

  private Optional<RawRow> advance() {
    try {
      while (lines.next()) {
        RawRow row = row();
        if (!row.text().isBlank()) {
          position++;
          return Optional.of(row);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(lines.number() + 1, e);
    }
  }

  private RawRow row() {
    return lines
        .validText()
        .map(text -> new RawRow(file, lines.number(), position, text, ""))
        .orElseGet(
            () -> new RawRow(file, lines.number(), position, lines.text(), "no valid UTF-8"));
  }
}
