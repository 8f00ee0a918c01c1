package io.gradus.rewards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.gradus.files.JsonRows;
import io.gradus.files.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Verifies a file of JSON lines {"id","gold","completion"} into one of
 * {"id","correct","extracted","reason","micros"}, in order. Holds one line at a time; a line that
 * is no such object is reported and left out, and the next line is read. The output appears when
 * all is done.
 */
public final class VerifyFile {
  /** Longest line that is read, in bytes. */
  public static final int MAX_LINE = 16 << 20;

  private static final JsonFactory JSON = new JsonFactory();
  private final AnswerRule rule;
  private final Consumer<String> problems;

  /**
   * What was done.
   *
   * @param lines lines with text in the input
   * @param verified lines answered
   * @param correct of these, the correct ones
   * @param rejected lines that could not be read
   */
  public record Counts(long lines, long verified, long correct, long rejected) {}

  /**
   * Verification of files.
   *
   * @param rule decides about each line
   * @param problems is told of each bad line: file, line number, what was found and expected
   */
  public VerifyFile(AnswerRule rule, Consumer<String> problems) {
    this.rule = rule;
    this.problems = problems;
  }

  /**
   * Reads one file and writes the other.
   *
   * @throws IllegalArgumentException if one of them cannot be a file, or there is nothing to read
   */
  public Counts run(Path in, Path out) throws IOException {
    if (Files.isDirectory(in)) {
      throw new IllegalArgumentException(in + " is a folder, expected a file of JSON lines");
    }
    try (WholeFile whole = WholeFile.begin(out)) {
      Counts counts;
      try (JsonRows lines = new JsonRows(Files.newInputStream(in), MAX_LINE);
          BufferedWriter writer = whole.writer();
          JsonGenerator results = JSON.createGenerator(writer)) {
        results.setRootValueSeparator(null); // every line ends with a line break of our own
        counts = run(in, lines, results);
      }
      if (counts.lines() == 0) {
        throw new IllegalArgumentException(
            in + " holds no lines, expected JSON lines with at least one");
      }
      whole.commit();
      return counts;
    }
  }

  private Counts run(Path in, JsonRows lines, JsonGenerator results) throws IOException {
    long seen = 0;
    long correct = 0;
    long rejected = 0;
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      seen++;
      try {
        correct += verify(read(lines), results) ? 1 : 0;
      } catch (BadLine e) {
        rejected++;
        problems.accept(in + ":" + lines.number() + ": " + e.getMessage());
      }
    }
    return new Counts(seen, seen - rejected, correct, rejected);
  }

  /**
   * Tells how each verdict came about, without writing a file.
   *
   * @param in JSON lines as for {@link #run}
   * @param told gets a text of several lines for each case
   */
  public Counts explain(Path in, Consumer<String> told) throws IOException {
    long seen = 0;
    long correct = 0;
    long rejected = 0;
    try (JsonRows lines = new JsonRows(Files.newInputStream(in), MAX_LINE)) {
      while (lines.next()) {
        if (lines.isBlank()) {
          continue;
        }
        seen++;
        try {
          Case c = read(lines);
          Explanation explanation = explained(c);
          correct += explanation.verdict().correct() ? 1 : 0;
          told.accept(c.id() + System.lineSeparator() + explanation.text());
        } catch (BadLine e) {
          rejected++;
          problems.accept(in + ":" + lines.number() + ": " + e.getMessage());
        }
      }
    }
    return new Counts(seen, seen - rejected, correct, rejected);
  }

  private Explanation explained(Case c) throws BadLine {
    try {
      return rule.explain(c.gold(), c.completion());
    } catch (IllegalArgumentException e) {
      throw new BadLine(e.getMessage());
    }
  }

  /**
   * One line.
   *
   * @param id its value as JSON, of whatever type
   */
  private record Case(String id, String gold, String completion) {}

  /** Verifies one case and writes its line; true when correct. */
  private boolean verify(Case c, JsonGenerator results) throws IOException, BadLine {
    long start = System.nanoTime();
    Verdict verdict;
    try {
      verdict = rule.verify(c.gold(), c.completion());
    } catch (IllegalArgumentException e) {
      throw new BadLine(e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // one case must not end the file
      verdict = new Verdict(false, Optional.empty(), "not verified: " + e, false);
    }
    long micros = (System.nanoTime() - start) / 1000;
    results.writeStartObject();
    results.writeFieldName("id");
    results.writeRawValue(c.id());
    results.writeBooleanField("correct", verdict.correct());
    results.writeStringField("extracted", verdict.extracted().orElse(null));
    results.writeStringField("reason", verdict.reason());
    results.writeNumberField("micros", micros);
    results.writeEndObject();
    results.writeRaw('\n');
    return verdict.correct();
  }

  private static Case read(JsonRows lines) throws BadLine {
    if (lines.isTooLong()) {
      throw new BadLine("line of more than " + MAX_LINE + " bytes");
    }
    try (JsonParser json = JSON.createParser(lines.text())) {
      return read(json);
    } catch (JsonProcessingException e) {
      throw new BadLine("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadLine("not readable: " + e.getMessage());
    }
  }

  private static Case read(JsonParser json) throws IOException, BadLine {
    Optional<String> id = Optional.empty();
    Field gold = Field.MISSING;
    Field completion = Field.MISSING;
    boolean object = json.nextToken() == JsonToken.START_OBJECT;
    while (object && json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "id" -> id = value == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(raw(json));
        case "gold" -> gold = Field.of(json);
        case "completion" -> completion = Field.of(json);
        default -> json.skipChildren();
      }
    }
    if (!object) {
      json.skipChildren(); // what is no JSON at all is reported as that
      throw new BadLine("expected an object with id, gold and completion");
    }
    String known = id.orElseThrow(() -> new BadLine("expected a field \"id\""));
    return new Case(known, gold.text("gold"), completion.text("completion"));
  }

  private static String raw(JsonParser json) throws IOException {
    if (json.currentToken().isNumeric()) {
      return json.getText();
    }
    StringWriter raw = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(raw)) {
      copy.copyCurrentStructure(json);
    }
    return raw.toString();
  }

  /** A field that should hold text, or what it held instead. */
  private record Field(Optional<String> text, String found) {
    static final Field MISSING = new Field(Optional.empty(), "nothing");

    static Field of(JsonParser json) throws IOException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.VALUE_STRING) {
        return new Field(Optional.of(json.getText()), "text");
      }
      json.skipChildren();
      return new Field(
          Optional.empty(),
          switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
          });
    }

    String text(String name) throws BadLine {
      return text.orElseThrow(
          () -> new BadLine("expected text in \"" + name + "\", found " + found));
    }
  }

  /** Why a line was left out. */
  private static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String message) {
      super(message);
    }
  }
}
