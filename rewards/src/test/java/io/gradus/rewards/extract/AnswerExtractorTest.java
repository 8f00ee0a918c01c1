package io.gradus.rewards.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerExtractorTest {
  private static final AnswerExtractor FLEXIBLE = AnswerExtractor.flexible();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "so \\boxed{\\frac{1}{2}}.; \\frac{1}{2}; boxed",
        "\\fbox{7}; 7; boxed",
        "\\boxed{1}, \\boxed{2}; 1, 2; boxed",
        "\\boxed{20}$ percent; 20\\%; boxed",
        "steps #### 1,234; 1,234; after ####",
        "The answer is $x+1$.; x+1; answer statement",
        "The answer is 2 2/3.; 2 2/3; answer statement",
        "\\boxed{3} Final Answer: The final answer is 4.; 4; final answer statement",
        "Final Answer: The volume is 120. I hope it is correct.; 120; final answer statement",
        "there are 12 ways; 12; last sentence",
        "It is 1 or 2 or 3; 1 or 2 or 3; last sentence",
        "x=3; x=3; whole completion"
      })
  void findsTheAnswerAndSaysWhy(String completion, String answer, String reason) {
    Extraction e = FLEXIBLE.extract(completion);
    assertThat(e.answer()).contains(answer);
    assertThat(e.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\\boxed{}; the last box is empty",
        "5 and \\boxed{5; a box is never closed",
        "What is 2+2?; no answer found",
        "' '; empty completion",
        "between $1$ and $2$; the last sentence leaves the answer in doubt",
        "It could be 1 or 2 or 3; the last sentence leaves the answer in doubt",
        "The answer is 5. No wait, that is wrong.; the statement of the answer is taken back",
        "<think>so \\boxed{5}; nothing after the thoughts",
        "It cannot be \\boxed{5}.; the words around the mark deny it or offer another",
        "<answer></answer> 5; nothing in the answer tag",
        "####; nothing after ####"
      })
  void saysWhyThereIsNone(String completion, String reason) {
    Extraction e = FLEXIBLE.extract(completion);
    assertThat(e.answer()).isEmpty();
    assertThat(e.reason()).isEqualTo(reason);
  }

  @Test
  void differentBoxesAreRivals() {
    Extraction e =
        FLEXIBLE.extract("First \\boxed{1}. No! Then \\boxed{2}. But no! It is \\boxed{1}.");
    assertThat(e.answer()).contains("1");
    assertThat(e.rivals()).containsExactly("2");
  }

  @Test
  void strictWantsAMark() {
    AnswerExtractor strict = AnswerExtractor.strict();
    assertThat(strict.extract("The final answer is 5.").answer()).isEmpty();
    assertThat(strict.extract("The final answer is 5.").reason())
        .isEqualTo("no \\boxed{…} and no #### line");
    assertThat(strict.extract("\\boxed{5}").answer()).contains("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\boxed{",
        "\\(",
        "$",
        "$$",
        "\\[",
        "answer is ",
        "1+",
        "1 or ",
        " ",
        "\n",
        "? 1",
        "#",
        "a. ",
        "#### 1 ",
        "<|",
        "[ANSWER]",
        "<answer>",
        "<SOLUTION>2",
        "<answer>1</answer>",
        "ans ",
        "答案",
        "antwort ",
        "\nQ:",
        "\\boxed 1, \\boxed 2, ",
        "that ",
        "\u0301"
      })
  void longRepetitionsAreReadInOnePass(String piece) {
    String text = piece.repeat(150_000 / piece.length());
    // quadratic reading would take minutes here; what is found does not matter
    assertThat(FLEXIBLE.extract(text)).isNotNull();
    assertThat(FLEXIBLE.extract(text + "x").reason()).isNotEmpty();
  }

  @Test
  void lengthIsLimited() {
    assertThat(FLEXIBLE.extract("1".repeat(200_001)).reason())
        .isEqualTo("completion of more than 200000 characters");
  }

  /** Inputs on which patterns that backtrack take minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"1,", "1, ", "1 1", "1, and 2 ", "1-", "$1", "answer is ", "1 or "})
  void longRunsAreReadInOnePass(String piece) {
    String text = piece.repeat(60_000 / piece.length());
    assertThat(FLEXIBLE.extract(text).reason()).isNotEmpty();
    assertThat(FLEXIBLE.extract("The answer is " + text).reason()).isNotEmpty();
    assertThat(FLEXIBLE.extract(text + "\n\nSo it is 7.").answer()).contains("7");
  }
}
