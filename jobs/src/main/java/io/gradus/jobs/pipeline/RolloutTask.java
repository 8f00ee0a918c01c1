package io.gradus.jobs.pipeline;

import io.gradus.rewards.Completion;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import io.gradus.training.rollout.RolloutEngine;
import io.gradus.training.text.TextTokenizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** What an executor does with a partition: sample, verify and score, batch by batch. */
final class RolloutTask implements FlatMapFunction<Iterator<RolloutBatch>, BatchResult> {
  private static final long serialVersionUID = 1;
  private static final float[] NONE = {};

  private final RolloutPlan plan;

  RolloutTask(RolloutPlan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<BatchResult> call(Iterator<RolloutBatch> batches) {
    List<BatchResult> results = new ArrayList<>();
    batches.forEachRemaining(batch -> results.add(run(batch)));
    return results.iterator();
  }

  private BatchResult run(RolloutBatch batch) {
    long start = System.nanoTime();
    List<Rollout> rollouts;
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(plan.policy(), plan.compute())) {
      rollouts =
          new RolloutEngine(lease.policy(), plan.settings())
              .generate(batch.items().stream().map(RolloutBatch.Item::prompt).toList(), plan.key());
    }
    long sampled = System.nanoTime();
    List<String> texts = new ArrayList<>();
    List<Grade> grades = new ArrayList<>();
    grade(batch, rollouts, texts, grades);
    long graded = System.nanoTime();
    List<Scores> trainer = List.of();
    List<Scores> reference = List.of();
    for (RolloutPlan.Scoring scoring : plan.scoring()) {
      trainer = score(plan.policy(), scoring, rollouts);
      for (PolicyVersion version : scoring.reference()) {
        reference = score(version, scoring, rollouts);
      }
    }
    List<GradedRollout> all = new ArrayList<>(rollouts.size());
    for (int i = 0; i < rollouts.size(); i++) {
      float[] trainerLogprobs = trainer.isEmpty() ? NONE : trainer.get(i).logprobs();
      all.add(
          new GradedRollout(
              batch.items().get(i / plan.settings().samples()).position(),
              rollouts.get(i),
              texts.get(i),
              grades.get(i),
              trainerLogprobs,
              reference.isEmpty() ? trainerLogprobs : reference.get(i).logprobs(),
              trainer.isEmpty() ? NONE : trainer.get(i).entropies()));
    }
    long scored = System.nanoTime();
    return new BatchResult(
        all,
        new BatchResult.Seconds(
            (sampled - start) / 1e9, (graded - sampled) / 1e9, (scored - graded) / 1e9));
  }

  private void grade(
      RolloutBatch batch, List<Rollout> rollouts, List<String> texts, List<Grade> grades) {
    TextTokenizer tokenizer = plan.tokenizer().value().tokenizer();
    for (int i = 0; i < rollouts.size(); i++) {
      Rollout rollout = rollouts.get(i);
      String text = tokenizer.decode(rollout.completionIds());
      Completion completion =
          new Completion(
              text,
              rollout.completionIds().length,
              plan.settings().maxTokens(),
              rollout.finishReason() == FinishReason.STOP);
      Gold gold = batch.items().get(i / plan.settings().samples()).gold();
      texts.add(text);
      // The deciding part is of the trained task; other kinds of answers have rules of their own.
      String deciding = gold.rule() == GradingRule.MATH ? plan.decidingPart() : "";
      grades.add(Grade.of(plan.rewards().grade(gold, completion), deciding));
    }
  }

  private List<Scores> score(
      PolicyVersion version, RolloutPlan.Scoring scoring, List<Rollout> rollouts) {
    try (ExecutorPolicies.Lease lease = ExecutorPolicies.borrow(version, scoring.compute())) {
      List<Sequence> sequences =
          rollouts.stream().map(r -> Sequence.of(r.promptIds(), r.completionIds())).toList();
      return new SequenceScorer(lease.policy(), scoring.microBatchTokens())
          .score(sequences, plan.settings().sampling().temperature());
    }
  }
}
