package io.gradus.analysis.plan;

import io.gradus.analysis.curves.CurvePoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a step costs: prompts a step, and tokens a prompt by size.
 *
 * <p>Both are medians over the runs' last points. Tokens a prompt grow with the group size in
 * proportion; between sizes they follow a straight line over ln N, beyond them the nearest size.
 */
final class RunCosts {
  private final double promptsPerStep;
  private final int groupSize;
  private final int problems;
  private final TreeMap<Double, Double> tokensPerPrompt;

  private RunCosts(
      double promptsPerStep, int groupSize, int problems, TreeMap<Double, Double> tokensPerPrompt) {
    this.promptsPerStep = promptsPerStep;
    this.groupSize = groupSize;
    this.problems = problems;
    this.tokensPerPrompt = tokensPerPrompt;
  }

  /**
   * Costs as the runs had them.
   *
   * @throws IllegalArgumentException if no run knows its prompts
   */
  static RunCosts of(List<CurvePoint> points) {
    Map<String, CurvePoint> last = new HashMap<>();
    for (CurvePoint point : points) {
      last.merge(point.runId(), point, (a, b) -> b.step() > a.step() ? b : a);
    }
    List<CurvePoint> ends =
        last.values().stream()
            .filter(p -> p.step() > 0 && p.data() > 0)
            .sorted(Comparator.comparing(CurvePoint::runId))
            .toList();
    if (ends.isEmpty()) {
      throw new IllegalArgumentException(
          "A plan needs runs that know their prompts (column data), found none");
    }
    int groupSize = (int) median(ends.stream().mapToDouble(CurvePoint::groupSize).toArray());
    Map<Double, List<Double>> tokens = new TreeMap<>();
    for (CurvePoint end : ends) {
      if (end.tokens() > 0) {
        tokens
            .computeIfAbsent(end.params(), k -> new ArrayList<>())
            .add(end.tokens() / end.data() * groupSize / end.groupSize());
      }
    }
    TreeMap<Double, Double> medians = new TreeMap<>();
    tokens.forEach(
        (size, list) ->
            medians.put(size, median(list.stream().mapToDouble(Double::doubleValue).toArray())));
    return new RunCosts(
        median(ends.stream().mapToDouble(p -> p.data() / p.step()).toArray()),
        groupSize,
        (int) Math.max(1, median(ends.stream().mapToDouble(CurvePoint::problems).toArray())),
        medians);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[(values.length - 1) / 2];
  }

  double promptsPerStep() {
    return promptsPerStep;
  }

  /** Problems of an evaluation. */
  int problems() {
    return problems;
  }

  boolean knowsTokens() {
    return !tokensPerPrompt.isEmpty();
  }

  /** FLOP a prompt, 6 N times its tokens; NaN when tokens are unknown. */
  double computePerPrompt(double params, int rollouts) {
    if (!knowsTokens()) {
      return Double.NaN;
    }
    return 6 * params * tokens(params) * rollouts / groupSize;
  }

  private double tokens(double params) {
    Map.Entry<Double, Double> below = tokensPerPrompt.floorEntry(params);
    Map.Entry<Double, Double> above = tokensPerPrompt.ceilingEntry(params);
    if (below == null || above == null) {
      return (below == null ? above : below).getValue();
    }
    if (below.getKey().equals(above.getKey())) {
      return below.getValue();
    }
    double share = Math.log(params / below.getKey()) / Math.log(above.getKey() / below.getKey());
    return below.getValue() * (1 - share) + above.getValue() * share;
  }
}
