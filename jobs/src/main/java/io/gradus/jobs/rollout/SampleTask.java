package io.gradus.jobs.rollout;

import io.gradus.jobs.policy.ExecutorPolicies;
import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.policy.TaskDevice;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.RolloutEngine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    long begin = System.nanoTime();
    TaskDevice device = TaskDevice.ofTask(plan.device());
    Timed<List<Rollout>> rollouts =
        with(
            plan.policy(),
            device.compute(plan.compute()),
            policy ->
                new RolloutEngine(policy, plan.settings()).generate(batch.prompts(), plan.key()));
    Passes passes =
        Optional.ofNullable(scoring)
            .map(wanted -> score(batch, rollouts.value(), wanted, device))
            .orElse(Passes.NONE);
    StageSeconds seconds =
        new StageSeconds(
            rollouts.load() + passes.old().load() + passes.reference().load(),
            rollouts.work(),
            passes.old().work(),
            passes.reference().work(),
            0,
            0);
    return new SampledBatch(
        rollouts.value(), passes.scores(), device, WorkSpan.since(begin), seconds);
  }

  /**
   * What came of work with a policy.
   *
   * @param load seconds until the policy was there
   * @param work seconds after that
   */
  private record Timed<T>(T value, double load, double work) {}

  /** Scores of a batch's rollouts, and of each pass what it found. */
  private record Passes(
      List<TokenScores> scores, Timed<List<Scores>> old, Timed<List<Scores>> reference) {
    static final Timed<List<Scores>> NO_PASS = new Timed<>(List.of(), 0, 0);
    static final Passes NONE = new Passes(List.of(), NO_PASS, NO_PASS);
  }

  private Passes score(
      RolloutBatch batch, List<Rollout> rollouts, Scoring wanted, TaskDevice device) {
    Compute compute = device.compute(wanted.compute());
    int most = wanted.microBatchTokens();
    int unscored =
        Math.max(0, Math.min(batch.items().size(), wanted.oldFrom() - batch.first()))
            * plan.settings().samples();
    Timed<List<Scores>> old =
        score(rollouts.subList(unscored, rollouts.size()), plan.policy(), compute, most);
    Timed<List<Scores>> reference =
        wanted.reference() instanceof Scoring.FrozenPolicy frozen
            ? score(rollouts, frozen.version(), compute, most)
            : Passes.NO_PASS;
    List<TokenScores> scores = new ArrayList<>(rollouts.size());
    for (int i = 0; i < rollouts.size(); i++) {
      scores.add(
          TokenScores.of(
              i < unscored ? Optional.empty() : Optional.of(old.value().get(i - unscored)),
              reference.value().isEmpty()
                  ? Optional.empty()
                  : Optional.of(reference.value().get(i))));
    }
    return new Passes(scores, old, reference);
  }

  private Timed<List<Scores>> score(
      List<Rollout> rollouts, PolicyVersion version, Compute compute, int microBatchTokens) {
    if (rollouts.isEmpty()) {
      return Passes.NO_PASS;
    }
    List<Sequence> sequences =
        rollouts.stream().map(r -> Sequence.of(r.promptIds(), r.completionIds())).toList();
    return with(
        version,
        compute,
        policy ->
            new SequenceScorer(policy, microBatchTokens)
                .score(sequences, plan.settings().sampling().temperature()));
  }

  private static <T> Timed<T> with(
      PolicyVersion version, Compute compute, Function<Policy, T> work) {
    long begin = System.nanoTime();
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, compute)) {
      long loaded = System.nanoTime();
      T value = work.apply(lease.policy());
      return new Timed<>(value, (loaded - begin) / 1e9, (System.nanoTime() - loaded) / 1e9);
    }
  }
}
