package io.gradus.jobs.problems;

import io.gradus.datasets.Problem;
import io.gradus.files.Texts;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.jobs.config.RewardConfig;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.rewards.rules.GridPuzzle;
import io.gradus.rewards.rules.MultipleChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the completions of problems are compared with, and by which rule. */
public final class Golds {
  private static final Pattern LETTER = Pattern.compile("[A-Z]");

  private Golds() {}

  /**
   * The gold answer of a problem.
   *
   * @throws IllegalArgumentException naming the problem if its rule cannot use the answer
   */
  static Gold of(Problem problem, Grading grading) {
    GradingRule rule = rule(problem, grading);
    String answer = problem.answer();
    if (rule == GradingRule.GRID && GridPuzzle.cells(answer, "").isEmpty()) {
      throw unusable(problem, "a table {\"header\": […], \"rows\": [[…]]}");
    }
    if (rule != GradingRule.MULTIPLE_CHOICE) {
      return new Gold(rule, answer);
    }
    if (!LETTER.matcher(answer.strip()).matches()) {
      throw unusable(problem, "the letter of an option");
    }
    return new Gold(rule, MultipleChoice.gold(answer, problem.prompt()));
  }

  private static IllegalArgumentException unusable(Problem problem, String expected) {
    String answer = problem.answer();
    return new IllegalArgumentException(
        "Problem %s has the gold answer %s, expected %s"
            .formatted(problem.id(), Texts.shortened(answer, 60), expected));
  }

  /**
   * Why problems cannot be graded: some ask for programs, and the settings name no sandbox to run
   * them in.
   *
   * @throws IllegalArgumentException if there is a sandbox that does not work
   */
  public static Optional<String> obstacle(
      List<Problem> problems, Grading grading, RewardConfig reward) {
    long programs = problems.stream().filter(p -> rule(p, grading) == GradingRule.PROGRAM).count();
    if (programs == 0) {
      return Optional.empty();
    }
    if (reward.settings().sandbox().command().isEmpty()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%,d of its %,d problems ask for programs, which are run only in a sandbox of yours;"
                  + " expected its command in reward.sandbox.command",
              programs,
              problems.size()));
    }
    reward.settings().sandbox().check();
    return Optional.empty();
  }

  private static GradingRule rule(Problem problem, Grading grading) {
    return switch (grading) {
      case AUTO -> ruleOf(problem.source().toLowerCase(Locale.ROOT));
      case MATH -> GradingRule.MATH;
      case MULTIPLE_CHOICE -> GradingRule.MULTIPLE_CHOICE;
      case GRID -> GradingRule.GRID;
      case PROGRAM -> GradingRule.PROGRAM;
    };
  }

  private static GradingRule ruleOf(String source) {
    if (source.contains("gpqa")) {
      return GradingRule.MULTIPLE_CHOICE;
    }
    if (source.contains("zebra")) {
      return GradingRule.GRID;
    }
    return source.contains("humaneval") ? GradingRule.PROGRAM : GradingRule.MATH;
  }
}
