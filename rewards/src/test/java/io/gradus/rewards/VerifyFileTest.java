package io.gradus.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.rewards.rules.GridPuzzle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyFileTest {
  private final List<String> problems = new ArrayList<>();

  private VerifyFile verifyFile() {
    return new VerifyFile(Verifier.of(ExtractionPolicy.FLEXIBLE), problems::add);
  }

  /** What no file of text can hold does not end the file. */
  @Test
  void writesHalvesOfSurrogatePairs(@TempDir Path dir) throws Exception {
    Path in = dir.resolve("in.jsonl");
    Path out = dir.resolve("out.jsonl");
    Files.writeString(
        in,
        """
        {"id": "\\ud83d", "gold": "3", "completion": "\\\\boxed{3\\ud83d}"}
        {"id": 2, "gold": "3", "completion": "\\\\boxed{3}"}
        {"id": 3, "gold": "3", "completion": "\\\\boxed{𝒢𝒢}"}
        """);
    assertThat(verifyFile().run(in, out)).isEqualTo(new VerifyFile.Counts(3, 3, 1, 0));
    assertThat(Files.readAllLines(out)).hasSize(3);
  }

  @Test
  void answersInOrderAndGoesOnAfterBadLines(@TempDir Path dir) throws Exception {
    Path in = dir.resolve("in.jsonl");
    Path out = dir.resolve("out.jsonl");
    Files.writeString(
        in,
        """
        {"id": 7, "gold": "1/2", "completion": "It is \\\\boxed{0.5}"}
        {"id": 8, "gold": "1/2"

        {"id": "x", "gold": "3", "completion": "no idea"}
        [1, 2]
        {"id": 9, "gold": 4, "completion": "4"}
        {"gold": "4", "completion": "4"}
        """);
    VerifyFile.Counts counts = verifyFile().run(in, out);
    assertThat(counts).isEqualTo(new VerifyFile.Counts(6, 2, 1, 4));
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly("id", "correct", "extracted", "reason", "micros");
    assertThat(first.get("id").asInt()).isEqualTo(7);
    assertThat(first.get("correct").asBoolean()).isTrue();
    assertThat(first.get("extracted").asText()).isEqualTo("0.5");
    assertThat(first.get("micros").isIntegralNumber()).isTrue();
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.get("id").asText()).isEqualTo("x");
    assertThat(second.get("correct").asBoolean()).isFalse();
    assertThat(problems).hasSize(4);
    assertThat(problems.get(0)).startsWith(in + ":2: not JSON: ");
    assertThat(problems.get(1))
        .isEqualTo(in + ":5: expected an object with id, gold and completion");
    assertThat(problems.get(2)).isEqualTo(in + ":6: expected text in \"gold\", found a number");
    assertThat(problems.get(3)).isEqualTo(in + ":7: expected a field \"id\"");
    try (var files = Files.list(dir)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aMissingInputWritesNothing(@TempDir Path dir) throws Exception {
    Path out = dir.resolve("out.jsonl");
    assertThatThrownBy(() -> verifyFile().run(dir.resolve("none.jsonl"), out))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.jsonl");
    assertThat(out).doesNotExist();
  }

  @Test
  void foldersAndWhatIsInNoneAreNamed(@TempDir Path dir) throws Exception {
    Path in = Files.writeString(dir.resolve("in.jsonl"), "");
    Path nowhere = dir.resolve("none").resolve("out.jsonl");
    assertThatThrownBy(() -> verifyFile().run(dir, nowhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(dir + " is a folder, expected a file of JSON lines");
    assertThatThrownBy(() -> verifyFile().run(in, dir))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(dir + " is a folder, expected a file to write");
    assertThatThrownBy(() -> verifyFile().run(in, nowhere))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            nowhere + " cannot be written, since there is no folder " + nowhere.getParent());
    assertThat(dir.toFile().list()).containsExactly("in.jsonl");
  }

  @Test
  void aGoldAnswerThatTheRuleCannotUseIsABadLine(@TempDir Path dir) throws Exception {
    Path in = dir.resolve("in.jsonl");
    Path out = dir.resolve("out.jsonl");
    String table =
        "{\\\"header\\\": [\\\"Position\\\", \\\"Pet\\\"], \\\"rows\\\": [[\\\"1\\\", \\\"cat\\\"]]}";
    Files.write(
        in,
        List.of(
            "{\"id\": 1, \"gold\": 42, \"completion\": \"{}\"}",
            "{\"id\": 2, \"gold\": \"42\", \"completion\": \"{}\"}",
            "{\"id\": 3, \"gold\": \"" + table + "\", \"completion\": \"no table\"}"));
    VerifyFile.Counts counts = new VerifyFile(new GridPuzzle(), problems::add).run(in, out);
    assertThat(counts).isEqualTo(new VerifyFile.Counts(3, 1, 0, 2));
    assertThat(problems)
        .containsExactly(
            in + ":1: expected text in \"gold\", found a number",
            in + ":2: gold answer 42, expected {\"header\": […], \"rows\": [[…]]}");
    assertThat(out).content().contains("\"id\":3").contains("\"reason\":\"no {…} found\"");
  }

  @Test
  void explainsForAPerson(@TempDir Path dir) throws Exception {
    Path in = dir.resolve("in.jsonl");
    Files.writeString(
        in, "{\"id\":7,\"gold\":\"2x\",\"completion\":\"So it is \\\\boxed{x+x}.\"}\n");
    List<String> told = new ArrayList<>();
    VerifyFile.Counts counts = verifyFile().explain(in, told::add);
    assertThat(counts).isEqualTo(new VerifyFile.Counts(1, 1, 1, 0));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).lines().map(String::strip))
        .startsWith("7", "gold:      2x")
        .contains(
            "read as:   mul(2, x)",
            "found:     x+x (boxed)",
            "in:        …So it is \\boxed{x+x}.…",
            "read as:   add(x, x)");
    assertThat(told.get(0)).contains("decided:   correct: boxed; ");
  }
}
