package io.gradus.rewards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * Verifies a file of JSON lines {"id","gold","completion"} into one of
 * {"id","correct","extracted","reason","micros"}, in order. Holds one line at a time; a line that
 * is no such object is reported and left out, and the rest goes on. The output appears when all is
 * done.
 */
public final class VerifyFile {
  /** Longest line that is read, in bytes. */
  public static final int MAX_LINE = 16 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private final Verifier verifier;
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
   * @param problems is told of each bad line: file, line number, what was found and expected
   */
  public VerifyFile(Verifier verifier, Consumer<String> problems) {
    this.verifier = verifier;
    this.problems = problems;
  }

  /** Reads one file and writes the other. */
  public Counts run(Path in, Path out) throws IOException {
    Path target = out.toAbsolutePath();
    Path partial = target.resolveSibling("." + target.getFileName() + ".partial");
    try {
      Counts counts;
      try (InputStream lines = new BufferedInputStream(Files.newInputStream(in), 1 << 16);
          BufferedWriter writer = Files.newBufferedWriter(partial)) {
        counts = run(in, new LineReader(lines, MAX_LINE), writer);
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      return counts;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private Counts run(Path in, LineReader lines, BufferedWriter writer) throws IOException {
    long number = 0;
    long seen = 0;
    long correct = 0;
    long rejected = 0;
    while (lines.next()) {
      number++;
      if (lines.isBlank()) {
        continue;
      }
      seen++;
      try {
        ObjectNode result = verify(lines);
        correct += result.get("correct").asBoolean() ? 1 : 0;
        writer.write(JSON.writeValueAsString(result));
        writer.write('\n');
      } catch (BadLine e) {
        rejected++;
        problems.accept(in + ":" + number + ": " + e.getMessage());
      }
    }
    return new Counts(seen, seen - rejected, correct, rejected);
  }

  private ObjectNode verify(LineReader lines) throws BadLine {
    if (lines.isTooLong()) {
      throw new BadLine("line of more than " + MAX_LINE + " bytes");
    }
    JsonNode node;
    try {
      node = JSON.readTree(new String(lines.bytes(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new BadLine("not JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw new BadLine("expected an object with id, gold and completion");
    }
    if (!node.hasNonNull("id")) {
      throw new BadLine("expected a field \"id\"");
    }
    String gold = text(node, "gold");
    String completion = text(node, "completion");
    long start = System.nanoTime();
    Verdict verdict = verifier.verify(gold, completion);
    long micros = (System.nanoTime() - start) / 1000;
    ObjectNode result = JSON.createObjectNode();
    result.set("id", node.get("id"));
    result.put("correct", verdict.correct());
    result.put("extracted", verdict.extracted().orElse(null));
    result.put("reason", verdict.reason());
    result.put("micros", micros);
    return result;
  }

  private static String text(JsonNode node, String field) throws BadLine {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual()) {
      throw new BadLine(
          "expected text in \""
              + field
              + "\", found "
              + (value == null ? "nothing" : value.getNodeType()));
    }
    return value.textValue();
  }

  /** Why a line was left out. */
  private static final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    BadLine(String message) {
      super(message);
    }
  }
}
