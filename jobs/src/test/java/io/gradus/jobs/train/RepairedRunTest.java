package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.jobs.progress.TrainListener;
import io.gradus.jobs.store.StoreException;
import io.gradus.jobs.store.StoreRepair;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was damaged and taken back ends with the bytes of one that was not. */
class RepairedRunTest {
  private static final String NEWEST = "checkpoints/small-s3/step-00000003/model.safetensors";

  @TempDir Path folder;
  private Path store;

  @BeforeEach
  void copyTheReference() throws IOException {
    store = folder.resolve("store");
    Path reference = SmallRun.reference();
    try (Stream<Path> files = Files.walk(reference)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, store.resolve(reference.relativize(file)));
      }
    }
  }

  private void flip(String name) throws IOException {
    byte[] content = Files.readAllBytes(store.resolve(name));
    content[content.length / 2] ^= 1;
    Files.write(store.resolve(name), content);
  }

  private SmallRun.RecordingListener train(int steps, OptionalInt fromStep) throws IOException {
    SmallRun.RecordingListener listener = new SmallRun.RecordingListener();
    TrainJob.run(TestSpark.session(), SmallRun.config(store, "steps=" + steps), listener, fromStep);
    return listener;
  }

  @ParameterizedTest
  @CsvSource({
    NEWEST + ", 2",
    "trajectories/run_id=small-s3/step=3/part-00000.parquet, 2",
    "trajectories/run_id=small-s3/step=1/part-00000.parquet, 0",
  })
  void byARepair(String damaged, int from) throws IOException {
    flip(damaged);
    StoreRepair.of(new Configuration(), store.toString(), Optional.empty(), StoreRepair.Mode.APPLY);
    assertThat(train(SmallRun.STEPS, OptionalInt.empty()).events)
        .contains("begun small-s3 after %d of 3".formatted(from), "committed 3");
    assertSound();
  }

  @Test
  void byTheStepToContinueFrom() throws IOException {
    flip(NEWEST);
    assertThatThrownBy(() -> train(4, OptionalInt.empty()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(NEWEST)
        .hasMessageContaining("the checkpoint of step 2 is sound: train --from-step 2 continues");
    assertThat(train(SmallRun.STEPS, OptionalInt.of(2)).events)
        .contains(
            "noted run small-s3 is set back to step 2; what followed lies in file:%s/_quarantine/0001"
                .formatted(store),
            "begun small-s3 after 2 of 3",
            "committed 3");
    assertSound();
  }

  /** A made model that has lost a bit is no begin of any run. */
  @Test
  void aDamagedInitialModelIsNotTrainedFrom() throws IOException {
    String weights = "models/" + SmallRun.model().getFileName() + "/model.safetensors";
    flip(weights);
    assertThatThrownBy(
            () ->
                TrainJob.run(
                    TestSpark.session(),
                    SmallRun.config(store, "run.id=another"),
                    new TrainListener() {}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(weights + " in file:" + store + " is damaged: SHA-256")
        .hasMessageEndingWith("(a model that runs begin from)");
  }

  private void assertSound() throws IOException {
    Path reference = SmallRun.reference();
    assertThat(SmallRun.sums(store)).isEqualTo(SmallRun.sums(reference));
    assertThat(SmallRun.steps(store)).isEqualTo(SmallRun.steps(reference));
  }
}
