package io.gradus.jobs.rollout;

import io.gradus.rewards.Completion;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import io.gradus.training.text.TextTokenizer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Decodes and grades the answers of batches; needs no accelerator. */
final class VerifyTask implements FlatMapFunction<Iterator<VerifyTask.Answers>, GradedBatch> {
  private static final long serialVersionUID = 1;

  private final RolloutPlan plan;

  VerifyTask(RolloutPlan plan) {
    this.plan = plan;
  }

  /**
   * A batch's completions to grade: the little of a rollout that crosses to a stage of its own.
   *
   * @param answers problem by problem, sample by sample
   */
  record Answers(List<Answer> answers) implements Serializable {
    static Answers of(RolloutBatch batch, SampledBatch sampled) {
      List<Answer> answers = new ArrayList<>();
      int samples = sampled.rollouts().size() / batch.items().size();
      for (int i = 0; i < sampled.rollouts().size(); i++) {
        Rollout rollout = sampled.rollouts().get(i);
        answers.add(
            new Answer(
                batch.items().get(i / samples).gold(),
                rollout.completionIds(),
                rollout.finishReason() == FinishReason.STOP));
      }
      return new Answers(answers);
    }
  }

  /**
   * A completion to grade.
   *
   * @param stopped whether the model ended it
   */
  record Answer(Gold gold, int[] completionIds, boolean stopped) implements Serializable {}

  @Override
  public Iterator<GradedBatch> call(Iterator<Answers> batches) {
    List<GradedBatch> results = new ArrayList<>();
    batches.forEachRemaining(batch -> results.add(run(batch)));
    return results.iterator();
  }

  GradedBatch run(Answers batch) {
    long start = System.nanoTime();
    TextTokenizer tokenizer = plan.tokenizer().value().tokenizer();
    List<Grade> grades = new ArrayList<>();
    for (Answer answer : batch.answers()) {
      String text = tokenizer.decode(answer.completionIds());
      Completion completion =
          new Completion(
              plan.answerPrefix() + text,
              answer.completionIds().length,
              plan.settings().maxTokens(),
              answer.stopped());
      // The deciding part is of the trained task; other kinds of answers have rules of their own.
      String deciding = answer.gold().rule() == GradingRule.MATH ? plan.decidingPart() : "";
      grades.add(new Grade(text, plan.rewards().grade(answer.gold(), completion), deciding));
    }
    return new GradedBatch(grades, WorkSpan.since(start));
  }
}
