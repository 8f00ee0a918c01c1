package io.gradus.datasets.arithmetic;

import io.gradus.datasets.KeyedRandom;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions of a task with worked answers: the results joined by commas, then {@code #} and the
 * last of them, as in {@code 2,6,0,3,6#6}. Text i is a function of (task, mix, seed, i).
 */
public final class ArithmeticCorpus implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArithmeticTask task;
  private final CorpusMix mix;

  /** A corpus over the problems of a task, answered as the mix says. */
  public ArithmeticCorpus(ArithmeticTask task, CorpusMix mix) {
    this.task = task;
    this.mix = mix;
  }

  /** Text i of the corpus. */
  public CorpusText text(long seed, long i) {
    Expression expression = task.expression(seed, "corpus", i);
    KeyedRandom random = KeyedRandom.of(seed, "arithmetic answer", i);
    return new CorpusText(expression.question(), target(expression, random));
  }

  /** All characters that prompts and targets of a task can hold, in code order. */
  public static String alphabet(ArithmeticSettings settings) {
    StringBuilder text = new StringBuilder(settings.operators()).append("=,#");
    int digits = settings.modulus() <= Expression.MAX_ONE_CHARACTER ? settings.modulus() : 10;
    for (int value = 0; value < digits; value++) {
      text.append(Character.forDigit(value, Character.MAX_RADIX));
    }
    return ArithmeticSettings.distinct(text.toString());
  }

  private String target(Expression expression, KeyedRandom random) {
    int modulus = expression.modulus();
    double kind = random.nextDouble();
    if (kind < mix.guess()) {
      return "#" + Expression.write(random.nextInt(modulus), modulus);
    }
    int operations = expression.operators().length();
    boolean broken = kind < mix.guess() + mix.broken();
    int steps = broken ? 1 + random.nextInt(operations) : operations;
    List<String> results = new ArrayList<>(steps);
    int value = expression.operands().get(0);
    for (int i = 0; i < steps; i++) {
      value = expression.apply(i, value);
      if (random.nextDouble() < mix.corruption()) {
        value = (value + 1 + random.nextInt(modulus - 1)) % modulus;
      }
      results.add(Expression.write(value, modulus));
    }
    String chain = String.join(",", results);
    return broken ? chain : chain + "#" + results.get(results.size() - 1);
  }
}
