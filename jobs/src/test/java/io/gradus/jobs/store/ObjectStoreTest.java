package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
  @TempDir Path root;
  private Process owner;

  @AfterEach
  void stopTheOwner() {
    if (owner != null) {
      owner.destroyForcibly();
    }
  }

  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.objects.impl", ObjectFileSystem.class.getName());
    hadoop.setBoolean("fs.objects.impl.disable.cache", true);
    hadoop.set("gradus.owner.settle", "1ms");
    hadoop.set("gradus.owner.lease", "150ms");
    return hadoop;
  }

  private RunStore store(Configuration hadoop) {
    return RunStore.open(hadoop, "objects://bucket" + root);
  }

  @Test
  void givesTheSameBytesAsALocalDisk(@TempDir Path local) throws IOException {
    SampleRun.write(store(hadoop()));
    SampleRun.write(RunStore.open(new Configuration(), local.toString()));
    assertThat(SampleRun.tables(root)).isEqualTo(SampleRun.tables(local));
  }

  @Test
  void copiesTheCheckpointToALocalFolder(@TempDir Path scratch) throws IOException {
    SampleRun.write(store(hadoop()));
    try (RunWriter run = store(hadoop()).openRun(SampleRun.record("{}"), 1)) {
      Path folder = run.lastCheckpoint().orElseThrow().directory(scratch);
      assertThat(folder).isEqualTo(scratch);
      assertThat(folder.resolve("config.json")).hasContent("{\"step\": 4}");
      assertThat(folder.resolve("shards/model.safetensors")).hasSize(2000);
    }
  }

  @Test
  void knowsItsOwnCommitWhenTheAnswerIsLost() throws IOException {
    Configuration losing = hadoop();
    losing.set("objects.lose", "_manifests");
    SampleRun.write(store(losing));
    try (RunWriter run = store(hadoop()).openRun(SampleRun.record("{}"), 1)) {
      assertThat(run.lastCommittedStep()).hasValue(SampleRun.STEPS);
    }
  }

  @Test
  void givesUpWhenAnotherProcessCommittedInItsPlace() throws IOException {
    try (RunWriter run = store(hadoop()).openRun(SampleRun.record("{}"), 1)) {
      SampleRun.commit(run, 1, 1);
      Path mine = root.resolve("_manifests/sample-s1/00000001.json");
      String foreign =
          Files.readString(mine).replaceFirst("\"owner\" : \"[^\"]*", "\"owner\" : \"x");
      Files.writeString(root.resolve("_manifests/sample-s1/00000002.json"), foreign);
      assertThatThrownBy(() -> SampleRun.commit(run, 2, 2))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("00000002.json was written by another process");
    }
  }

  @Test
  void givesUpWhenTheRunWasTakenOver() throws IOException {
    try (RunWriter run = store(hadoop()).openRun(SampleRun.record("{}"), 1)) {
      Path record = root.resolve("_owners/sample-s1.json");
      Files.write(record, new Owner("other", "elsewhere", 7, 0, 3, 0).toJson());
      assertThatThrownBy(() -> SampleRun.commit(run, 1, 1))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is being written by process 7 on elsewhere");
      assertThat(root.resolve("_manifests/sample-s1/00000001.json")).doesNotExist();
    }
  }

  @Test
  void refusesARunWhoseOwnerLivesAndTakesItWhenTheOwnerIsDead() throws Exception {
    owner = ChildProcess.start(Holder.class, "objects://bucket" + root, "gradus.owner.lease=150ms");
    ChildProcess.awaitLine(owner, "holding");
    assertThatThrownBy(() -> store(hadoop()).openRun(SampleRun.record("{}"), 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is being written by process " + owner.pid());
    owner.destroyForcibly().waitFor();
    store(hadoop()).openRun(SampleRun.record("{}"), 1).close();
  }

  @Test
  void readsARecordAgainThatWasRenewedMeanwhile() throws IOException {
    Configuration hadoop = hadoop();
    hadoop.set("objects.changes", "4");
    SampleRun.write(store(hadoop));
    hadoop.set("objects.changes", "5");
    assertThatThrownBy(() -> store(hadoop).openRun(SampleRun.record("{}"), 1))
        .hasRootCauseInstanceOf(PathIOException.class)
        .rootCause()
        .hasMessageContaining("changed while it was read");
  }

  @Test
  void takesARunWhoseOwnerElsewhereNoLongerCounts() throws IOException {
    Files.createDirectories(root.resolve("_owners"));
    Files.write(
        root.resolve("_owners/sample-s1.json"), new Owner("o", "elsewhere", 7, 0, 3, 0).toJson());
    store(hadoop()).openRun(SampleRun.record("{}"), 1).close();
    assertThat(root.resolve("_owners/sample-s1.json")).doesNotExist();
  }

  @Test
  void refusesALocalRunOfAnotherProcess() throws Exception {
    owner = ChildProcess.start(Holder.class, root.toString());
    ChildProcess.awaitLine(owner, "holding");
    RunStore local = RunStore.open(new Configuration(), root.toString());
    assertThatThrownBy(() -> local.openRun(SampleRun.record("{}"), 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is being written by process " + owner.pid());
    owner.destroyForcibly().waitFor();
    local.openRun(SampleRun.record("{}"), 1).close();
  }

  /** Claims the sample run and keeps it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      Configuration hadoop = hadoop();
      RunWriter run = RunStore.open(hadoop, arguments[0]).openRun(SampleRun.record("{}"), 1);
      System.out.println("holding");
      System.out.flush();
      Thread.currentThread().join();
      run.close();
    }
  }
}
