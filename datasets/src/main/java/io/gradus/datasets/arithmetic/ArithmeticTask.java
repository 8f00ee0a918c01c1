package io.gradus.datasets.arithmetic;

import io.gradus.datasets.KeyedRandom;
import io.gradus.datasets.Problem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Problems of one distribution, any of them by number: problem i is a function of (settings,
 * excluded problems, seed, split, i). Two numbers may give the same question.
 */
public final class ArithmeticTask implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The source of the problems. */
  public static final String SOURCE = "arithmetic";

  private static final int MAX_DRAWS = 10_000;

  private final ArithmeticSettings settings;
  private final Set<String> excluded;
  private final Draws operators;
  private final Draws operands;

  /** Problems of a distribution without exclusions. */
  public ArithmeticTask(ArithmeticSettings settings) {
    this(settings, Set.of());
  }

  /**
   * Problems of a distribution without some.
   *
   * @param excluded questions, as in {@link Problem#prompt()}, that are never drawn
   */
  public ArithmeticTask(ArithmeticSettings settings, Set<String> excluded) {
    this.settings = settings;
    this.excluded = Set.copyOf(excluded);
    this.operators = Draws.weighted(settings.operatorWeights(), settings.operators().length());
    this.operands = Draws.zipf(settings.operandCount(), settings.operandSkew());
  }

  /**
   * Problem i of a split; its prompt reads {@code 8-6*3=}, or {@code What is 8 - 6 + 3?} over the
   * whole numbers; its answer is the last result, its id names split, seed and number.
   *
   * @throws IllegalArgumentException when the settings leave next to no problem outside the
   *     exclusions
   */
  public Problem problem(long seed, String split, long i) {
    Expression expression = expression(seed, split, i);
    return new Problem(
        SOURCE + "/" + split + "/" + seed + "/" + i,
        SOURCE,
        split,
        i,
        List.of(),
        expression.question(),
        expression.answer(),
        Double.NaN,
        Map.of(
            "operations", Integer.toString(expression.operators().length()),
            "operators", ArithmeticSettings.distinct(expression.operators())));
  }

  /** The first {@code count} problems of a split. */
  public List<Problem> problems(long seed, String split, int count) {
    List<Problem> problems = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      problems.add(problem(seed, split, i));
    }
    return List.copyOf(problems);
  }

  Expression expression(long seed, String use, long i) {
    for (int draw = 0; draw < MAX_DRAWS; draw++) {
      Expression expression = draw(KeyedRandom.of(seed, "arithmetic " + use, i, draw));
      if (allowed(expression)) {
        return expression;
      }
    }
    throw new IllegalArgumentException(
        "Arithmetic problems: %d draws found none outside the %d excluded problems with operators"
                .formatted(MAX_DRAWS, excluded.size())
            + " as set; expected settings with more problems: "
            + settings);
  }

  private Expression draw(KeyedRandom random) {
    int range = settings.maxOperations() - settings.minOperations() + 1;
    int operations = settings.minOperations() + random.nextInt(range);
    List<Integer> values = new ArrayList<>(operations + 1);
    StringBuilder signs = new StringBuilder(operations);
    values.add(operands.next(random));
    for (int i = 0; i < operations; i++) {
      signs.append(settings.operators().charAt(operators.next(random)));
      values.add(operands.next(random));
    }
    int modulus = settings.isOverWholeNumbers() ? Expression.WHOLE_NUMBERS : settings.modulus();
    return new Expression(modulus, values, signs.toString());
  }

  private boolean allowed(Expression expression) {
    List<String> sets = settings.operatorSets();
    return (sets.isEmpty() || sets.contains(ArithmeticSettings.distinct(expression.operators())))
        && !excluded.contains(expression.question());
  }
}
