package io.gradus.jobs.gang;

import io.gradus.jobs.policy.ArrayBlocks;
import io.gradus.jobs.policy.ArrayBlocks.Place;
import io.gradus.jobs.policy.BlockWeights;
import io.gradus.jobs.policy.PolicySlices;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.OptimizerSlice;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Sums all members' gradients of a slice, in the order of the members; yields its squares' sum. */
final class SumTask implements FlatMapFunction<Iterator<Integer>, Double> {
  private static final long serialVersionUID = 1;

  private final GangPlan plan;
  private final List<ArrayBlocks> gradients;
  private final ArrayBlocks sums;

  /**
   * A task.
   *
   * @param gradients of the mini-batches that a step learns from, each of all members
   */
  SumTask(GangPlan plan, List<ArrayBlocks> gradients, ArrayBlocks sums) {
    this.plan = plan;
    this.gradients = List.copyOf(gradients);
    this.sums = sums;
  }

  @Override
  public Iterator<Double> call(Iterator<Integer> members) {
    int member = members.next();
    PolicySlices slices = plan.slices();
    double squares = 0;
    for (int number = 0; number < slices.chunks(member); number++) {
      float[] sum = new float[slices.size(member, number)];
      int index = slices.index(member, number);
      for (ArrayBlocks gradient : gradients) {
        for (int source = 0; source < slices.members(); source++) {
          add(gradient, GradientTask.index(slices, source, index), sum);
        }
      }
      squares += OptimizerSlice.squares(sum);
      sums.put(index, sum, Place.MEMORY);
    }
    return List.of(squares).iterator();
  }

  private void add(ArrayBlocks gradient, int index, float[] sum) {
    float[] values =
        plan.gradients() == ComputeType.FLOAT32
            ? gradient.floats(index)
            : BlockWeights.widened(gradient.halves(index));
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }
}
