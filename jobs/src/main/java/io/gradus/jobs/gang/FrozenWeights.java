package io.gradus.jobs.gang;

import io.gradus.jobs.policy.ArrayBlocks;
import io.gradus.jobs.policy.BlockWeights;
import io.gradus.jobs.policy.ExecutorPolicies;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.training.hub.WeightSource;
import io.gradus.training.model.Compute.ComputeType;

/** Weights that members hold and that stay as they are: the reference of a KL term. */
public final class FrozenWeights implements AutoCloseable {
  private final String slot;
  private final GangPlan plan;
  private final ArrayBlocks master;

  FrozenWeights(String slot, GangPlan plan, ArrayBlocks master) {
    this.slot = slot;
    this.plan = plan;
    this.master = master;
  }

  /** The weights as tasks borrow them. */
  public PolicyVersion version() {
    return new BlockWeights(plan.configJson(), plan.slices(), ComputeType.FLOAT32, master)
        .version(slot);
  }

  /** The weights, read on the driver piece by piece. */
  public WeightSource weights() {
    return BlockWeights.source(plan.slices(), master);
  }

  /** Removes them. */
  @Override
  public void close() {
    master.remove();
    ExecutorPolicies.release(slot);
  }
}
