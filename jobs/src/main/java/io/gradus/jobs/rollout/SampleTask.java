package io.gradus.jobs.rollout;

import io.gradus.jobs.policy.ExecutorPolicies;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TaskDevice;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.RolloutEngine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Samples batches, and scores them if an update follows, on the device that Spark gave the task.
 */
final class SampleTask implements FlatMapFunction<Iterator<RolloutBatch>, SampledBatch> {
  private static final long serialVersionUID = 1;

  private final RolloutPlan plan;

  /** Null where no update follows, since an Optional cannot be serialised. */
  private final Scoring scoring;

  SampleTask(RolloutPlan plan, Optional<Scoring> scoring) {
    this.plan = plan;
    this.scoring = scoring.orElse(null);
  }

  @Override
  public Iterator<SampledBatch> call(Iterator<RolloutBatch> batches) {
    List<SampledBatch> results = new ArrayList<>();
    batches.forEachRemaining(batch -> results.add(run(batch)));
    return results.iterator();
  }

  SampledBatch run(RolloutBatch batch) {
    TaskDevice device = TaskDevice.ofTask(plan.device());
    List<Rollout> rollouts = sample(batch, device);
    List<TokenScores> scores =
        Optional.ofNullable(scoring)
            .map(wanted -> score(batch, rollouts, wanted, device))
            .orElse(List.of());
    return new SampledBatch(rollouts, scores, device);
  }

  private List<Rollout> sample(RolloutBatch batch, TaskDevice device) {
    try (ExecutorPolicies.Lease lease =
        ExecutorPolicies.borrow(plan.policy(), device.compute(plan.compute()))) {
      return new RolloutEngine(lease.policy(), plan.settings())
          .generate(batch.prompts(), plan.key());
    }
  }

  private List<TokenScores> score(
      RolloutBatch batch, List<Rollout> rollouts, Scoring wanted, TaskDevice device) {
    Compute compute = device.compute(wanted.compute());
    int most = wanted.microBatchTokens();
    int unscored =
        Math.max(0, Math.min(batch.items().size(), wanted.oldFrom() - batch.first()))
            * plan.settings().samples();
    List<Scores> trainer =
        score(rollouts.subList(unscored, rollouts.size()), plan.policy(), compute, most);
    List<Scores> reference =
        wanted.reference() instanceof Scoring.FrozenPolicy frozen
            ? score(rollouts, frozen.version(), compute, most)
            : List.of();
    List<TokenScores> scores = new ArrayList<>(rollouts.size());
    for (int i = 0; i < rollouts.size(); i++) {
      scores.add(
          TokenScores.of(
              i < unscored ? Optional.empty() : Optional.of(trainer.get(i - unscored)),
              reference.isEmpty() ? Optional.empty() : Optional.of(reference.get(i))));
    }
    return scores;
  }

  private List<Scores> score(
      List<Rollout> rollouts, PolicyVersion version, Compute compute, int microBatchTokens) {
    if (rollouts.isEmpty()) {
      return List.of();
    }
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, compute)) {
      List<Sequence> sequences =
          rollouts.stream().map(r -> Sequence.of(r.promptIds(), r.completionIds())).toList();
      return new SequenceScorer(lease.policy(), microBatchTokens)
          .score(sequences, plan.settings().sampling().temperature());
    }
  }
}
