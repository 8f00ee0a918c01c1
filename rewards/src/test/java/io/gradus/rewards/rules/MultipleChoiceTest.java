package io.gradus.rewards.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.rewards.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipleChoiceTest {
  private static final String QUESTION =
      """
      Which fish lives in rivers?
      (A): cod (Gadus)
      (B): A trout
      (C): \\frac{1}{2} of all
      (D): I=\\frac{\\pi}{4}
      (E): cod (Gadus)

      Put the letter in a box, e.g. \\boxed{A}.""";

  private final MultipleChoice rule = new MultipleChoice();

  @Test
  void optionsAreReadFromTheQuestion() {
    assertThat(MultipleChoice.gold("B", QUESTION))
        .isEqualTo(
            "{\"answer\":\"B\",\"options\":{\"A\":\"cod (Gadus)\",\"B\":\"A trout\","
                + "\"C\":\"\\\\frac{1}{2} of all\",\"D\":\"I=\\\\frac{\\\\pi}{4}\","
                + "\"E\":\"cod (Gadus)\"}}");
    assertThat(MultipleChoice.gold("B", "As in\nA. x\nB. y\nsay which:\nA) 1\nB) 2"))
        .as("the last list counts")
        .isEqualTo("{\"answer\":\"B\",\"options\":{\"A\":\"1\",\"B\":\"2\"}}");
    assertThat(MultipleChoice.gold(" C ", "Options: A) 1\nB) 2")).isEqualTo("C");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "So it is \\boxed{B}. | B",
        "\\boxed{\\text{B}} | B",
        "\\boxed{(B)} | B",
        "$\\boxed{\\textbf{b}}$ | B",
        "\\boxed{B: A trout} | B",
        "\\boxed{B A trout} | B",
        "\\boxed{a trout} | B",
        "\\boxed{\\text{A trout.}} | B",
        "\\boxed{\\frac{\\pi}{4}} | D",
        "\\boxed{Option D} | D",
        "first \\boxed{D}. That says \\boxed{I = \\frac{\\pi}{4}} | D",
        "The correct answer is **(C)**. Good luck. | C",
        "The answer is: A trout | B",
        "Answer: D) I=\\frac{\\pi}{4} | D",
        "I think the right option is C because of the half. | C",
        "<think>The answer is A</think>B | B"
      })
  void lettersAndTextsAreFound(String completion, String letter) {
    Verdict verdict = rule.verify(MultipleChoice.gold(letter, QUESTION), completion);
    assertThat(verdict.extracted()).contains(letter);
    assertThat(verdict.correct()).isTrue();
    String other = letter.equals("A") ? "B" : "A";
    assertThat(rule.verify(MultipleChoice.gold(other, QUESTION), completion).correct()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\\boxed{A} or rather, on second thought, after long consideration of everything that was"
            + " said about it above: \\boxed{B} | several different options",
        "\\boxed{A, B} | boxed; names no option",
        "\\boxed{F} | boxed; names no option",
        "\\boxed{cod (Gadus)} | boxed; names no option",
        "\\boxed{C: A trout} | boxed; names no option",
        "\\boxed{salmon} | boxed; names no option",
        "The answer is a fish that I like. | no option named",
        "A fish needs water. | no option named",
        "D is a letter, and so is B in some sense | answer statement in doubt",
        "`` | no option named"
      })
  void doubtIsWrong(String completion, String reason) {
    for (String letter : new String[] {"A", "B", "C", "D", "E"}) {
      Verdict verdict = rule.verify(MultipleChoice.gold(letter, QUESTION), completion);
      assertThat(verdict.correct()).isFalse();
      assertThat(verdict.reason()).isEqualTo(reason);
    }
  }

  @Test
  void theFirstOrLastLineIsAnAnswerIfItIsNothingElse() {
    String gold = MultipleChoice.gold("B", QUESTION);
    assertThat(rule.verify(gold, "Let us see.\nB.").correct()).isTrue();
    assertThat(rule.verify(gold, "Let us see.\nB. A trout").correct()).isTrue();
    assertThat(rule.verify(gold, "B.\nLet us see.").correct()).isTrue();
    assertThat(rule.verify(gold, "B.\nC.").correct()).as("two answers").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It must be C.",
        "Option C is correct.",
        "I would pick C.",
        "$\\textbf{(C)}$",
        "{\"answer\": \"C\", \"why\": \"A is too small\"}",
        "<answer>C</answer>",
        "[[C]]",
        "C\n\nExplanation: B is too large.",
        "The answer is C, not A.",
        "Ans: C",
        "A is wrong. B is wrong. So C.",
        "(A) is too small, thus the answer is (C).",
        "The answer is C because A is too small.",
        "### Final Answer\n\n**C**",
        "Die Antwort ist C.",
        "答案：C",
        "Ответ: C"
      })
  void anOptionIsNamedInManyWays(String completion) {
    assertThat(rule.verify("C", completion).correct()).isTrue();
    assertThat(rule.verify("A", completion).correct()).isFalse();
    assertThat(rule.verify("B", completion).correct()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A or C",
        "The answer is A. The answer is C.",
        "The answer is either B or C.",
        "The answer is C or maybe B.",
        "Suppose the answer is C.",
        "If the answer is C, then x = 3.",
        "Is the answer C?",
        "The answer is not C.",
        "The answer cannot be C.",
        "The answer is C. Wait, no.",
        "A) 1\nB) 2\nC) 3",
        "A, B, C, D",
        "C is wrong.",
        "{\"answer\": [\"A\", \"C\"]}",
        "<answer></answer> C"
      })
  void whatIsDeniedSupposedOrOneOfSeveralNamesNone(String completion) {
    for (String letter : new String[] {"A", "B", "C", "D"}) {
      assertThat(rule.verify(letter, completion).correct()).as("%s", letter).isFalse();
    }
  }

  @Test
  void aLetterAloneIsAGoldAnswerToo() {
    assertThat(rule.verify("B", "\\boxed{B}").correct()).isTrue();
    assertThat(rule.verify("B", "\\boxed{C}").reason()).isEqualTo("boxed; other option");
    assertThat(rule.verify("{broken", "\\boxed{C}").correct()).isFalse();
  }
}
