package io.gradus.rewards.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.rewards.Verdict;
import io.gradus.rewards.rules.GridPuzzle.Cells;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridPuzzleTest {
  /** Two rows and two columns beside the number: four cells. */
  private static final String GOLD =
      "{\"header\": [\"Position\", \"Job\", \"Pet\"],"
          + " \"rows\": [[\"1\", \"baker\", \"cat\"], [\"2\", \"judge\", \"owl\"]]}";

  private final GridPuzzle rule = new GridPuzzle();

  private Verdict verify(String completion) {
    return rule.verify(GOLD, completion);
  }

  private static Cells cells(String completion) {
    return GridPuzzle.cells(GOLD, completion).orElseThrow();
  }

  @Test
  void aSolvedPuzzleHasEveryCell() {
    Verdict solved = verify("I see. <answer> " + GOLD + " </answer>");
    assertThat(solved.correct()).isTrue();
    assertThat(solved.marked()).isTrue();
    assertThat(solved.reason()).isEqualTo("4 of 4 cells right");
    assertThat(solved.extracted()).contains(GOLD);
  }

  @Test
  void twoTablesToChooseFromAreNoAnswer() {
    String other = GOLD.replace("cat", "dog");
    String wrongOrRight = "<answer>" + other + "</answer> or <answer>" + GOLD + "</answer>";
    assertThat(verify(wrongOrRight).correct()).isFalse();
    String corrected = "<answer>" + other + "</answer> Better: <answer>" + GOLD + "</answer>";
    assertThat(verify(corrected).correct()).isTrue();
    String both = "<answer>" + other + "</answer> <answer>" + GOLD + "</answer>";
    assertThat(verify("Any of these: " + both).correct()).isFalse();
    assertThat(verify("Any of these: " + both).reason()).contains("several different tables");
    String third = "<answer>" + GOLD.replace("owl", "cow") + "</answer>";
    assertThat(verify(third + " and " + both).correct()).isFalse();
    String same = "<answer>" + GOLD + "</answer>";
    assertThat(verify(same + " That is: " + same).correct()).isTrue();
    assertThat(verify("<answer>{table}</answer> is the form.\n" + same).correct()).isTrue();
  }

  @Test
  void columnsAndRowsAreFoundByNameInAnyOrder() {
    String other =
        "{'header': ['position', 'PET', 'Job'], 'rows': [[2, 'Owl', 'judge'], [1, 'cat ',"
            + " 'baker'],]}";
    assertThat(verify("<answer>" + other + "</answer>").correct()).isTrue();
    Verdict unmarked = verify("Rows {x} and\n```json\n" + other + "\n``` are right");
    assertThat(unmarked.correct()).isTrue();
    assertThat(unmarked.marked()).isFalse();
  }

  /** Cat and judge are right: 2 of 4; a second line for row 1 does not count. */
  @Test
  void rightCellsAreCounted() {
    String half =
        "<answer>{\"header\": [\"Position\", \"Job\", \"Pet\"], \"rows\": [[\"1\", \"judge\","
            + " \"cat\"], [\"2\", \"judge\", \"cat\"], [\"1\", \"baker\", \"cat\"]]}</answer>";
    assertThat(cells(half)).isEqualTo(new Cells(2, 4));
    assertThat(cells(half).share()).isEqualTo(0.5);
    assertThat(verify(half).reason()).isEqualTo("2 of 4 cells right, other shape");
    assertThat(verify(half).correct()).isFalse();
    String oneColumn = "<answer>{\"header\":[\"Position\",\"Pet\"],\"rows\":[[\"1\",\"cat\"]]}";
    assertThat(cells(oneColumn)).isEqualTo(new Cells(1, 4));
  }

  @Test
  void aTableWithMoreThanTheSolutionIsNotSolved() {
    String more =
        "{\"header\": [\"Position\", \"Job\", \"Pet\", \"Sport\"], \"rows\": [[\"1\", \"baker\","
            + " \"cat\", \"golf\"], [\"2\", \"judge\", \"owl\", \"chess\"]]}";
    Verdict verdict = verify("<answer>" + more + "</answer>");
    assertThat(verdict.correct()).isFalse();
    assertThat(verdict.reason()).isEqualTo("4 of 4 cells right, other shape");
  }

  @Test
  void theLastAnswerCounts() {
    String wrong = GOLD.replace("cat", "dog");
    assertThat(verify("<answer>" + wrong + "</answer> no: <answer>" + GOLD + "</answer>").correct())
        .isTrue();
    assertThat(verify("<answer>" + GOLD + "</answer> no: <answer>" + wrong + "</answer>").correct())
        .isFalse();
    assertThat(verify("<think><answer>" + GOLD + "</answer></think> I give up").correct())
        .as("what was only thought")
        .isFalse();
  }

  @Test
  void whatIsNoTableHasNoCells() {
    assertThat(verify("no idea").reason()).isEqualTo("no {…} found");
    assertThat(verify("<answer>{1, 2}</answer>").reason())
        .isEqualTo("the last {…} is no table of header and rows");
    assertThat(verify("{\"header\": [], \"rows\": []}").correct()).isFalse();
    assertThat(verify("}}}}{{{{").correct()).isFalse();
    assertThat(cells("no idea")).isEqualTo(new Cells(0, 4));
    assertThat(GridPuzzle.cells("42", "no idea")).isEmpty();
  }

  /** The gold table has rows 1 (baker, cat) and 2 (judge, owl). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<answer>{\"header\":[\"Position\",\"Job\",\"Pet\"],\"rows\":[{\"Position\":1,\"Job\":\"baker\",\"Pet\":\"cat\"},{\"Position\":2,\"Job\":\"judge\",\"Pet\":\"owl\"}]}</answer>",
        "[{\"House\":1,\"Job\":\"baker\",\"Pet\":\"cat\"},{\"House\":2,\"Job\":\"judge\",\"Pet\":\"owl\"}]",
        "{\"answer\":{\"Header\":[\"#\",\"pet\",\"job\"],\"Rows\":[[\"House 2\",\"Owl\",\"Judge\"],[\"House 1\",\"Cat\",\"Baker\"]]}}",
        "| Pos | Job | Pet |\n|---|:--|--|\n| 1 | baker | cat |\n| 2 | judge | owl |\n\nAll clues hold."
      })
  void tablesAreReadInManyForms(String completion) {
    assertThat(verify(completion).reason()).isEqualTo("4 of 4 cells right");
    assertThat(verify(completion).correct()).isTrue();
    assertThat(verify(completion.replace("owl", "cow").replace("Owl", "Cow")).correct()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"header\":[\"Position\",\"Job\",\"Pet\"],\"rows\":[[1,\"baker\",\"cat\"],[2,\"judge\",\"owl\"],[1,\"judge\",\"cat\"]]}",
        "{\"header\":[\"Position\",\"Job\",\"Pet\"],\"rows\":[[1,\"baker\",\"cat\",\"owl\"],[2,\"judge\",\"owl\",\"cat\"]]}",
        "{\"header\":[\"Position\",\"Job\",\"Pet\"],\"rows\":[[1,\"baker\",[\"cat\",\"owl\"]],[2,\"judge\",\"owl\"]]}",
        "Not this one: <answer>{\"header\":[\"Position\",\"Job\",\"Pet\"],\"rows\":[[1,\"baker\",\"cat\"],[2,\"judge\",\"owl\"]]}</answer>"
      })
  void moreThanOneSolutionIsNone(String completion) {
    assertThat(verify(completion).correct()).isFalse();
  }

  @Test
  void aGoldAnswerThatIsNoTableIsAnError() {
    assertThatThrownBy(() -> rule.verify("42", GOLD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gold answer 42, expected {\"header\": […], \"rows\": [[…]]}");
  }
}
