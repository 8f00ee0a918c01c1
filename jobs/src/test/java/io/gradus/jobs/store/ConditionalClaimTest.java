package io.gradus.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gradus.jobs.s3.ConditionalServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims and commits at an S3 server with conditional writes, by S3A where it has them. */
class ConditionalClaimTest {
  private static final String BUCKET = "s3a://" + ConditionalServer.BUCKET + "/";
  private static final int DRIVERS = 4;
  private static final int ROUNDS = 6;
  private static final int OBJECTS = 40;

  @TempDir static Path folder;
  private static ConditionalServer server;
  private static StoreFiles files;

  @BeforeAll
  static void start() throws Exception {
    assumeThat(hadoopHasThem())
        .as("this Hadoop has conditional writes, as 3.4.2 and later do")
        .isTrue();
    server = ConditionalServer.start(folder);
    files = StoreFiles.open(server.hadoop(), BUCKET + "store");
    assertThat(files.conditional()).isPresent();
  }

  private static boolean hadoopHasThem() {
    try {
      Class<?> keys = Class.forName("org.apache.hadoop.fs.Options$CreateFileOptionKeys");
      return keys.getField("FS_OPTION_CREATE_CONDITIONAL_OVERWRITE") != null;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static Configuration unconditional() {
    Configuration hadoop = server.hadoop();
    hadoop.setBoolean("fs.s3a.create.conditional.enabled", false);
    return hadoop;
  }

  @Test
  void anObjectIsMadeOnceAndReplacedOnlyAsItWasSeen() throws Exception {
    ConditionalWrites writes = files.conditional().orElseThrow();
    org.apache.hadoop.fs.Path path = files.path("object");
    assertThat(writes.etag(path)).isEmpty();
    assertThat(writes.create(path, new byte[] {1})).isTrue();
    assertThat(writes.create(path, new byte[] {2})).isFalse();
    assertThat(files.read("object")).containsExactly(1);
    assertThat(writes.create(path, new byte[] {1}))
        .as("content that is there was written by this caller, whose answer was lost")
        .isTrue();
    String first = writes.etag(path).orElseThrow();
    assertThat(writes.replace(path, new byte[] {3}, first)).isTrue();
    assertThat(writes.replace(path, new byte[] {4}, first)).isFalse();
    assertThat(files.read("object")).containsExactly(3);
    files.delete("object");
    assertThat(writes.replace(path, new byte[] {5}, first)).isFalse();
    assertThat(files.exists("object")).isFalse();
  }

  @Test
  void itCanBeSwitchedOff() throws Exception {
    assertThat(StoreFiles.open(unconditional(), BUCKET + "store").conditional()).isEmpty();
  }

  @Test
  void ofWritersThatCreateAnObjectAtTheSameMomentOneDoes() throws Exception {
    List<StoreFiles> stores = new ArrayList<>();
    for (int writer = 0; writer < DRIVERS; writer++) {
      stores.add(StoreFiles.open(server.hadoop(), BUCKET + "store"));
    }
    ExecutorService writers = Executors.newFixedThreadPool(DRIVERS);
    try {
      for (int object = 0; object < OBJECTS; object++) {
        String name = "raced/" + object;
        CyclicBarrier together = new CyclicBarrier(DRIVERS);
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (int writer = 0; writer < DRIVERS; writer++) {
          byte[] content = {(byte) writer};
          StoreFiles store = stores.get(writer);
          writes.add(
              () -> {
                together.await();
                return store.createIfAbsent(name, content, "");
              });
        }
        List<Integer> won = new ArrayList<>();
        List<Future<Boolean>> done = writers.invokeAll(writes);
        for (int writer = 0; writer < DRIVERS; writer++) {
          if (done.get(writer).get()) {
            won.add(writer);
          }
        }
        assertThat(won).as(name).hasSize(1);
        assertThat(files.read(name)).containsExactly(won.get(0));
      }
    } finally {
      writers.shutdown();
    }
  }

  /** Each with a client of its own, as a driver on another machine has. */
  @Test
  void ofDriversThatBeginAtTheSameMomentOneGetsTheRun() throws Exception {
    List<StoreFiles> stores = new ArrayList<>();
    for (int driver = 0; driver < DRIVERS; driver++) {
      stores.add(StoreFiles.open(server.hadoop(), BUCKET + "store"));
    }
    ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String runId = "race-s" + round;
        CyclicBarrier together = new CyclicBarrier(DRIVERS);
        List<Callable<Claim>> claims = new ArrayList<>();
        for (StoreFiles store : stores) {
          claims.add(
              () -> {
                together.await();
                return Claim.of(store, runId, Owner.here());
              });
        }
        List<Claim> won = new ArrayList<>();
        for (Future<Claim> claim : drivers.invokeAll(claims)) {
          winner(claim, runId).ifPresent(won::add);
        }
        assertThat(won).as("round " + round).hasSize(1);
        won.get(0).check();
        won.get(0).close();
      }
    } finally {
      drivers.shutdown();
    }
  }

