package io.gradus.rewards;

import java.io.Serializable;

/**
 * What a completion is compared with.
 *
 * @param rule how
 * @param answer in the form that the rule asks for
 */
public record Gold(GradingRule rule, String answer) implements Serializable {
  /** An answer that is compared as mathematics. */
  public static Gold math(String answer) {
    return new Gold(GradingRule.MATH, answer);
  }
}
