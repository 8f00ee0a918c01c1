package io.gradus.jobs.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** JSON lines in and out: errors name file and line, and the output appears when it is whole. */
final class JsonLines {
  static final ObjectMapper MAPPER = new ObjectMapper();

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
      String text = node.toString();
      return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
  }

  /** Reads a file's lines one after the other; blank lines are passed over. */
  static final class Reader implements Closeable {
    private final Path file;
    private final BufferedReader reader;
    private long number;

    Reader(Path file) throws IOException {
      if (!Files.isRegularFile(file)) {
        throw new IllegalArgumentException(file + " is not a file, expected JSON lines");
      }
      this.file = file;
      this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    /** Up to {@code most} further lines; none at the end. */
    List<Line> next(int most) throws IOException {
      List<Line> lines = new ArrayList<>();
      while (lines.size() < most) {
        String text = readLine();
        if (text == null) {
          break;
        }
        if (!text.isBlank()) {
          lines.add(parse(text));
        }
      }
      return lines;
    }

    private String readLine() throws IOException {
      number++;
      try {
        return reader.readLine();
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException(
            file + " line " + number + " or one after it: not UTF-8, expected JSON lines in UTF-8",
            e);
      }
    }

    private Line parse(String text) {
      try {
        JsonNode node = MAPPER.readTree(text);
        if (node instanceof ObjectNode object) {
          return new Line(file, number, object);
        }
        throw new IllegalArgumentException(
            file + " line " + number + ": not an object, expected a JSON object on each line");
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            file + " line " + number + ": " + e.getOriginalMessage() + ", expected a JSON object",
            e);
      }
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  /** Writes lines beside the target, which is replaced by {@link #commit}. */
  static final class Writer implements Closeable {
    private final Path target;
    private final Path staged;
    private final BufferedWriter writer;

    Writer(Path target) throws IOException {
      this.target = target.toAbsolutePath();
      Path folder = this.target.getParent();
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            target + " cannot be written, since there is no folder " + folder);
      }
      if (Files.isDirectory(this.target)) {
        throw new IllegalArgumentException(target + " is a folder, expected a file to write");
      }
      this.staged = folder.resolve("." + this.target.getFileName() + ".part");
      this.writer = Files.newBufferedWriter(staged, StandardCharsets.UTF_8);
    }

    void write(JsonNode node) throws IOException {
      writer.write(MAPPER.writeValueAsString(node));
      writer.write('\n');
    }

    void commit() throws IOException {
      writer.close();
      Files.move(staged, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
      writer.close();
      Files.deleteIfExists(staged);
    }
  }
}