  private static Optional<Claim> winner(Future<Claim> claim, String runId) throws Exception {
    try {
      return Optional.of(claim.get());
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Run " + runId + " is being written by process ");
      return Optional.empty();
    }
  }

  /**
   * A record of a process that is gone may be replaced by one of those that find it, not by all.
   */
  @Test
  void oneOfThoseThatFindAnAbandonedRunGetsIt() throws Exception {
    ExecutorService drivers = Executors.newFixedThreadPool(DRIVERS);
    try {
      for (int round = 0; round < ROUNDS / 3; round++) {
        String runId = "left-s" + round;
        files.write(HeartbeatClaim.record(runId), new Owner("o", "elsewhere", 7, 0, 3, 0).toJson());
        CyclicBarrier together = new CyclicBarrier(DRIVERS);
        Callable<Claim> claim =
            () -> {
              StoreFiles store = StoreFiles.open(server.hadoop(), BUCKET + "store");
              together.await();
              return Claim.of(store, runId, Owner.here());
            };
        List<Claim> won = new ArrayList<>();
        for (Future<Claim> one : drivers.invokeAll(Collections.nCopies(DRIVERS, claim))) {
          winner(one, runId).ifPresent(won::add);
        }
        assertThat(won).as("round " + round).hasSize(1);
        won.get(0).close();
      }
    } finally {
      drivers.shutdown();
    }
  }

  /** An owner that was stopped for longer than its lease can neither renew nor commit. */
  @Test
  void aRunThatWasTakenOverIsNotTakenBack() throws Exception {
    RunStore store = RunStore.open(server.hadoop(), BUCKET + "taken");
    try (RunWriter first = store.openRun(SampleRun.record("{}"), 1)) {
      SampleRun.commit(first, 1, 1);
      StoreFiles taken = StoreFiles.open(server.hadoop(), BUCKET + "taken");
      taken.write(
          HeartbeatClaim.record("sample-s1"), new Owner("o", "elsewhere", 7, 0, 3, 0).toJson());
      assertThatThrownBy(() -> SampleRun.commit(first, 2, 2))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is being written by process 7 on elsewhere");
    }
  }

  /** The manifest's name decides, even between processes that both take the run for theirs. */
  @Test
  void ofTwoCommitsOfOneNumberOneCounts() throws Exception {
    assertThat(files.createIfAbsent("_manifests/x/00000001.json", new byte[] {1}, "")).isTrue();
    assertThat(files.createIfAbsent("_manifests/x/00000001.json", new byte[] {2}, "")).isFalse();
    // A client without conditions would look first, find nothing and write: here is that moment.
    FileSystem late = files.path("late").getFileSystem(server.hadoop());
    FSDataOutputStreamBuilder<?, ?> builder = late.createFile(files.path("late"));
    builder.create();
    builder.must("fs.option.create.conditional.overwrite", true);
    OutputStream slow = builder.build();
    slow.write(1);
    assertThat(files.createIfAbsent("late", new byte[] {2}, "")).isTrue();
    assertThatThrownBy(slow::close).isInstanceOf(IOException.class);
    assertThat(files.read("late")).containsExactly(2);
  }
}
