package io.gradus.jobs.gang;

import io.gradus.jobs.policy.ArrayBlocks;
import io.gradus.jobs.policy.BlockWeights;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.OptimizerSlice;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Where a gang's weights and moments are after a number of AdamW steps. A step makes a new state
 * beside it.
 *
 * @param master weights in float32
 * @param first first moments
 * @param second second moments
 * @param rounded weights in the type that they are computed with; the master's own where that is
 *     float32
 * @param steps taken
 */
record GangState(
    ArrayBlocks master, ArrayBlocks first, ArrayBlocks second, ArrayBlocks rounded, long steps)
    implements Serializable {

  /** A state whose numbers are to be stored. */
  static GangState empty(JavaSparkContext spark, GangPlan plan, long steps) {
    ArrayBlocks master = ArrayBlocks.create(spark);
    return new GangState(
        master,
        ArrayBlocks.create(spark),
        ArrayBlocks.create(spark),
        plan.weights() == ComputeType.FLOAT32 ? master : ArrayBlocks.create(spark),
        steps);
  }

  /** Stores a chunk in this process. */
  void put(int index, OptimizerSlice chunk) {
    putWeights(index, chunk.weights());
    first.put(index, chunk.first(), ArrayBlocks.Place.MEMORY);
    second.put(index, chunk.second(), ArrayBlocks.Place.MEMORY);
  }

  void putWeights(int index, float[] weights) {
    master.put(index, weights, ArrayBlocks.Place.MEMORY);
    if (!rounded.equals(master)) {
      rounded.put(index, BlockWeights.rounded(weights), ArrayBlocks.Place.MEMORY);
    }
  }

  OptimizerSlice chunk(int index) {
    return new OptimizerSlice(master.floats(index), first.floats(index), second.floats(index));
  }

  /** The policy's weights for those who compute with them. */
  BlockWeights weights(GangPlan plan) {
    return new BlockWeights(plan.configJson(), plan.slices(), plan.weights(), rounded);
  }

  void remove() {
    master.remove();
    first.remove();
    second.remove();
    rounded.remove();
  }
}
