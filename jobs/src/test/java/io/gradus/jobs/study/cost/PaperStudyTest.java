package io.gradus.jobs.study.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.jobs.config.EstimateConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.study.PlannedRun;
import io.gradus.jobs.study.StudyPlan;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightLayout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The grid of the paper, as conf/paper.conf has it. */
class PaperStudyTest {
  private static final Settings SETTINGS = Settings.load("classpath:paper.conf", List.of());
  private static final List<PlannedRun> RUNS = StudyPlan.of(SETTINGS).runs();

  private static List<PlannedRun> grid(String name) {
    return RUNS.stream().filter(run -> run.grids().contains(name)).toList();
  }

  private static PlannedRun run(String id) {
    return RUNS.stream().filter(run -> run.id().equals("paper-" + id)).findFirst().orElseThrow();
  }

  /**
   * Parameters as in the index of each model's weights on the Hub: total_size over two bytes (tied
   * models: the published number of tensors' elements).
   */
  @Test
  void shapesGiveThePublishedNumbersOfParameters() {
    ModelShapes shapes = new ModelShapes(EstimateConfig.of(SETTINGS).shapes());
    Map<String, Long> published =
        Map.of(
            "0.5B", 494_032_768L,
            "1.5B", 1_543_714_304L,
            "3B", 3_085_938_688L,
            "7B", 7_615_616_512L,
            "14B", 14_770_033_664L,
            "32B", 32_763_876_352L,
            "72B", 72_706_203_648L);
    published.forEach(
        (size, parameters) -> {
          for (String variant : List.of("base", "instruct")) {
            ModelConfig model = shapes.of(run(size + "-" + variant + "-t1-g8-s1").config());
            assertThat(WeightLayout.of(model).totalLength()).as(size).isEqualTo(parameters);
          }
        });
  }

  @Test
  void theGridIsThePapers() {
    assertThat(grid("sizes")).hasSize(14);
    assertThat(grid("reuse"))
        .extracting(run -> run.axes().get("model") + " " + run.config().run().tau())
        .containsExactlyInAnyOrder(
            "7B-base 1",
            "7B-base 2",
            "7B-base 5",
            "7B-base 20",
            "7B-base 25",
            "7B-base 50",
            "7B-base 100",
            "7B-instruct 1",
            "7B-instruct 2",
            "7B-instruct 5",
            "7B-instruct 20",
            "7B-instruct 25",
            "7B-instruct 50",
            "7B-instruct 100");
    assertThat(grid("groups"))
        .extracting(run -> run.config().rollout().groupSize())
        .containsExactlyInAnyOrder(4, 8, 16, 32, 4, 8, 16, 32);
    assertThat(RUNS).as("each once").hasSize(14 + 12 + 6);
  }

  @Test
  void settingsAreThePapers() {
    TrainConfig config = run("7B-base-t1-g8-s1").config();
    assertThat(config.grpo().prompts()).isEqualTo(512);
    assertThat(config.grpo().update().miniBatchPrompts()).isEqualTo(128);
    assertThat(config.grpo().learningRate()).isEqualTo(1e-6);
    assertThat(config.grpo().update().optimizer().weightDecay()).isEqualTo(0.1);
    assertThat(config.grpo().klCoefficient()).isEqualTo(0.001);
    assertThat(config.rollout().sampling().maxTokens()).isEqualTo(4096);
    assertThat(config.problems().prompt().maxTokens()).isEqualTo(2048);
    assertThat(config.evaluate().sampling().sampling().temperature()).isEqualTo(0.7);
    assertThat(config.evaluate().every()).isEqualTo(1);
    assertThat(config.steps()).isEqualTo(105);
    Set<String> sets =
        config.evaluate().benchmarks().stream()
            .map(b -> b.name())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(sets)
        .containsExactly(
            "aime2024", "amc2023", "gsm8k", "humaneval", "math500", "supergpqa", "zebra");
  }

  /** A published subset of K problems, 512 a step, is passed tau times in 100 steps. */
  @Test
  void reuseGivesTheSameNumberOfSteps() {
    for (PlannedRun run : grid("reuse")) {
      TrainConfig config = run.config();
      String file = config.problems().train().location();
      long problems = Long.parseLong(file.replaceAll(".*_(\\d+)\\.parquet", "$1"));
      long prompts =
          run.axes().get("tau").equals("2") ? problems / 2 * 2 : problems * config.run().tau();
      assertThat((long) config.steps()).as(run.id()).isEqualTo(prompts / 512);
    }
  }

  /** 6·N a token of the update and 2·N of each scoring pass, where attention is left out. */
  @Test
  void aRunOf7BIsOfTheSizeToBeExpected() {
    StudyEstimate estimate =
        StudyEstimate.of(List.of(run("7B-base-t1-g8-s1").config()), EstimateConfig.of(SETTINGS));
    RunEstimate run = estimate.lines().get(0).estimate();
    assertThat(run.params()).isEqualTo(7_070_619_136L);
    // 105 steps of 4,096 sequences of 860 tokens
    assertThat(run.tokens()).isCloseTo(369_868_800, within(1e-3));
    assertThat(run.compute()).isCloseTo(1.5691e19, within(1e15));
    // recomputing: four forward passes; attention adds little at this length
    assertThat(run.flops().update() / run.compute()).isBetween(8.0 / 6, 8.3 / 6);
    assertThat(run.flops().score() / run.compute()).isBetween(4.0 / 6, 4.15 / 6);
    assertThat(run.fits()).isTrue();
  }
}
