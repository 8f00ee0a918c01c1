package io.gradus.rewards.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.rewards.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to choose an option, and ways to name one without choosing it, with the gold answer B. */
class ChoiceCasesTest {
  private static final String OPTIONS =
      "{\"answer\": \"B\", \"options\": {\"A\": \"12 m\", \"B\": \"15 m\", \"C\": \"3 m\","
          + " \"D\": \"24 m\", \"E\": \"None of the above\"}}";

  private static List<String> lines() throws IOException {
    try (var in = ChoiceCasesTest.class.getResourceAsStream("/cases/choices.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"B", OPTIONS})
  void onlyAChoiceCounts(String gold) throws IOException {
    assertThat(lines())
        .allSatisfy(
            line -> {
              String completion = line.substring(2).replace('⏎', '\n');
              Verdict v = new MultipleChoice().verify(gold, completion);
              assertThat(v.correct()).as("%s: %s", completion, v).isEqualTo(line.startsWith("1"));
            });
  }
}
