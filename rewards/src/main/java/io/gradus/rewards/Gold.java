package io.gradus.rewards;

import java.io.Serializable;
import java.util.List;

/**
 * What a completion is compared with.
 *
 * @param rule how
 * @param answer in the form that the rule asks for; several answers of which any is right are a
 *     JSON list of texts
 */
public record Gold(GradingRule rule, String answer) implements Serializable {
  /** An answer that is compared as mathematics. */
  public static Gold math(String answer) {
    return new Gold(GradingRule.MATH, answer);
  }

  /** The answers of which any is right, at least one; puzzles and programs have one each. */
  public List<Gold> alternatives() {
    return switch (rule) {
      case MATH, MULTIPLE_CHOICE ->
          Alternatives.of(answer).stream().map(one -> new Gold(rule, one)).toList();
      case GRID, PROGRAM -> List.of(this);
    };
  }
}
