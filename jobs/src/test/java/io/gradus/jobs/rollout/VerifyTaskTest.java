package io.gradus.jobs.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.config.DeviceConfig;
import io.gradus.jobs.policy.TaskDevice;
import io.gradus.jobs.policy.TokenizerBundle;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.rewards.Gold;
import io.gradus.rewards.RewardSettings;
import io.gradus.rewards.grading.Rewards;
import io.gradus.training.model.Sampling;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutPrompt;
import io.gradus.training.rollout.RolloutSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class VerifyTaskTest {
  private static RolloutBatch.Item item(String id, String gold) {
    return new RolloutBatch.Item(new RolloutPrompt(id, new int[] {1}), Gold.math(gold));
  }

  private static Rollout rollout(String id, int sample, int token, FinishReason reason) {
    return new Rollout(id, sample, new int[] {1}, new int[] {token}, new float[] {-1}, reason);
  }

  /** What a stage of its own is sent: every completion with the gold answer of its own problem. */
  @Test
  void answersAreGradedByTheGoldOfTheirProblem() {
    RolloutBatch batch = new RolloutBatch(0, List.of(item("a", "7"), item("b", "8")));
    SampledBatch sampled =
        new SampledBatch(
            List.of(
                rollout("a", 0, 10, FinishReason.STOP),
                rollout("a", 1, 11, FinishReason.LENGTH),
                rollout("a", 2, 12, FinishReason.STOP),
                rollout("b", 0, 20, FinishReason.LENGTH),
                rollout("b", 1, 21, FinishReason.STOP),
                rollout("b", 2, 22, FinishReason.STOP)),
            List.of(),
            new TaskDevice("driver", List.of(), "cpu"),
            new WorkSpan("driver", 0, 1),
            new StageSeconds(0, 0, 0, 0, 0, 0));
    List<String> answers = new ArrayList<>();
    for (VerifyTask.Answer answer : VerifyTask.Answers.of(batch, sampled).answers()) {
      answers.add(
          "%d %s %s"
              .formatted(answer.completionIds()[0], answer.gold().answer(), answer.stopped()));
    }
    assertThat(answers)
        .containsExactly(
            "10 7 true", "11 7 false", "12 7 true", "20 8 false", "21 8 true", "22 8 true");
  }

  /** The digit before the completion is the prompt's end, and part of what is read. */
  @Test
  void whatTheAnswerBeginsWithIsReadBeforeTheCompletion() throws IOException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    TokenizerBundle tokenizer = TokenizerBundle.read(SmallRun.model());
    int[] two = tokenizer.tokenizer().encodeWithoutSpecialTokens("2");
    RolloutPlan plan =
        new RolloutPlan(
            null,
            null,
            DeviceConfig.Choice.CPU,
            new RolloutSettings(1, new Sampling(1, 1, 0), 6, List.of()),
            new RolloutKey(1, "test", 0),
            spark.broadcast(tokenizer),
            Rewards.of(RewardSettings.defaults()),
            "correctness",
            "4");
    GradedBatch graded =
        new VerifyTask(plan)
            .run(
                new VerifyTask.Answers(
                    List.of(
                        new VerifyTask.Answer(Gold.math("42"), two, true),
                        new VerifyTask.Answer(Gold.math("2"), two, true))));
    assertThat(graded.grades()).extracting(Grade::correct).containsExactly(true, false);
    assertThat(graded.grades()).extracting(Grade::completion).containsExactly("2", "2");
  }
}
