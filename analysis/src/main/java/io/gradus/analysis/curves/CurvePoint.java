package io.gradus.analysis.curves;

import java.io.Serializable;
import java.util.Objects;

/**
 * One point of a run's test loss: a row of the table {@code curves}.
 *
 * <p>This is the only input of the laws: curves of this project's own store and curves of other
 * systems come here in the same shape.
 *
 * @param runId the run; points of one run share a training trajectory and the test problems
 * @param family the model family, such as {@code qwen2.5}; sizes are compared within a family
 * @param variant {@code base} or {@code instruct}
 * @param params non-embedding parameters N, positive
 * @param seed the run's seed
 * @param tau how often each training problem is reused, at least 1
 * @param groupSize rollouts a prompt, at least 1
 * @param step optimisation steps done, 0 for the initial model
 * @param data prompts consumed D, cumulative; NaN when unknown
 * @param tokens training tokens T, cumulative; NaN when unknown
 * @param compute training FLOP C = 6 N T, cumulative; NaN when unknown
 * @param benchmark the held-out set that was answered
 * @param problems number of its problems, 0 when unknown
 * @param loss test loss 1 − pass@1, in [0, 1]
 * @param se standard error of {@code loss}; NaN when unknown
 */
public record CurvePoint(
    String runId,
    String family,
    String variant,
    double params,
    long seed,
    int tau,
    int groupSize,
    int step,
    double data,
    double tokens,
    double compute,
    String benchmark,
    int problems,
    double loss,
    double se)
    implements Serializable {

  /** Checks the ranges above. */
  public CurvePoint {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(benchmark, "benchmark");
    require(params > 0 && !Double.isInfinite(params), runId, "params", params, "positive");
    require(tau >= 1, runId, "tau", tau, "at least 1");
    require(groupSize >= 1, runId, "group_size", groupSize, "at least 1");
    require(step >= 0, runId, "step", step, "0 or more");
    require(!(data < 0), runId, "data", data, "0 or more");
    require(!(tokens < 0), runId, "tokens", tokens, "0 or more");
    require(!(compute < 0), runId, "compute", compute, "0 or more");
    require(problems >= 0, runId, "problems", problems, "0 or more");
    require(loss >= 0 && loss <= 1, runId, "loss", loss, "within 0 and 1");
    require(!(se < 0), runId, "se", se, "0 or more");
  }

  private static void require(
      boolean holds, String runId, String column, double found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Run %s: column %s is %s, expected %s".formatted(runId, column, found, expected));
    }
  }
}
