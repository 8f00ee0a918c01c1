package io.gradus.jobs.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.Problem;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.jobs.config.RewardConfig;
import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.rewards.RewardSettings;
import io.gradus.rewards.Sandbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldsTest {
  private static final String TABLE = "{\"header\":[\"Position\"],\"rows\":[[\"1\"]]}";

  private static Problem problem(String source, String prompt, String answer) {
    return new Problem("id", source, "test", 0, List.of(), prompt, answer, Double.NaN, Map.of());
  }

  private static RewardConfig reward(String... sandbox) {
    return new RewardConfig(
        new RewardSettings(
            List.of("correctness"),
            ExtractionPolicy.FLEXIBLE,
            Map.of(),
            new Sandbox(List.of(sandbox), 10)));
  }

  @ParameterizedTest
  @CsvSource({
    "stem__supergpqa, AUTO, MULTIPLE_CHOICE, B",
    "logic__zebra_puzzle_dataset, AUTO, GRID, '" + TABLE + "'",
    "codegen__humaneval, AUTO, PROGRAM, f()",
    "openai/gsm8k, AUTO, MATH, 2",
    "aime2024, AUTO, MATH, 025",
    "stem__supergpqa, MATH, MATH, 2",
    "mine, MULTIPLE_CHOICE, MULTIPLE_CHOICE, C",
    "mine, GRID, GRID, '" + TABLE + "'",
    "mine, PROGRAM, PROGRAM, f()"
  })
  void theSourceSaysTheRuleUnlessTheSettingsDo(
      String source, Grading grading, GradingRule rule, String answer) {
    assertThat(Golds.of(problem(source, "1+1?", answer), grading))
        .isEqualTo(new Gold(rule, answer));
  }

  @Test
  void anAnswerThatTheRuleCannotUseIsNamedWithItsProblem() {
    assertThatThrownBy(() -> Golds.of(problem("zebra", "Who?", "42"), Grading.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Problem id has the gold answer 42, expected a table"
                + " {\"header\": […], \"rows\": [[…]]}");
    assertThatThrownBy(() -> Golds.of(problem("gpqa", "Who?", "Newton"), Grading.AUTO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Problem id has the gold answer Newton, expected the letter of an option");
  }

  @Test
  void optionsAreTakenFromTheQuestion() {
    Problem problem = problem("stem__supergpqa", "Which?\nOptions are:\n(A): x\n(B): y", "B");
    assertThat(Golds.of(problem, Grading.AUTO).answer())
        .isEqualTo("{\"answer\":\"B\",\"options\":{\"A\":\"x\",\"B\":\"y\"}}");
  }

  @Test
  void programsNeedASandboxThatTellsGoodFromBad() {
    List<Problem> problems =
        List.of(problem("codegen__humaneval", "f?", "f()"), problem("gsm8k", "1+1?", "2"));
    assertThat(Golds.obstacle(problems, Grading.MATH, reward())).isEmpty();
    assertThat(Golds.obstacle(problems, Grading.AUTO, reward()))
        .contains(
            "1 of its 2 problems ask for programs, which are run only in a sandbox of yours;"
                + " expected its command in reward.sandbox.command");
    assertThat(Golds.obstacle(problems, Grading.AUTO, reward("grep", "-q", "print"))).isEmpty();
    assertThatThrownBy(() -> Golds.obstacle(problems, Grading.AUTO, reward("false")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("reward.sandbox.command = false: ");
  }
}
