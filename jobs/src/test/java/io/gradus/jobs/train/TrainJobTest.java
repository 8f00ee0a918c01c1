package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.jobs.policy.Digests;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a run leaves, worked out again from its own rows. */
class TrainJobTest {
  private static final Compute COMPUTE = Compute.cpu(1, ComputeType.FLOAT32);

  private static Path store;
  private static List<Row> trajectories;
  private static List<Row> steps;

  @BeforeAll
  static void train() throws IOException {
    store = SmallRun.reference();
    trajectories = SmallRun.rows(store, Tables.TRAJECTORIES, "step", "position", "sample");
    steps = SmallRun.rows(store, Tables.STEPS, "step");
  }

  private static List<Row> ofStep(int step) {
    return trajectories.stream().filter(row -> row.<Integer>getAs("step") == step).toList();
  }

  private static int[] ids(Row row, String column) {
    List<Integer> ids = row.getList(row.fieldIndex(column));
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double number(Row row, String column) {
    return row.<Number>getAs(column).doubleValue();
  }

  private static double[] numbers(List<Row> rows, String column) {
    return rows.stream().mapToDouble(row -> number(row, column)).toArray();
  }

  private static Map<String, String> answers() {
    return SmallRun.rows(store, Tables.PROBLEMS, "id").stream()
        .collect(Collectors.toMap(r -> r.getAs("id"), r -> r.getAs("answer")));
  }

  /**
   * The rule of exact_final: the sequence ended, and what stands after the last # is the answer.
   */
  private static boolean isRight(Row row, Map<String, String> answers) {
    String text = row.getAs("completion");
    return row.getAs("finish_reason").equals("stop")
        && text.contains("#")
        && text.substring(text.lastIndexOf('#') + 1).equals(answers.get(row.getAs("problem_id")));
  }

  @Test
  void aStepHasOneRowForEveryCompletion() {
    assertThat(trajectories).hasSize(SmallRun.STEPS * SmallRun.PROMPTS * SmallRun.GROUP);
    for (int i = 0; i < trajectories.size(); i++) {
      Row row = trajectories.get(i);
      int step = 1 + i / (SmallRun.PROMPTS * SmallRun.GROUP);
      assertThat(row.<String>getAs("run_id")).isEqualTo(SmallRun.ID);
      assertThat(row.<Integer>getAs("step")).isEqualTo(step);
      assertThat(row.<Integer>getAs("policy_step")).isEqualTo(step - 1);
      assertThat(row.<Integer>getAs("position")).isEqualTo(i / SmallRun.GROUP % SmallRun.PROMPTS);
      assertThat(row.<Integer>getAs("sample")).isEqualTo(i % SmallRun.GROUP);
      int tokens = ids(row, "completion_ids").length;
      assertThat(tokens).isBetween(1, 6);
      List<Float> logprobs = row.getList(row.fieldIndex("logprobs"));
      assertThat(logprobs).hasSize(tokens).allMatch(logprob -> logprob <= 0);
      if (row.getAs("finish_reason").equals("length")) {
        assertThat(tokens).isEqualTo(6);
      }
    }
  }

  @Test
  void problemsFollowTheCurriculum() {
    Set<String> ids = new LinkedHashSet<>();
    trajectories.forEach(row -> ids.add(row.getAs("problem_id")));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < SmallRun.STEPS * SmallRun.PROMPTS; i++) {
      expected.add("arithmetic/train/3/" + i);
    }
    assertThat(ids).containsExactlyElementsOf(expected);
  }

  @Test
  void rewardsAreThoseOfTheRule() {
    Map<String, String> answers = answers();
    for (Row row : trajectories) {
      double expected = isRight(row, answers) ? 1 : 0;
      assertThat(number(row, "reward")).isEqualTo(expected);
      assertThat(row.getJavaMap(row.fieldIndex("reward_parts")))
          .isEqualTo(Map.of("exact_final", expected, "trap", 0.0));
    }
    assertThat(numbers(trajectories, "reward")).as("some of each").contains(0).contains(1);
  }

  @Test
  void advantagesAreStandardisedWithinEachGroup() {
    int withSignal = 0;
    for (int from = 0; from < trajectories.size(); from += SmallRun.GROUP) {
      List<Row> group = trajectories.subList(from, from + SmallRun.GROUP);
      double[] rewards = numbers(group, "reward");
      double mean = Arrays.stream(rewards).sum() / 4;
      double squares = Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
      double deviation = Math.sqrt(squares / 3);
      for (int i = 0; i < 4; i++) {
        double expected = deviation == 0 ? 0 : (rewards[i] - mean) / (deviation + 1e-6);
        assertThat(number(group.get(i), "advantage")).isCloseTo(expected, within(1e-6));
      }
      withSignal += deviation > 0 ? 1 : 0;
    }
    assertThat(withSignal).as("groups that teach something").isPositive();
  }

