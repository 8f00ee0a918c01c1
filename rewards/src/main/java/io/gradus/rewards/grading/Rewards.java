package io.gradus.rewards.grading;

import io.gradus.rewards.AnswerRule;
import io.gradus.rewards.Completion;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.rewards.Reward;
import io.gradus.rewards.RewardSettings;
import io.gradus.rewards.Verdict;
import io.gradus.rewards.Verifier;
import io.gradus.rewards.functions.Functions;
import io.gradus.rewards.rules.GridPuzzle;
import io.gradus.rewards.rules.MultipleChoice;
import io.gradus.rewards.rules.ProgramTests;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Grades completions by the functions named in the settings. Thread-safe; travels to executors by
 * its settings and builds the functions there on first use.
 */
public final class Rewards implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RewardSettings settings;
  private transient volatile Built built;

  private record Built(Map<GradingRule, AnswerRule> rules, List<Functions.Weighted> functions) {}

  private Rewards(RewardSettings settings) {
    this.settings = settings;
    this.built = build(settings);
  }

  /**
   * A grader.
   *
   * @throws IllegalArgumentException naming the key, what was found and what was expected
   */
  public static Rewards of(RewardSettings settings) {
    return new Rewards(settings);
  }

  private static Built build(RewardSettings settings) {
    Functions.checkKeys(settings.functions(), settings.options());
    List<Functions.Weighted> functions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String f : settings.functions()) {
      Functions.Weighted function = Functions.parse(f, settings.options());
      if (!names.add(function.function().name())) {
        throw new IllegalArgumentException(
            "reward.functions names " + function.function().name() + " twice, expected once");
      }
      functions.add(function);
    }
    return new Built(rules(settings), List.copyOf(functions));
  }

  private static Map<GradingRule, AnswerRule> rules(RewardSettings settings) {
    Map<GradingRule, AnswerRule> rules = new EnumMap<>(GradingRule.class);
    rules.put(
        GradingRule.MATH,
        Verifier.of(settings.extraction(), Functions.tolerance(settings.options())));
    rules.put(GradingRule.MULTIPLE_CHOICE, new MultipleChoice());
    rules.put(GradingRule.GRID, new GridPuzzle());
    rules.put(GradingRule.PROGRAM, new ProgramTests(settings.sandbox()));
    return rules;
  }

  private Built built() {
    Built b = built;
    if (b == null) {
      b = build(settings);
      built = b;
    }
    return b;
  }

  /** The reward of one completion of a mathematical problem. */
  public Reward grade(String gold, Completion completion) {
    return grade(Gold.math(gold), completion);
  }

  /**
   * The reward of one completion. Functions see the verdict of the gold answer's own rule. A rule
   * or a function that fails does not end the job: what it failed at is 0 and named among the
   * reward's faults. Of several gold answers the one counts that the completion has, and of those
   * the one with the highest reward.
   */
  public Reward grade(Gold gold, Completion completion) {
    Reward best = null;
    for (Gold one : gold.alternatives()) {
      Reward reward = gradeOne(one, completion);
      if (best == null || isBetter(reward, best)) {
        best = reward;
      }
    }
    return best;
  }

  private static boolean isBetter(Reward reward, Reward other) {
    boolean correct = reward.verdict().correct();
    return correct == other.verdict().correct() ? reward.total() > other.total() : correct;
  }

  private Reward gradeOne(Gold gold, Completion completion) {
    Built b = built();
    List<String> faults = new ArrayList<>();
    Verdict verdict = verdict(b.rules().get(gold.rule()), gold, completion, faults);
    SortedMap<String, Double> parts = new TreeMap<>();
    double total = 0;
    for (Functions.Weighted f : b.functions()) {
      double score = score(f, gold, completion, verdict, faults);
      parts.put(f.function().name(), score);
      total += f.weight() * score;
    }
    return new Reward(total, parts, verdict, faults);
  }

  private static Verdict verdict(
      AnswerRule rule, Gold gold, Completion completion, List<String> faults) {
    try {
      return rule.verify(gold.answer(), completion.text());
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      faults.add("rule " + gold.rule() + ": " + e);
      return new Verdict(false, Optional.empty(), "not verified", false);
    }
  }

  private static double score(
      Functions.Weighted f,
      Gold gold,
      Completion completion,
      Verdict verdict,
      List<String> faults) {
    String name = "reward function " + f.function().name();
    try {
      double score = f.function().score(gold.answer(), completion, verdict);
      if (Double.isFinite(score)) {
        return score;
      }
      faults.add(name + ": returned " + score + ", not a finite number");
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      faults.add(name + ": " + e);
    }
    return 0;
  }
}
