package io.gradus.analysis.curves;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which test problems were answered rightly at every curve point: what lets a bootstrap draw the
 * test problems anew.
 *
 * <p>Problems of a benchmark are numbered from 0. Runs may have been tested on the same problems,
 * on some of them, or on none in common; a value is the share of a problem's answers that were
 * right.
 */
public final class ProblemOutcomes implements Serializable {
  /** No answers are known. */
  public static final ProblemOutcomes NONE = new ProblemOutcomes();

  private final Map<Key, Answers> answers = new HashMap<>();
  private final Map<Problems, int[]> sets = new HashMap<>();

  private record Key(String runId, String benchmark, int step) implements Serializable {}

  /** A set of problems, compared by its numbers. */
  private record Problems(int[] numbers) implements Serializable {
    @Override
    public boolean equals(Object other) {
      return other instanceof Problems && Arrays.equals(numbers, ((Problems) other).numbers);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(numbers);
    }
  }

  /**
   * A point's answers.
   *
   * @param problems numbers of the problems asked, ascending; one array for all points with the
   *     same problems
   * @param wrong share of wrong answers to each
   * @param sum of these shares
   */
  public record Answers(int[] problems, float[] wrong, double sum) implements Serializable {
    static final Answers UNKNOWN = new Answers(new int[0], new float[0], 0);

    /** Whether any answers are known. */
    public boolean known() {
      return problems.length > 0;
    }

    /** Change of log loss when problem j counts {@code times[j]} times; half an answer is added. */
    public double change(int[] times) {
      double drawn = 0;
      long count = 0;
      for (int j = 0; j < problems.length; j++) {
        int t = times[problems[j]];
        count += t;
        drawn += t * wrong[j];
      }
      return count == 0
          ? 0
          : Math.log((drawn + 0.5) / (count + 1.0) * (problems.length + 1.0) / (sum + 0.5));
    }
  }

  /**
   * Adds a point.
   *
   * @param problems numbers of the problems asked, ascending
   * @param right share of right answers to each, within 0 and 1
   */
  public void put(String runId, String benchmark, int step, int[] problems, float[] right) {
    if (problems.length != right.length || problems.length < 2) {
      throw new IllegalArgumentException(
          "Run %s, benchmark %s, step %d has %d problems and answers to %d, expected the same number, at least 2"
              .formatted(runId, benchmark, step, problems.length, right.length));
    }
    for (int i = 0; i < problems.length; i++) {
      if (problems[i] <= (i == 0 ? -1 : problems[i - 1])) {
        throw new IllegalArgumentException(
            "Run %s, benchmark %s, step %d has problem %d at place %d, expected ascending numbers from 0"
                .formatted(runId, benchmark, step, problems[i], i));
      }
    }
    int[] shared = sets.computeIfAbsent(new Problems(problems.clone()), Problems::numbers);
    float[] wrong = new float[right.length];
    double sum = 0;
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = 1 - right[i];
      sum += wrong[i];
    }
    answers.put(new Key(runId, benchmark, step), new Answers(shared, wrong, sum));
  }

  /** The answers of a point, or {@link Answers#UNKNOWN}. */
  public Answers of(CurvePoint point) {
    return answers.getOrDefault(
        new Key(point.runId(), point.benchmark(), point.step()), Answers.UNKNOWN);
  }
}
