package io.gradus.jobs.gang;

import io.gradus.jobs.policy.ArrayBlocks;
import io.gradus.jobs.policy.PolicySlices;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.OptimizerSlice;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Takes AdamW's step on a member's slice; yields whether all its weights are finite. */
final class StepTask implements FlatMapFunction<Iterator<Integer>, Boolean> {
  private static final long serialVersionUID = 1;

  private final GangPlan plan;
  private final GangState from;
  private final GangState to;
  private final ArrayBlocks sums;
  private final AdamW settings;
  private final double norm;

  StepTask(
      GangPlan plan, GangState from, GangState to, ArrayBlocks sums, AdamW settings, double norm) {
    this.plan = plan;
    this.from = from;
    this.to = to;
    this.sums = sums;
    this.settings = settings;
    this.norm = norm;
  }

  @Override
  public Iterator<Boolean> call(Iterator<Integer> members) {
    int member = members.next();
    PolicySlices slices = plan.slices();
    boolean finite = true;
    for (int number = 0; number < slices.chunks(member); number++) {
      int index = slices.index(member, number);
      OptimizerSlice stepped =
          from.chunk(index).step(sums.floats(index), norm, to.steps(), settings);
      finite &= stepped.isFinite();
      to.put(index, stepped);
    }
    return List.of(finite).iterator();
  }
}
