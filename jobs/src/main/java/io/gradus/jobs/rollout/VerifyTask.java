package io.gradus.jobs.rollout;

import io.gradus.rewards.Completion;
import io.gradus.rewards.Gold;
import io.gradus.rewards.GradingRule;
import io.gradus.training.text.TextTokenizer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Decodes and grades the answers of batches; needs no accelerator. */
final class VerifyTask
    implements FlatMapFunction<Iterator<ArrayList<VerifyTask.Answer>>, VerifyTask.Result> {
  private static final long serialVersionUID = 1;

  private final RolloutPlan plan;

  VerifyTask(RolloutPlan plan) {
    this.plan = plan;
  }

  /**
   * A completion to grade.
   *
   * @param stopped whether the model ended it
   */
  record Answer(Gold gold, int[] completionIds, boolean stopped) implements Serializable {}

  /** A completion's text and grade. */
  record Graded(String completion, Grade grade) implements Serializable {}

  /** The grades of a batch, in the order of its answers, and the wall clock they took. */
  record Result(List<Graded> graded, double seconds) implements Serializable {}

  @Override
  public Iterator<Result> call(Iterator<ArrayList<Answer>> batches) {
    List<Result> results = new ArrayList<>();
    batches.forEachRemaining(batch -> results.add(run(batch)));
    return results.iterator();
  }

  Result run(List<Answer> answers) {
    long start = System.nanoTime();
    TextTokenizer tokenizer = plan.tokenizer().value().tokenizer();
    List<Graded> graded = new ArrayList<>();
    for (Answer answer : answers) {
      String text = tokenizer.decode(answer.completionIds());
      Completion completion =
          new Completion(
              text, answer.completionIds().length, plan.settings().maxTokens(), answer.stopped());
      // The deciding part is of the trained task; other kinds of answers have rules of their own.
      String deciding = answer.gold().rule() == GradingRule.MATH ? plan.decidingPart() : "";
      graded.add(
          new Graded(text, Grade.of(plan.rewards().grade(answer.gold(), completion), deciding)));
    }
    return new Result(graded, (System.nanoTime() - start) / 1e9);
  }
}
