package io.gradus.analysis.recipes;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
  private static final RecipePart ADAPTER = new RecipePart("adapter");
  private static final RecipePart LEARNING_RATE = new RecipePart("learning rate");
  private static final String KL_COEFFICIENT = "grpo.kl-coefficient";
  private static final String ADAPTER_KIND = "grpo.adapter";

  /** As JSON has it. */
  private static final String NO_ADAPTER = "\"none\"";

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
    if (key.startsWith("grpo.lora.") || key.equals(ADAPTER_KIND)) {
      return ADAPTER;
    }
    for (String block : new String[] {"grpo.correction", "grpo.schedule", "reward"}) {
      if (key.startsWith(block + ".")) {
        return new RecipePart(block.substring(block.indexOf('.') + 1));
      }
    }
    return new RecipePart(key.substring(key.indexOf('.') + 1).replace('-', ' '));
  }

  /**
   * Whether two recipes have the same settings of this part. Without a KL term its kind is moot, as
   * are the settings of adapters where every weight learns.
   */
  boolean same(SortedMap<String, String> one, SortedMap<String, String> other) {
    return one.equals(other)
        || equals(KL) && isZero(one) && isZero(other)
        || equals(ADAPTER) && !hasAdapters(one) && !hasAdapters(other);
  }

  /**
   * The parts in which two recipes differ. Adapters need a learning rate of another size than all
   * weights do, so that it is part of that change; between two kinds of adapters it counts.
   *
   * @param one settings of the one by part
   * @param other settings of the other by part
   */
  static List<RecipePart> between(
      SortedMap<RecipePart, SortedMap<String, String>> one,
      SortedMap<RecipePart, SortedMap<String, String>> other) {
    Set<RecipePart> unlike = new TreeSet<>(one.keySet());
    unlike.addAll(other.keySet());
    unlike.removeIf(part -> part.same(settings(one, part), settings(other, part)));
    if (hasAdapters(settings(one, ADAPTER)) != hasAdapters(settings(other, ADAPTER))) {
      unlike.remove(LEARNING_RATE);
    }
    return List.copyOf(unlike);
  }

  private static SortedMap<String, String> settings(
      SortedMap<RecipePart, SortedMap<String, String>> parts, RecipePart part) {
    return parts.getOrDefault(part, new TreeMap<>());
  }

  private static boolean hasAdapters(Map<String, String> settings) {
    String kind = settings.getOrDefault(ADAPTER_KIND, NO_ADAPTER);
    return !kind.equals(NO_ADAPTER);
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
