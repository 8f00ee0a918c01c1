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
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Samples and scores batches, on the device that Spark gave the task. */
final class SampleTask implements FlatMapFunction<Iterator<RolloutBatch>, SampleTask.Result> {
  private static final long serialVersionUID = 1;
  private static final float[] NONE = {};

  private final RolloutPlan plan;

  SampleTask(RolloutPlan plan) {
    this.plan = plan;
  }

  /**
   * What a batch gave.
   *
   * @param rollouts problem by problem, sample by sample
   * @param sampleSeconds wall clock of sampling
   * @param scoreSeconds wall clock of scoring
   */
  record Result(
      List<SampledRollout> rollouts, TaskDevice device, double sampleSeconds, double scoreSeconds)
      implements Serializable {

    /** What verification needs. */
    ArrayList<VerifyTask.Answer> answers() {
      ArrayList<VerifyTask.Answer> answers = new ArrayList<>();
      rollouts.forEach(rollout -> answers.add(rollout.answer()));
      return answers;
    }
  }

  @Override
  public Iterator<Result> call(Iterator<RolloutBatch> batches) {
    List<Result> results = new ArrayList<>();
    batches.forEachRemaining(batch -> results.add(run(batch)));
    return results.iterator();
  }

  Result run(RolloutBatch batch) {
    TaskDevice device = TaskDevice.ofTask(plan.device());
    long start = System.nanoTime();
    List<Rollout> rollouts;
    try (ExecutorPolicies.Lease lease =
        ExecutorPolicies.borrow(plan.policy(), device.compute(plan.compute()))) {
      rollouts =
          new RolloutEngine(lease.policy(), plan.settings())
              .generate(batch.items().stream().map(RolloutBatch.Item::prompt).toList(), plan.key());
    }
    long sampled = System.nanoTime();
    List<Scores> trainer = List.of();
    List<Scores> reference = List.of();
    for (RolloutPlan.Scoring scoring : plan.scoring()) {
      Compute compute = device.compute(scoring.compute());
      trainer = score(plan.policy(), compute, scoring, rollouts);
      for (PolicyVersion version : scoring.reference()) {
        reference = score(version, compute, scoring, rollouts);
      }
    }
    List<SampledRollout> all = new ArrayList<>(rollouts.size());
    for (int i = 0; i < rollouts.size(); i++) {
      RolloutBatch.Item item = batch.items().get(i / plan.settings().samples());
      float[] trainerLogprobs = trainer.isEmpty() ? NONE : trainer.get(i).logprobs();
      all.add(
          new SampledRollout(
              item.position(),
              item.gold(),
              rollouts.get(i),
              trainerLogprobs,
              reference.isEmpty() ? trainerLogprobs : reference.get(i).logprobs(),
              trainer.isEmpty() ? NONE : trainer.get(i).entropies()));
    }
    long scored = System.nanoTime();
    return new Result(all, device, (sampled - start) / 1e9, (scored - sampled) / 1e9);
  }

  private List<Scores> score(
      PolicyVersion version, Compute compute, RolloutPlan.Scoring scoring, List<Rollout> rollouts) {
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, compute)) {
      List<Sequence> sequences =
          rollouts.stream().map(r -> Sequence.of(r.promptIds(), r.completionIds())).toList();
      return new SequenceScorer(lease.policy(), scoring.microBatchTokens())
          .score(sequences, plan.settings().sampling().temperature());
    }
  }
}
