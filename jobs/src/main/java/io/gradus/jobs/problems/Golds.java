package io.gradus.jobs.problems;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gradus.datasets.Problem;
import io.gradus.files.Json;
import io.gradus.files.Texts;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.jobs.config.RewardConfig;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GoldReading;
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
  public static Gold of(Problem problem, Grading grading) {
    GradingRule rule = rule(problem, grading);
    String answer = problem.answer();
    if (rule == GradingRule.GRID && GridPuzzle.cells(answer, "").isEmpty()) {
      throw unusable(problem, "a table {\"header\": […], \"rows\": [[…]]}");
    }
    Gold gold = new Gold(rule, answer);
    if (rule != GradingRule.MULTIPLE_CHOICE) {
      return gold;
    }
    ArrayNode letters = Json.STRICT.createArrayNode();
    for (Gold one : gold.alternatives()) {
      if (!LETTER.matcher(one.answer().strip()).matches()) {
        throw unusable(problem, "the letter of an option");
      }
      letters.add(MultipleChoice.gold(one.answer(), problem.prompt()));
    }
    return new Gold(rule, letters.size() == 1 ? letters.get(0).textValue() : letters.toString());
  }

  /** Why no completion can be compared with a problem's gold answer; empty if one can. */
  public static Optional<String> defect(Problem problem, Grading grading) {
    if (rule(problem, grading) == GradingRule.MATH) {
      return GoldReading.defect(problem.answer());
    }
    try {
      of(problem, grading);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("it is of no use for problems of " + problem.source());
    }
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