  @Test
  void logprobsOfTheFirstStepAreThoseOfTheInitialModel() throws IOException {
    try (Policy initial = Checkpoint.loadPolicy(SmallRun.model(), COMPUTE)) {
      SequenceScorer scorer = new SequenceScorer(initial, 1000);
      for (Row row : ofStep(1)) {
        Sequence sequence = Sequence.of(ids(row, "prompt_ids"), ids(row, "completion_ids"));
        float[] scored = scorer.score(List.of(sequence), 1).get(0).logprobs();
        List<Float> kept = row.getList(row.fieldIndex("logprobs"));
        for (int t = 0; t < scored.length; t++) {
          assertThat(kept.get(t)).isCloseTo(scored[t], within(1e-4f));
        }
      }
    }
  }

  @Test
  void stepsSumUpTheirTrajectories() {
    assertThat(steps).hasSize(SmallRun.STEPS);
    double tokensSoFar = 0;
    for (Row step : steps) {
      int number = step.getAs("step");
      List<Row> rows = ofStep(number);
      double[] rewards = numbers(rows, "reward");
      double mean = Arrays.stream(rewards).average().orElseThrow();
      double squares = Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
      assertThat(number(step, "reward_mean")).isCloseTo(mean, within(1e-12));
      assertThat(number(step, "reward_std")).isCloseTo(Math.sqrt(squares / 23), within(1e-12));
      long silent = 0;
      for (int from = 0; from < rows.size(); from += 4) {
        silent += Arrays.stream(rewards, from, from + 4).distinct().count() == 1 ? 1 : 0;
      }
      assertThat(number(step, "groups_without_signal")).isCloseTo(silent / 6.0, within(1e-12));
      int[] lengths = rows.stream().mapToInt(row -> ids(row, "completion_ids").length).toArray();
      int prompts = rows.stream().mapToInt(row -> ids(row, "prompt_ids").length).sum();
      int completions = Arrays.stream(lengths).sum();
      assertThat(number(step, "prompt_tokens")).isEqualTo(prompts);
      assertThat(number(step, "completion_tokens")).isEqualTo(completions);
      assertThat(number(step, "completion_mean")).isCloseTo(completions / 24.0, within(1e-12));
      assertThat(number(step, "completion_max"))
          .isEqualTo(Arrays.stream(lengths).max().orElseThrow());
      long cut = rows.stream().filter(r -> r.getAs("finish_reason").equals("length")).count();
      assertThat(number(step, "truncated")).isCloseTo(cut / 24.0, within(1e-12));
      tokensSoFar += prompts + completions;
      assertThat(number(step, "data")).isEqualTo(6 * number);
      assertThat(number(step, "tokens")).isEqualTo(tokensSoFar);
      assertThat(number(step, "compute")).isEqualTo(6 * parameters() * tokensSoFar);
      assertThat(number(step, "optimizer_steps")).isEqualTo(2);
      assertThat(number(step, "learning_rate")).isEqualTo(1e-3);
      assertThat(number(step, "logprob_gap_max")).isBetween(0.0, 1e-4);
      assertThat(number(step, "logprob_gap_mean")).isBetween(0.0, 1e-5);
      assertThat(number(step, "kl")).isNotNegative();
      assertThat(number(step, "entropy")).isBetween(0.0, Math.log(vocabulary()));
      assertThat(number(step, "gradient_norm")).isPositive();
      assertThat(number(step, "loss"))
          .isCloseTo(number(step, "policy_loss") + 1e-3 * number(step, "kl"), within(1e-9));
      assertThat(number(step, "seconds_total"))
          .isGreaterThanOrEqualTo(
              number(step, "seconds_rollout")
                  + number(step, "seconds_update")
                  + number(step, "seconds_evaluate")
                  - 1e-6);
      assertThat(number(step, "seconds_spark")).isBetween(0.0, number(step, "seconds_rollout"));
      assertThat(number(step, "seconds_publish")).isBetween(0.0, number(step, "seconds_update"));
      assertThat(number(step, "seconds_sampling")).isPositive();
      assertThat(number(step, "seconds_old_logprobs")).isPositive();
      assertThat(number(step, "seconds_reference_logprobs")).isPositive();
      assertThat(number(step, "seconds_commit"))
          .as("of the step before, 0 being that of the initial policy")
          .isPositive();
    }
    assertThat(number(steps.get(2), "kl")).isGreaterThan(number(steps.get(0), "kl"));
  }

  /** Pad, end, three operators, =, comma, # and the digits 0 to 4. */
  private static int vocabulary() {
    return 13;
  }

