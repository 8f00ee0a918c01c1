package io.gradus.jobs.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.Problem;
import io.gradus.datasets.importing.GoldCheck.Policy;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoldScreenTest {
  private static Problem problem(int i, String answer) {
    return new Problem(
        "p" + i, "s", "train", i, List.of(), "q\n(A) x\n(B) y", answer, Double.NaN, Map.of());
  }

  private static final List<Problem> PROBLEMS =
      List.of(problem(0, "1"), problem(1, "}{"), problem(2, "proof"), problem(3, "[\"2\",\"4\"]"));

  private final List<String> notes = new ArrayList<>();

  private List<Problem> screened(Policy policy, Grading grading, List<Problem> problems) {
    return new GoldScreen(policy, grading).screened("train problems, x", problems, notes::add);
  }

  @Test
  void theyAreCountedAndKept() {
    assertThat(screened(Policy.WARN, Grading.AUTO, PROBLEMS)).isEqualTo(PROBLEMS);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "train problems, x: 2 of 4 gold answers are not understood, for instance p1: \"}{\" (")
        .contains("; p2: \"proof\" (it stands for no answer)")
        .endsWith("; no completion of them can be right");
  }

  @Test
  void theyAreDropped() {
    assertThat(screened(Policy.DROP, Grading.AUTO, PROBLEMS))
        .extracting(Problem::id)
        .containsExactly("p0", "p3");
    assertThat(notes).singleElement().asString().endsWith("; left out");
    assertThatThrownBy(() -> screened(Policy.DROP, Grading.AUTO, PROBLEMS.subList(1, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("(problems.unreadable-golds = drop leaves no problem)");
  }

  @Test
  void theyAreRefused() {
    assertThatThrownBy(() -> screened(Policy.REFUSE, Grading.AUTO, PROBLEMS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of 4 gold answers are not understood")
        .hasMessageEndingWith("(problems.unreadable-golds = refuse)");
    List<Problem> good = List.of(PROBLEMS.get(0), PROBLEMS.get(3));
    assertThat(screened(Policy.REFUSE, Grading.AUTO, good)).isEqualTo(good);
    assertThat(notes).isEmpty();
  }

  @Test
  void everyRuleHasItsOwnGolds() {
    List<Problem> letters = List.of(problem(0, "A"), problem(1, "[\"A\",\"B\"]"), problem(2, "7"));
    assertThat(screened(Policy.DROP, Grading.MULTIPLE_CHOICE, letters))
        .extracting(Problem::id)
        .containsExactly("p0", "p1");
    assertThat(Golds.of(letters.get(1), Grading.MULTIPLE_CHOICE).alternatives())
        .containsExactly(
            new Gold(
                GradingRule.MULTIPLE_CHOICE,
                "{\"answer\":\"A\",\"options\":{\"A\":\"x\",\"B\":\"y\"}}"),
            new Gold(
                GradingRule.MULTIPLE_CHOICE,
                "{\"answer\":\"B\",\"options\":{\"A\":\"x\",\"B\":\"y\"}}"));
  }
}
