package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Runs with other parts of the loss than the defaults. */
class RecipeRunTest {
  private static Path run(String store, int steps, String... overrides) throws IOException {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("steps=" + steps);
    return SmallRun.again(TestSpark.session(), store, all.toArray(String[]::new));
  }

  /** Everything that a step depends on beside weights is kept: prompts drawn, reference, rate. */
  @Test
  void aRunThatRefillsAndRefreshesResumesAsIfItHadNeverStopped() throws IOException {
    String[] recipe = {
      "run.id=refilled",
      "evaluate.every=0",
      "problems.train.order=shuffled",
      "rollout.dynamic-sampling=2",
      "grpo.policy-loss=gspo",
      "grpo.zero-variance=drop",
      "grpo.reference-refresh=2",
      "grpo.kl-in=reward",
      "grpo.kl-estimator=k1",
      "grpo.kl-coefficient=0.05",
      "grpo.entropy-coefficient=0.01",
      "grpo.overlong=mask",
      "grpo.correction.kind=truncate",
      "grpo.correction.level=sequence",
      "grpo.schedule.shape=linear",
      "grpo.schedule.steps=4",
      "grpo.schedule.warm-up=1",
    };
    Path whole = run("refilled", 4, recipe);
    run("refilled-parts", 3, recipe);
    Path parts = run("refilled-parts", 4, recipe);
    assertThat(SmallRun.sums(parts).get("checkpoints/refilled/step-00000004/model.safetensors"))
        .isNotNull()
        .isEqualTo(
            SmallRun.sums(whole).get("checkpoints/refilled/step-00000004/model.safetensors"));
    assertThat(whole.resolve("checkpoints/refilled/step-00000004/trainer/reference.safetensors"))
        .exists();
    List<Row> steps = SmallRun.rows(whole, Tables.STEPS, "step");
    assertThat(steps)
        .extracting(row -> row.<Double>getAs("learning_rate"))
        .containsExactly(1e-3, 1e-3, 1e-3 * (1 - 1 / 3.0), 1e-3 * (1 - 2 / 3.0));
    long data = steps.get(3).getAs("data");
    assertThat(data).as("replaced prompts count").isGreaterThan(4L * SmallRun.PROMPTS);
    assertThat(steps)
        .anySatisfy(row -> assertThat((int) row.getAs("sampling_rounds")).isPositive());
    List<Row> trajectories = SmallRun.rows(whole, Tables.TRAJECTORIES, "step");
    assertThat(trajectories).as("all are kept").hasSize((int) data * SmallRun.GROUP);
    long tokens =
        trajectories.stream()
            .mapToLong(
                r ->
                    r.getList(r.fieldIndex("prompt_ids")).size()
                        + r.getList(r.fieldIndex("completion_ids")).size())
            .sum();
    assertThat(tokens).isEqualTo((long) steps.get(3).getAs("tokens"));
  }

  @Test
  void oneCompletionAPromptIsEnoughForTheBatch() throws IOException {
    Path store =
        run(
            "singles",
            1,
            "run.id=singles",
            "evaluate.every=0",
            "rollout.group-size=1",
            "grpo.advantage=batch",
            "grpo.policy-loss=cispo");
    Row step = SmallRun.rows(store, Tables.STEPS, "step").get(0);
    assertThat((double) step.getAs("gradient_norm")).isPositive();
    assertThat((double) step.getAs("effective_samples")).isBetween(0.99, 1.0000001);
    assertThat((double) step.getAs("perplexity_ratio")).isBetween(0.999, 1.001);
    assertThat((double) step.getAs("sampler_kl")).isBetween(0.0, 1e-6);
  }

  @Test
  void aRateThatFallsUntilTheLastStepKeepsThatStep() throws IOException {
    String[] falling = {"run.id=falling", "evaluate.every=0", "grpo.schedule.shape=cosine"};
    run("falling", 1, falling);
    assertThatThrownBy(() -> run("falling", 2, falling))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Run falling was begun with steps = 1, now it is 2");
  }
}
