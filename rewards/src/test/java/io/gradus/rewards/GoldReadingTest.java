package io.gradus.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.rewards.grading.Rewards;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldReadingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "42",
        "\\frac{1}{2}",
        "x=3 \\text{ or } x=5",
        "\\text{Tuesday}",
        "(C)",
        "B",
        "[0, 1)",
        "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
        "undefined",
        "we get\nthe sum \\boxed{7}.",
        "[\"1/2\", \"0.5\"]",
        "[\"}{\", \"4\"]",
        "['42']"
      })
  void whatCanBeComparedIsUnderstood(String gold) {
    assertThat(GoldReading.defect(gold)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "$$",
        "}{",
        "\\frac{1}{",
        "{\"header\": [\"a\"], \"rows\": [[\"b\"]]}",
        "proof",
        "Not found",
        "notfound",
        "N/A",
        "[\"}{\", \"proof\"]"
      })
  void whatCannotBeComparedIsTold(String gold) {
    assertThat(GoldReading.defect(gold)).isPresent().get().asString().isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '§',
      value = {
        "[\"1/2\", \"3\"]; So \\boxed{0.5}.; true",
        "[\"1/2\", \"3\"]; So \\boxed{3}.; true",
        "[\"1/2\", \"3\"]; So \\boxed{4}.; false",
        "[\"Paris\", \"the capital\"]; The answer is Paris.; true",
        "[\"}{\", \"3\"]; \\boxed{3}; true",
        "[2, 3]; \\boxed{2}; false",
        "[2, 3]; \\boxed{[2,3]}; true",
      })
  void anyOfSeveralAnswersIsRight(String gold, String completion, boolean correct) {
    Verdict verdict = Verifier.of(ExtractionPolicy.FLEXIBLE).verify(gold, completion);
    assertThat(verdict.correct()).isEqualTo(correct);
    assertThat(
            Rewards.of(RewardSettings.defaults())
                .grade(Gold.math(gold), Completion.of(completion))
                .total())
        .isEqualTo(correct ? 1 : 0);
  }

  @Test
  void functionsSeeTheAnswerThatTheCompletionHas() {
    Rewards rewards =
        Rewards.of(
            new RewardSettings(
                List.of("correctness", "exact_final"), ExtractionPolicy.FLEXIBLE, Map.of()));
    // Both are 0.5; only the second is the same text.
    assertThat(rewards.grade(Gold.math("[\"1/2\",\"0.5\"]"), Completion.of("#### 0.5")).parts())
        .containsEntry("correctness", 1.0)
        .containsEntry("exact_final", 1.0);
  }

  @Test
  void lettersAreAlternativesAndTablesAreNot() {
    assertThat(new Gold(GradingRule.MULTIPLE_CHOICE, "[\"A\",\"C\"]").alternatives()).hasSize(2);
    assertThat(new Gold(GradingRule.PROGRAM, "[\"a\",\"b\"]").alternatives()).hasSize(1);
    Rewards rewards = Rewards.of(RewardSettings.defaults());
    for (String letter : List.of("A", "B", "C")) {
      assertThat(
              rewards
                  .grade(
                      new Gold(GradingRule.MULTIPLE_CHOICE, "[\"A\",\"C\"]"),
                      Completion.of("The answer is " + letter + "."))
                  .total())
          .isEqualTo(letter.equals("B") ? 0 : 1);
    }
  }

  @Test
  void theExplanationShowsAllOfThem() {
    assertThat(Verifier.of(ExtractionPolicy.FLEXIBLE).explain("[\"1\",\"2\"]", "\\boxed{2}").text())
        .contains("gold:      1", "gold:      2", "correct");
  }
}
