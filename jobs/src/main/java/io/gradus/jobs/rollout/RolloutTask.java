package io.gradus.jobs.rollout;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;

/** What a task does with a partition where one stage does it all: sample, score and verify. */
final class RolloutTask implements FlatMapFunction<Iterator<RolloutBatch>, BatchResult> {
  private static final long serialVersionUID = 1;

  private final SampleTask sampling;
  private final VerifyTask verification;

  RolloutTask(RolloutPlan plan, Optional<Scoring> scoring) {
    this.sampling = new SampleTask(plan, scoring);
    this.verification = new VerifyTask(plan);
  }

  @Override
  public Iterator<BatchResult> call(Iterator<RolloutBatch> batches) {
    List<BatchResult> results = new ArrayList<>();
    batches.forEachRemaining(
        batch -> {
          SampledBatch sampled = sampling.run(batch);
          GradedBatch graded = verification.run(VerifyTask.Answers.of(batch, sampled));
          results.add(new BatchResult(sampled, graded));
        });
    return results.iterator();
  }
}
