package io.gradus.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.PathIOException;

/**
 * A claim by a record that its owner renews, for stores without locks. A record that is not renewed
 * for the length of a lease belongs to nobody.
 *
 * <p>What it cannot do: an owner that is stopped between its check and its manifest for longer than
 * a lease, and then wakes up, may commit beside its successor. Object stores without a conditional
 * write offer no way to close that gap.
 */
final class HeartbeatClaim implements Claim {
  /** Reads of a record that is renewed meanwhile, before its reader gives up. */
  private static final int READS = 5;

  private final StoreFiles files;
  private final String runId;
  private final String record;
  private final Timing timing;
  private final ScheduledExecutorService renewal;
  private volatile Owner owner;

  /**
   * Times of the protocol.
   *
   * @param lease how long a record holds without being renewed
   * @param settle how long a claimant waits after writing its record to see whether another one
   *     wrote too
   */
  record Timing(Duration lease, Duration settle) {
    /**
     * As {@code gradus.owner.lease} (30s) and {@code gradus.owner.settle} (1s) of Hadoop's
     * configuration say.
     */
    static Timing of(Configuration hadoop) {
      return new Timing(
          millis(hadoop, "gradus.owner.lease", 30_000),
          millis(hadoop, "gradus.owner.settle", 1_000));
    }

    private static Duration millis(Configuration hadoop, String key, long otherwise) {
      return Duration.ofMillis(hadoop.getTimeDuration(key, otherwise, TimeUnit.MILLISECONDS));
    }
  }

  private HeartbeatClaim(StoreFiles files, String runId, Owner owner, Timing timing) {
    this.files = files;
    this.runId = runId;
    this.record = record(runId);
    this.owner = owner;
    this.timing = timing;
    this.renewal =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "gradus-owner-" + runId);
              thread.setDaemon(true);
              return thread;
            });
  }

  static String record(String runId) {
    return "%s/%s.json".formatted(Layout.OWNERS, runId);
  }

  static HeartbeatClaim of(StoreFiles files, String runId, Owner here, Timing timing)
      throws IOException {
    HeartbeatClaim claim = new HeartbeatClaim(files, runId, here, timing);
    try {
      claim.take();
      return claim;
    } catch (IOException | RuntimeException e) {
      claim.renewal.shutdownNow();
      throw e;
    }
  }

  private void take() throws IOException {
    Optional<Owner> other = current();
    if (other.isPresent() && !other.get().isGone(owner)) {
      // Only the owner's own counting is compared: clocks of two machines may differ.
      pause(timing.lease);
      Optional<Owner> later = current();
      if (later.isPresent() && !later.equals(other)) {
        throw later.get().refuses(runId);
      }
    }
    write(owner);
    pause(timing.settle);
    check();
    long third = Math.max(1, timing.lease.toMillis() / 3);
    renewal.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
  }

  private synchronized void renew() {
    try {
      if (current().filter(o -> o.name().equals(owner.name())).isPresent()) {
        write(owner.renew());
      }
    } catch (IOException e) {
      // Tried again in a third of a lease; the check before a commit decides.
    }
  }

  private void write(Owner renewed) throws IOException {
    files.write(record, renewed.toJson());
    owner = renewed;
  }

  private Optional<Owner> current() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Optional.of(Owner.parse(files.read(record)));
      } catch (FileNotFoundException e) {
        return Optional.empty();
      } catch (JsonProcessingException e) {
        return Optional.empty(); // A record that says nothing holds nothing.
      } catch (PathIOException e) {
        // So S3A says that the file was replaced between two requests of one read.
        if (attempt == READS) {
          throw e;
        }
      }
    }
  }

  @Override
  public synchronized void check() throws IOException {
    Optional<Owner> now = current();
    if (now.isEmpty() || !now.get().name().equals(owner.name())) {
      throw now.map(o -> o.refuses(runId))
          .orElseGet(
              () ->
                  StoreException.inOtherHands(
                      "Run %s: the owner's record %s is gone, expected this process's"
                          .formatted(runId, files.path(record))));
    }
  }

  @Override
  public void close() throws IOException {
    // A renewal under way may finish: an upload that is interrupted may still arrive.
    renewal.shutdown();
    try {
      renewal.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (current().filter(o -> o.name().equals(owner.name())).isPresent()) {
      files.delete(record);
    }
  }

  private static void pause(Duration time) throws InterruptedIOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while claiming a run");
    }
  }
}
