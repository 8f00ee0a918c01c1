package io.gradus.jobs.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.files.JsonRows;
import io.gradus.files.Texts;
import io.gradus.files.WholeFile;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** JSON lines in and out: errors name file and line, and the output appears when it is whole. */
final class JsonLines {
  private JsonLines() {}

  /** One line that is a JSON object. */
  record Line(Path file, long number, ObjectNode object) {
    /** An error that names the line. */
    IllegalArgumentException error(String found, String expected) {
      return new IllegalArgumentException(
          String.format(Locale.ROOT, "%s line %d: %s, expected %s", file, number, found, expected));
    }

    /** The ids in an array field, each 0 to {@code vocabulary} − 1. */
    int[] ids(String field, int vocabulary) {
      JsonNode node = object.get(field);
      if (!node.isArray() || node.isEmpty()) {
        throw error(field + " is " + shortened(node), "a list of token ids, at least one");
      }
      int[] ids = new int[node.size()];
      for (int i = 0; i < ids.length; i++) {
        JsonNode id = node.get(i);
        if (!id.isInt() || id.intValue() < 0 || id.intValue() >= vocabulary) {
          throw error(
              String.format(Locale.ROOT, "%s[%d] is %s", field, i, shortened(id)),
              "a token id from 0 to " + (vocabulary - 1));
        }
        ids[i] = id.intValue();
      }
      return ids;
    }

    /** A text field. */
    String text(String field) {
      JsonNode node = object.get(field);
      if (!node.isTextual()) {
        throw error(field + " is " + shortened(node), "a text");
      }
      return node.textValue();
    }

    boolean has(String field) {
      return object.has(field);
    }

    private static String shortened(JsonNode node) {
      return Texts.shortened(node.toString(), 60);
    }
  }

  /** Reads a file's lines one after the other; blank lines are passed over. */
  static final class Reader implements Closeable {
    private final Path file;
    private final JsonRows lines;

    Reader(Path file) throws IOException {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(file + " is not a file, expected JSON lines");
      }
      this.file = file;
      this.lines = new JsonRows(Files.newInputStream(file));
    }

    /** Up to {@code most} further lines; none at the end. */
    List<Line> next(int most) throws IOException {
      List<Line> read = new ArrayList<>();
      while (read.size() < most && lines.next()) {
        if (!lines.isBlank()) {
          read.add(parse());
        }
      }
      return read;
    }

    private Line parse() {
      String text =
          lines
              .validText()
              .orElseThrow(
                  () -> error("not UTF-8, expected JSON lines in UTF-8", Optional.empty()));
      try {
        if (Json.STRICT.readTree(text) instanceof ObjectNode object) {
          return new Line(file, lines.number(), object);
        }
      } catch (JsonProcessingException e) {
        throw error(e.getOriginalMessage() + ", expected a JSON object", Optional.of(e));
      }
      throw error("not an object, expected a JSON object on each line", Optional.empty());
    }

    private IllegalArgumentException error(String message, Optional<Exception> cause) {
      return new IllegalArgumentException(
          file + " line " + lines.number() + ": " + message, cause.orElse(null));
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** Writes lines to a file that appears whole at {@link #commit}. */
  static final class Writer implements Closeable {
    private final WholeFile whole;
    private final BufferedWriter writer;

    Writer(Path target) throws IOException {
      this.whole = WholeFile.begin(target);
      this.writer = whole.writer();
    }

    void write(JsonNode node) throws IOException {
      writer.write(Json.STRICT.writeValueAsString(node));
      writer.write('\n');
    }

    void commit() throws IOException {
      writer.close();
      whole.commit();
    }

    @Override
    public void close() throws IOException {
      writer.close();
      whole.close();
    }
  }
}
