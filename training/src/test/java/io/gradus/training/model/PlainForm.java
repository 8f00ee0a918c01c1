package io.gradus.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.gradus.training.model.Program.Mode;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * Logprobs and gradients as they were computed before tokens were packed and the backward pass was
 * written out: padded rows, attention by its formula, autograd.
 */
public final class PlainForm {
  private final Policy policy;

  public PlainForm(Policy policy) {
    this.policy = policy;
  }

  /**
   * What the loss of a batch gives.
   *
   * @param gradient of all weights
   */
  public record Result(double[] sums, float[] logprobs, float[] gradient) {}

  /** The loss over a batch. */
  public Result gradient(TokenBatch batch, TokenLoss loss) {
    Program program =
        Program.of(
            List.of(
                Program.readResource(Program.class, "policy.torchscript"),
                Program.readResource(PlainForm.class, "plain.torchscript"),
                loss.program().text()));
    List<Long> rows = new ArrayList<>();
    List<Long> columns = new ArrayList<>();
    for (int row = 0; row < batch.sequences().size(); row++) {
      Sequence sequence = batch.sequences().get(row);
      for (int column = sequence.first(); column < sequence.ids().length; column++) {
        rows.add((long) row);
        columns.add((long) column);
      }
    }
    try (NDManager scope = policy.manager().newSubManager()) {
      NDArray ids =
          scope.create(batch.paddedIds(), new Shape(batch.sequences().size(), batch.width()));
      NDList result =
          program.run(
              scope,
              policy.compute(),
              Mode.AUTOGRAD,
              "plain_gradient",
              policy.flat(),
              policy.dimensions(scope, policy.compute()),
              policy.reals(scope, loss.temperature()),
              ids,
              scope.create(batch.sequences().stream().mapToLong(one -> one.ids().length).toArray()),
              scope.create(rows.stream().mapToLong(Long::longValue).toArray()),
              scope.create(columns.stream().mapToLong(Long::longValue).toArray()),
              scope.create(loss.columns()),
              scope.create(loss.settings()),
              scope.create(loss.wholeFlag()));
      return new Result(
          result.get(0).toDoubleArray(),
          result.get(1).toFloatArray(),
          result.get(2).toFloatArray());
    }
  }
}
