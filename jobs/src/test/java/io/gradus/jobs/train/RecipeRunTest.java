package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** What a recipe learns does not depend on how its update is cut into passes. */
  @ParameterizedTest
  @MethodSource("recipes")
  void microBatchesGiveTheSameLosses(List<String> recipe) throws IOException {
    String name = recipe.get(0);
    List<List<Row>> steps = new ArrayList<>();
    for (String tokens : List.of("16", "64", "4096")) {
      List<String> all = new ArrayList<>(recipe.subList(1, recipe.size()));
      all.addAll(
          List.of(
              "run.id=" + name + "-" + tokens,
              "evaluate.every=0",
              "grpo.mini-batch=2",
              "grpo.micro-batch-tokens=" + tokens));
      Path store = run("micro-batches", 3, all.toArray(String[]::new));
      steps.add(
          SmallRun.rows(store, Tables.STEPS, "step").stream()
              .filter(row -> row.<String>getAs("run_id").equals(name + "-" + tokens))
              .toList());
    }
    assertThat(steps.get(0)).hasSize(3);
    assertThat(steps.get(0))
        .anySatisfy(row -> assertThat((double) row.getAs("gradient_norm")).isPositive());
    for (List<Row> other : steps.subList(1, 3)) {
      for (int i = 0; i < 3; i++) {
        for (String column : List.of("loss", "gradient_norm", "reward_mean", "entropy")) {
          double expected = steps.get(0).get(i).<Double>getAs(column);
          assertThat((double) other.get(i).getAs(column))
              .as("%s of step %d", column, i + 1)
              .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
        }
      }
    }
  }

  static List<List<String>> recipes() {
    return List.of(
        List.of(
            "dapo",
            "grpo.kl-coefficient=0",
            "grpo.clip-high=0.28",
            "rollout.dynamic-sampling=2",
            "grpo.aggregation=token-mean"),
        List.of(
            "dr-grpo",
            "grpo.kl-coefficient=0",
            "grpo.advantage=group-mean",
            "grpo.aggregation=seq-mean-token-sum-norm"),
        List.of(
            "gspo",
            "grpo.policy-loss=gspo",
            "grpo.clip-range=3e-4",
            "grpo.aggregation=seq-mean-token-mean"),
        List.of(
            "cispo",
            "grpo.policy-loss=cispo",
            "grpo.advantage=group-mean-batch-std",
            "grpo.zero-variance=drop",
            "grpo.aggregation=prompt-mean"),
        List.of(
            "rloo",
            "grpo.advantage=leave-one-out",
            "grpo.kl-in=reward",
            "grpo.kl-estimator=k1",
            "grpo.kl-coefficient=0.03",
            "grpo.aggregation=seq-mean-token-sum-norm"));
  }
}
