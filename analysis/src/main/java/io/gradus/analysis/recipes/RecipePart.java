package io.gradus.analysis.recipes;

import java.util.Map;
import java.util.SortedMap;

/**
 * A part of a recipe: settings that only make sense together are one part, so that to exchange one
 * policy loss with its clip range for another is one change.
 *
 * @param name the part as tables have it
 */
public record RecipePart(String name) implements Comparable<RecipePart> {
  private static final RecipePart KL = new RecipePart("KL");
  private static final RecipePart POLICY_LOSS = new RecipePart("policy loss");
  private static final RecipePart ADVANTAGE = new RecipePart("advantage");
  private static final String KL_COEFFICIENT = "grpo.kl-coefficient";

  /** The part that a setting belongs to; a part of its own where no other goes with it. */
  public static RecipePart of(String key) {
    if (key.startsWith("grpo.kl-") || key.equals("grpo.reference-refresh")) {
      return KL;
    }
    if (key.startsWith("grpo.clip-") || key.equals("grpo.policy-loss")) {
      return POLICY_LOSS;
    }
    if (key.startsWith("grpo.advantage")) {
      return ADVANTAGE;
    }
    for (String block : new String[] {"grpo.correction", "grpo.schedule", "reward"}) {
      if (key.startsWith(block + ".")) {
        return new RecipePart(block.substring(block.indexOf('.') + 1));
      }
    }
    return new RecipePart(key.substring(key.indexOf('.') + 1).replace('-', ' '));
  }

  /**
   * Whether two recipes have the same settings of this part. Without a KL term its kind is moot.
   */
  boolean same(SortedMap<String, String> one, SortedMap<String, String> other) {
    return one.equals(other) || equals(KL) && isZero(one) && isZero(other);
  }

  private static boolean isZero(Map<String, String> settings) {
    String coefficient = settings.get(KL_COEFFICIENT);
    return coefficient != null && Double.parseDouble(coefficient) == 0;
  }

  @Override
  public int compareTo(RecipePart other) {
    return name.compareTo(other.name);
  }
}
