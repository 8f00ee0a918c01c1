package io.gradus.jobs.rollout;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** What a task does with a partition where one stage does it all: sample, score and verify. */
final class RolloutTask implements FlatMapFunction<Iterator<RolloutBatch>, BatchResult> {
  private static final long serialVersionUID = 1;

  private final SampleTask sampling;
  private final VerifyTask verification;

  RolloutTask(RolloutPlan plan) {
    this.sampling = new SampleTask(plan);
    this.verification = new VerifyTask(plan);
  }

  @Override
  public Iterator<BatchResult> call(Iterator<RolloutBatch> batches) {
    List<BatchResult> results = new ArrayList<>();
    batches.forEachRemaining(
        batch -> {
          SampleTask.Result sampled = sampling.run(batch);
          results.add(BatchResult.of(sampled, verification.run(sampled.answers())));
        });
    return results.iterator();
  }
}
