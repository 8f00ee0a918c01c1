package io.gradus.rewards.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much of a long text is looked at: the bounds that keep its reading linear. */
class HostileTextTest {
  private static List<Tags.Tag> tags(String text) throws Boxes.Malformed {
    List<Tags.Tag> found = new ArrayList<>();
    Tags tags = Tags.of(text);
    for (Optional<Tags.Tag> t = tags.next(); t.isPresent(); t = tags.next()) {
      found.add(t.get());
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a <answer>5</answer> b; 5; 2; 20",
        "<Final Answer>5</FINAL answer>; 5; 0; 30",
        "<final>5</final_answer>; 5</final_answer>; 0; 23",
        "<answer><solution>5</solution>; <solution>5</solution>; 0; 30",
        "[ANSWER]5[/answer] x; 5; 0; 18",
        "<final_answer>x; x; 0; 15"
      })
  void aTagHasItsNameClosedOrRunsToTheEnd(String text, String content, int start, int end)
      throws Boxes.Malformed {
    assertThat(tags(text)).containsExactly(new Tags.Tag(content, start, end));
  }

  @Test
  void anUnclosedTagEndsBeforeTheLastLineBreak() throws Boxes.Malformed {
    assertThat(tags("<answer>\n5\r\n")).containsExactly(new Tags.Tag("\n5", 0, 10));
    assertThat(tags("<answer>5\n\n")).containsExactly(new Tags.Tag("5\n", 0, 10));
  }

  @Test
  void aTagHoldsFourThousandCharactersAtMost() throws Boxes.Malformed {
    String most = "x".repeat(4_000);
    assertThat(tags("<answer>" + most + "</answer>" + most)).hasSize(1);
    assertThat(tags("<answer>" + most + "x</answer>" + most)).isEmpty();
    String open = "<answer>" + "x".repeat(192); // 200 characters
    // the first of the last 4,000 characters' tags takes the rest
    assertThat(tags(open.repeat(400)))
        .containsExactly(new Tags.Tag("x".repeat(192) + open.repeat(19), 76_000, 80_000));
  }

  @Test
  void openingTagsAreCounted() {
    assertThatThrownBy(() -> tags("[ANSWER]".repeat(1_600) + "x".repeat(4_001)))
        .hasMessage("more than 500 answer tags");
    // a loop that says one answer over and over still says it
    Extraction loop = AnswerExtractor.flexible().extract("<answer>5</answer>\n".repeat(3_000));
    assertThat(loop.answer()).contains("5");
    assertThat(loop.rivals()).isEmpty();
  }

  @Test
  void onlySoManyDifferentTagsAreRead() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 17; i++) {
      text.append("<answer>").append(i).append("</answer>\n");
    }
    AnswerExtractor extractor = AnswerExtractor.flexible();
    assertThat(extractor.extract(text + "<answer>99</answer>").rivals())
        .hasSize(17)
        .startsWith("0", "1")
        .endsWith("15", "?");
  }

  @Test
  void onlyTheLastPlacesOfCuesAreTried() {
    String text = "ans ".repeat(2_000) + "antwort ".repeat(2_000) + "\nA: 5".repeat(2_000);
    Signs signs = Signs.of(text, 0);
    // "antwort" begins as "ans" does not; the 2,000th "ans" stands at 7,996
    assertThat(signs.english()).isEqualTo(4 * 1_500 - 8);
    assertThat(signs.foreign()).isEqualTo(8_000 + 8 * 1_500 - 20);
    assertThat(signs.colon()).isEqualTo(24_000 + 5 * 1_500);
    assertThat(Signs.of("no sign", 0)).isEqualTo(new Signs(-1, -1, -1));
    assertThat(Signs.of("x\nthe correct answer: 5", 0)).isEqualTo(new Signs(6, -1, 1));
  }

  @Test
  void statementsAreReadUpToAFewTensOfThousandsOfCharacters() {
    String claim = "The answer is 3.\n";
    String denial = "The answer is not 5 " + "x ".repeat(240) + "\n"; // 501 characters
    assertThat(Statements.last(claim + denial.repeat(38), 0).orElseThrow().reading().isClaim())
        .isTrue();
    assertThat(Statements.last(claim + denial.repeat(42), 0).orElseThrow().reading().isClaim())
        .isFalse();
  }

  @Test
  void boxesWithoutBracesAreCountedToo() {
    assertThatThrownBy(() -> Boxes.find("\\boxed 1, \\boxed 2, ".repeat(200)))
        .hasMessage("more than 200 boxes");
  }

  @Test
  void joinedBoxesStayShort() throws Boxes.Malformed {
    String a = "\\boxed{" + "a".repeat(3_000) + "}";
    String b = "\\boxed{" + "b".repeat(3_000) + "}";
    assertThat(Boxes.find(a + ", " + b)).hasSize(2);
  }

  @Test
  void aRunOfCombiningMarksIsCut() {
    assertThat(Turn.of("e\u0301 x" + "\u0301".repeat(100) + " 5"))
        .isEqualTo("e\u0301 x" + "\u0301".repeat(8) + " 5");
  }

  @Test
  void theNextProblemIsCutOffAfterTheFirstAnswer() {
    String before = "\nQ: 1".repeat(300) + "\nThe answer is 5.";
    assertThat(Turn.of(before + "\nQ: 2\nA: 7")).isEqualTo(before);
    assertThat(Turn.of("\nQ: 1".repeat(300))).isEqualTo("\nQ: 1".repeat(300));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'Hmm, no.'; true",
        "'x\n _correction'; true",
        "'No, wait, it is 6.'; true",
        "'I was wrong'; true",
        "'await, 5'; false",
        "'a correction'; false",
        "'that is so'; false",
        "'which isn’t right'; true"
      })
  void aRetractionIsTriedAtTheBeginningsOfWords(String after, boolean retracted) {
    assertThat(Doubt.isRetracted(after)).isEqualTo(retracted);
  }
}
