package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class DivergenceTest {
  private static TrainConfig config(Path store, String learningRate) throws Exception {
    return SmallRun.config(
        store,
        "model.path=" + SmallRun.model(),
        "run.id=wild",
        "grpo.learning-rate=" + learningRate,
        "evaluate.every=1",
        "commit.every=2");
  }

  /** What was sampled for step 1. */
  private static List<String> completions(Path store) {
    return SmallRun.rows(store, Tables.TRAJECTORIES, "position", "sample").stream()
        .filter(row -> row.<Integer>getAs("step") == 1)
        .map(row -> row.<String>getAs("problem_id") + " " + row.getAs("completion_ids"))
        .toList();
  }

  /** The first optimiser step makes weights whose products no float holds; the second one sees. */
  @Test
  void theStepIsRecordedAndTheSameCommandDivergesAgain() throws Exception {
    Path store = SmallRun.folder().resolve("wild");
    SmallRun.RecordingListener listener = new SmallRun.RecordingListener();
    assertThatThrownBy(() -> TrainJob.run(TestSpark.session(), config(store, "1e30"), listener))
        .isInstanceOf(DivergedRunException.class)
        .hasMessageContaining("Run wild diverged at step 1: ")
        .hasMessageContaining("at the step's optimiser step 2")
        .hasMessageContaining("weights are those committed after step 0")
        .hasMessageContaining("same command would diverge again")
        .hasMessageContaining("grpo.learning-rate than 1.0E30");
    assertThat(listener.events).noneMatch(event -> event.startsWith("stepped"));
    List<Row> steps = SmallRun.steps(store);
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).<String>getAs("status")).isEqualTo("diverged");
    assertThat(steps.get(0).<String>getAs("reason")).contains("at the step's optimiser step 2");
    assertThat(steps.get(0).<Integer>getAs("optimizer_steps")).isEqualTo(1);
    assertThat(steps.get(0).<Long>getAs("tokens")).isZero();
    assertThat(completions(store)).isEqualTo(completions(SmallRun.reference()));
    assertThat(completions(store)).hasSize(SmallRun.PROMPTS * SmallRun.GROUP);
    assertThat(store.resolve("checkpoints")).doesNotExist();

    assertThatThrownBy(
            () -> TrainJob.run(TestSpark.session(), config(store, "1e30"), new TrainListener() {}))
        .isInstanceOf(DivergedRunException.class);
    assertThat(SmallRun.steps(store).toString()).isEqualTo(steps.toString());
    try (Stream<Path> manifests = Files.list(store.resolve("_manifests/wild"))) {
      assertThat(manifests).hasSize(3);
    }
    assertThatThrownBy(
            () -> TrainJob.run(TestSpark.session(), config(store, "1e-3"), new TrainListener() {}))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("grpo.learning-rate");
  }
}
