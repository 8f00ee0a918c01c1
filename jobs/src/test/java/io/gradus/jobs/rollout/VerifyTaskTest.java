package io.gradus.jobs.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.policy.TaskDevice;
import io.gradus.rewards.Gold;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import io.gradus.training.rollout.RolloutPrompt;
import java.util.ArrayList;
import java.util.List;
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
}