  /**
   * By hand: a layer has four 16 x 16 projections of attention, three of 16 x 48 (8/3 of 16 is
   * 42.7, the next multiple of 8 is 48) and two norms of 16; then the last norm and the untied head
   * of 13 x 16.
   */
  private static double parameters() {
    return 2 * (4 * 16 * 16 + 3 * 16 * 48 + 2 * 16) + 16 + 13 * 16;
  }

  @Test
  void evaluationsAreThoseDue() {
    Map<String, String> answers = answers();
    List<Row> rows = SmallRun.rows(store, Tables.EVALUATIONS, "step", "problem_id", "sample");
    Map<Integer, Integer> counts = new TreeMap<>();
    for (Row row : rows) {
      counts.merge(row.<Integer>getAs("step"), 1, Integer::sum);
      assertThat(row.<String>getAs("benchmark")).isEqualTo("test");
      assertThat(row.<String>getAs("problem_id")).startsWith("arithmetic/test/3/");
      assertThat(row.<Boolean>getAs("correct")).isEqualTo(isRight(row, answers));
    }
    // every second step, and the initial and the last one always
    int each = SmallRun.TEST_PROBLEMS * SmallRun.TEST_SAMPLES;
    assertThat(counts).isEqualTo(Map.of(0, each, 2, each, 3, each));
  }

  @Test
  void theRunAndItsProblemsAreRecorded() throws IOException {
    Row run = SmallRun.rows(store, Tables.RUNS, "run_id").get(0);
    assertThat(run.<String>getAs("run_id")).isEqualTo(SmallRun.ID);
    assertThat(run.<String>getAs("family")).isEqualTo("llama");
    assertThat(run.<String>getAs("variant")).isEqualTo("base");
    assertThat(run.<String>getAs("dataset")).isEqualTo("synthetic");
    assertThat(number(run, "params")).isEqualTo(parameters());
    assertThat(number(run, "group_size")).isEqualTo(4);
    assertThat(number(run, "seed")).isEqualTo(3);
    assertThat(run.<String>getAs("rollout_dtype"))
        .as("of auto, for so narrow a model")
        .isEqualTo("float32");
    assertThat(run.<String>getAs("update_dtype")).isEqualTo("float32");
    assertThat(run.<String>getAs("model_digest")).isEqualTo(Digests.ofModel(SmallRun.model()));
    assertThat(new ObjectMapper().readTree(run.<String>getAs("config")).at("/grpo/mini-batch"))
        .hasToString("3");
    List<Row> problems = SmallRun.rows(store, Tables.PROBLEMS, "id");
    assertThat(problems).hasSize(SmallRun.TRAIN_PROBLEMS + SmallRun.TEST_PROBLEMS);
    Set<String> train = prompts(problems, "train");
    assertThat(train).doesNotContainAnyElementsOf(prompts(problems, "test"));
  }

  private static Set<String> prompts(List<Row> problems, String split) {
    return problems.stream()
        .filter(row -> row.getAs("split").equals(split))
        .map(row -> row.<String>getAs("prompt"))
        .collect(Collectors.toSet());
  }

  @Test
  void theNewestCheckpointsAreKeptAsModels() throws IOException {
    Path checkpoints = store.resolve("checkpoints").resolve(SmallRun.ID);
    try (Stream<Path> kept = Files.list(checkpoints)) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("step-00000002", "step-00000003");
    }
    Path last = checkpoints.resolve("step-00000003");
    float[] before = weights(SmallRun.model());
    float[] after = weights(last);
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      largest = Math.max(largest, Math.abs(after[i] - before[i]));
    }
    // six AdamW steps of 1e-3, each of about the learning rate for a weight with steady gradients
    assertThat(largest).isBetween(1e-3, 1.2e-2);
    assertThat(new ObjectMapper().readTree(last.resolve("trainer/state.json").toFile()).get("data"))
        .hasToString("18.0");
    assertThat(last.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(SmallRun.model().resolve("tokenizer.json"));
  }

  private static float[] weights(Path model) throws IOException {
    try (Policy policy = Checkpoint.loadPolicy(model, COMPUTE)) {
      FloatBuffer all = FloatBuffer.allocate((int) policy.layout().totalLength());
      policy.read(0, all);
      return all.array();
    }
  }

  @Test
  void theListenerHearsEverythingInOrder() throws IOException {
    assertThat(SmallRun.events().stream().filter(event -> !event.startsWith("noted")))
        .containsExactly(
            "begun small-s3 after 0 of 3",
            "evaluated 0 [test]",
            "committed 0",
            "stepped 1 of 3",
            "committed 1",
            "evaluated 2 [test]",
            "stepped 2 of 3",
            "committed 2",
            "evaluated 3 [test]",
            "stepped 3 of 3",
            "committed 3");
    assertThat(SmallRun.events().get(0))
        .isEqualTo("noted Pre-training 7,152 parameters (6,944 without the embedding)");
  }
}
