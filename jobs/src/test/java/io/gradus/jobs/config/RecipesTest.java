package io.gradus.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.training.grpo.Advantage.Estimator;
import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.Clip;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.KlEstimator;
import io.gradus.training.grpo.PolicyLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file of conf/recipes can be included, and says what it is called after. */
class RecipesTest {
  @TempDir private Path folder;

  private TrainConfig including(String recipe, String... overrides) throws IOException {
    Path recipes = Path.of("../conf/recipes").toAbsolutePath();
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            """
include "%s"
store.path = s
model.path = m
problems { train.path = a, test.path = b }
"""
                .formatted(recipes.resolve(recipe + ".conf")));
    return TrainConfig.of(Settings.load(file.toString(), List.of(overrides)));
  }

  @ParameterizedTest
  @CsvSource({
    "grpo, GROUP, CLIP, SEQ_MEAN_TOKEN_MEAN, 0.04, LOSS",
    "dapo, GROUP, CLIP, TOKEN_MEAN, 0, LOSS",
    "dr-grpo, GROUP_MEAN, CLIP, SEQ_MEAN_TOKEN_SUM_NORM, 0, LOSS",
    "gspo, GROUP, GSPO, SEQ_MEAN_TOKEN_MEAN, 0, LOSS",
    "cispo, GROUP_MEAN_BATCH_STD, CISPO, PROMPT_MEAN, 0, LOSS",
    "rloo, LEAVE_ONE_OUT, CLIP, SEQ_MEAN_TOKEN_SUM_NORM, 0.03, REWARD",
    "reinforce-plus-plus, BATCH, CLIP, TOKEN_MEAN, 0.01, REWARD",
  })
  void isWhatItsNameSays(
      String recipe,
      Estimator estimator,
      PolicyLoss policy,
      Aggregation aggregation,
      double kl,
      String place)
      throws IOException {
    TrainConfig config = including(recipe);
    GrpoLoss loss = config.grpo().update().loss();
    assertThat(config.grpo().advantage().estimator()).isEqualTo(estimator);
    assertThat(loss.policy()).isEqualTo(policy);
    assertThat(config.grpo().update().aggregation()).isEqualTo(aggregation);
    assertThat(loss.kl().coefficient()).isEqualTo(kl);
    assertThat(loss.kl().place()).hasToString(place);
  }

  @Test
  void theirSpecialPartsAreOn() throws IOException {
    TrainConfig dapo = including("dapo");
    assertThat(dapo.grpo().update().loss().clip()).isEqualTo(new Clip(0.2, 0.28, Clip.NO_DUAL));
    assertThat(dapo.rollout().dynamicSampling()).isEqualTo(9);
    assertThat(dapo.grpo().schedule().at(0)).isEqualTo(1e-6 / 20);
    assertThat(dapo.reward().settings().functions())
        .containsExactly("correctness", "length_penalty*0.5");
    assertThat(dapo.reward().decidingPart()).isEqualTo("correctness");
    TrainConfig cispo = including("cispo");
    assertThat(cispo.grpo().update().loss().clip()).isEqualTo(new Clip(1, 4, Clip.NO_DUAL));
    assertThat(cispo.grpo().zeroVariance()).isEqualTo(GrpoConfig.ZeroVariance.DROP);
    assertThat(including("rloo").grpo().update().loss().kl().estimator()).isEqualTo(KlEstimator.K1);
    assertThat(including("reinforce-plus-plus").rollout().groupSize()).isEqualTo(1);
  }

  /** Shorter completions than the recipe's want a shorter buffer. */
  @Test
  void aPenaltyLongerThanCompletionsIsRefused() throws IOException {
    assertThatThrownBy(() -> including("dapo", "rollout.max-tokens=1024"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("dapo.conf:")
        .hasMessageContaining("reward.options.length_penalty.buffer = 4096")
        .hasMessageEndingWith("expected at most rollout.max-tokens = 1024");
    assertThat(
            including(
                "dapo", "rollout.max-tokens=1024", "reward.options.length_penalty.buffer=1024"))
        .isNotNull();
  }
}
