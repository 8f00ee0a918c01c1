package io.gradus.rewards;

import java.util.SortedMap;

/**
 * A graded completion.
 *
 * @param total the weighted sum of the parts
 * @param parts each function's value by name, before weights
 * @param verdict what verification found
 */
public record Reward(double total, SortedMap<String, Double> parts, Verdict verdict) {}
