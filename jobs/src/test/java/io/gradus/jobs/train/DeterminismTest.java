package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The same settings and seed leave the same bytes, however and wherever they are executed. */
class DeterminismTest {
  private static void assertSameRun(Path store, Path reference) throws IOException {
    assertThat(SmallRun.sums(store)).isNotEmpty().isEqualTo(SmallRun.sums(reference));
    assertThat(SmallRun.steps(store)).hasSize(3).isEqualTo(SmallRun.steps(reference));
  }

  @Test
  void anotherExecutionLeavesTheSameModelToo() throws IOException {
    Path reference = SmallRun.reference();
    Path store = SmallRun.folder().resolve("second");
    TrainJob.run(TestSpark.session(), SmallRun.config(store), new TrainListener() {});
    assertSameRun(store, reference);
    Path model = store.resolve("models").resolve(SmallRun.model().getFileName());
    assertThat(model.resolve("model.safetensors"))
        .hasSameBinaryContentAs(SmallRun.model().resolve("model.safetensors"));
  }

  @Test
  void oneCoreGivesWhatTwoDo() throws IOException {
    Path reference = SmallRun.reference();
    Path store = SmallRun.again(TestSpark.session("local[1]"), "one-core");
    assertSameRun(store, reference);
    assertThat(SmallRun.runs(store)).isEqualTo(SmallRun.runs(reference));
  }

  @Test
  void commitsOfSeveralStepsGiveTheSameTables() throws IOException {
    Path reference = SmallRun.reference();
    Path store = SmallRun.again(TestSpark.session(), "commit-two", "commit.every=2");
    assertThat(SmallRun.steps(store)).isEqualTo(SmallRun.steps(reference));
    assertThat(SmallRun.sums(store)).containsAllEntriesOf(withoutCheckpoints(reference));
    Path checkpoint = Path.of("checkpoints", SmallRun.ID, "step-00000003", "model.safetensors");
    assertThat(store.resolve(checkpoint)).hasSameBinaryContentAs(reference.resolve(checkpoint));
  }

  private static java.util.Map<String, String> withoutCheckpoints(Path store) throws IOException {
    var sums = SmallRun.sums(store);
    sums.keySet().removeIf(name -> name.startsWith("checkpoints"));
    return sums;
  }

  @Test
  void anotherSeedGivesAnotherRun() throws IOException {
    Path reference = SmallRun.reference();
    Path store =
        SmallRun.again(TestSpark.session(), "other-seed", "seed=4", "run.id=small-s3", "steps=1");
    String first = "trajectories/run_id=small-s3/step=1";
    assertThat(SmallRun.sums(store).entrySet().stream().filter(e -> e.getKey().startsWith(first)))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(SmallRun.sums(reference).entrySet());
  }
}
