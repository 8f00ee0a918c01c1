package io.gradus.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.model.AdamW;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two prompts, with completions of 1 and 3, and of 4 tokens. */
class AggregationTest {
  private static final List<List<Trajectory>> GROUPS =
      List.of(
          List.of(trajectory(1, FinishReason.STOP), trajectory(3, FinishReason.LENGTH)),
          List.of(trajectory(4, FinishReason.STOP)));

  private static Trajectory trajectory(int tokens, FinishReason finish) {
    return new Trajectory(
        new Rollout("p", 0, new int[] {1}, new int[tokens], new float[tokens], finish),
        1,
        Optional.empty(),
        Optional.empty());
  }

  private static List<Float> weights(Aggregation aggregation, Overlong overlong) {
    GrpoSettings settings =
        new GrpoSettings(
            2,
            1,
            100,
            new AdamW(0, 0.9, 0.9, 1, 0, 1),
            GrpoLoss.of(Clip.of(0.2), 0, 1),
            aggregation,
            10,
            OldLogprobs.RECOMPUTED,
            overlong);
    return MiniBatch.of(GROUPS, settings).weights();
  }

  @Test
  void weightsOfTokensByHand() {
    assertThat(weights(Aggregation.TOKEN_MEAN, Overlong.KEEP))
        .containsExactly(1 / 8f, 1 / 8f, 1 / 8f);
    assertThat(weights(Aggregation.SEQ_MEAN_TOKEN_MEAN, Overlong.KEEP))
        .containsExactly(1 / 3f, 1 / 9f, 1 / 12f);
    assertThat(weights(Aggregation.SEQ_MEAN_TOKEN_SUM_NORM, Overlong.KEEP))
        .containsExactly(1 / 30f, 1 / 30f, 1 / 30f);
    assertThat(weights(Aggregation.PROMPT_MEAN, Overlong.KEEP))
        .containsExactly(1 / 8f, 1 / 8f, 1 / 8f);
  }

  @Test
  void maskedCompletionsCountForNothing() {
    assertThat(weights(Aggregation.TOKEN_MEAN, Overlong.MASK)).containsExactly(1 / 5f, 1 / 5f);
    assertThat(weights(Aggregation.SEQ_MEAN_TOKEN_MEAN, Overlong.MASK))
        .containsExactly(1 / 2f, 1 / 8f);
    assertThat(weights(Aggregation.PROMPT_MEAN, Overlong.MASK)).containsExactly(1 / 2f, 1 / 8f);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKEN_MEAN", "SEQ_MEAN_TOKEN_MEAN", "PROMPT_MEAN"})
  void weightsOfAllTokensAddUpToOne(Aggregation aggregation) {
    List<Float> weights = weights(aggregation, Overlong.KEEP);
    assertThat(weights.get(0) + 3.0 * weights.get(1) + 4.0 * weights.get(2))
        .isCloseTo(1, within(1e-6));
  }
}
