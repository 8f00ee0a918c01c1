package io.gradus.jobs.gang;

import io.gradus.jobs.policy.ArrayBlocks;
import io.gradus.jobs.policy.ArrayBlocks.Place;
import io.gradus.jobs.policy.BlockWeights;
import io.gradus.jobs.policy.ExecutorPolicies;
import io.gradus.jobs.policy.PolicySlices;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TaskDevice;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.Share;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Gradients;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Computes the gradient of a member's share and leaves each member's slice of it in blocks. */
final class GradientTask
    implements FlatMapFunction<Iterator<GradientTask.Work>, GradientTask.Outcome> {
  private static final long serialVersionUID = 1;

  private final GangPlan plan;
  private final PolicyVersion policy;
  private final GrpoSettings settings;
  private final ArrayBlocks gradients;
  private final GangSeconds seconds;

  GradientTask(
      GangPlan plan,
      PolicyVersion policy,
      GrpoSettings settings,
      ArrayBlocks gradients,
      GangSeconds seconds) {
    this.seconds = seconds;
    this.plan = plan;
    this.policy = policy;
    this.settings = settings;
    this.gradients = gradients;
  }

  /** What a member has to do. */
  record Work(int member, Share share) implements Serializable {}

  /** What a member found, and on which device. */
  record Outcome(Share.Found found, TaskDevice device) implements Serializable {}

  /** The place of a part of a member's gradient among the gradients' blocks. */
  static int index(PolicySlices slices, int source, int index) {
    return source * slices.count() + index;
  }

  @Override
  public Iterator<Outcome> call(Iterator<Work> work) {
    return List.of(run(work.next())).iterator();
  }

  private Outcome run(Work work) {
    long begin = System.nanoTime();
    TaskDevice device = TaskDevice.ofTask(plan.device());
    Compute compute = device.compute(plan.compute());
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(policy, compute);
        Gradients gradient = Gradients.of(lease.policy(), plan.activations())) {
      long loaded = System.nanoTime();
      Share.Found found = work.share().accumulate(gradient, settings);
      long computed = System.nanoTime();
      store(gradient, work.member());
      seconds.add(loaded - begin, computed - loaded, System.nanoTime() - computed);
      return new Outcome(found, device);
    }
  }

  private void store(Gradients gradient, int source) {
    PolicySlices slices = plan.slices();
    for (int member = 0; member < slices.members(); member++) {
      for (int number = 0; number < slices.chunks(member); number++) {
        FloatBuffer values = FloatBuffer.allocate(slices.size(member, number));
        gradient.read(slices.offset(member, number), values);
        int index = index(slices, source, slices.index(member, number));
        if (plan.gradients() == ComputeType.FLOAT32) {
          gradients.put(index, values.array(), Place.DISK);
        } else {
          gradients.put(index, BlockWeights.rounded(values.array()), Place.DISK);
        }
      }
    }
  }
}
