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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A claim by a record that its owner renews, for stores without locks. A record that is not renewed
 * for the length of a lease belongs to nobody.
 *
 * <p>Where the store has {@link ConditionalWrites conditional writes}, a record is made, renewed
 * and taken over only if it is still what was read, so that of any number of processes that claim a
 * run at the same moment one gets it. Elsewhere each waits after its write, to see whether another
 * one wrote too: of two writes that are further apart than that wait, both may count.
 *
 * <p>What it cannot do: an owner that is stopped between its check and its manifest for longer than
 * a lease, and then wakes up, may still write that manifest. With conditional writes it fails if
 * its successor has committed meanwhile; without them both may commit.
 */
final class HeartbeatClaim implements Claim {
  /** Reads of a record that is renewed meanwhile, before its reader gives up. */
  private static final int READS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatClaim.class);

  private final StoreFiles files;
  private final Optional<ConditionalWrites> conditional;
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

  /**
   * What was found in the place of the record.
   *
   * @param owner empty if there is no record, or one that says nothing
   * @param etag of what is there, with conditional writes; empty if nothing is
   */
  private record Sight(Optional<Owner> owner, Optional<String> etag) {
    boolean isOf(Owner one) {
      return owner.filter(found -> found.name().equals(one.name())).isPresent();
    }
  }

  private HeartbeatClaim(StoreFiles files, String runId, Owner owner, Timing timing)
      throws IOException {
    this.files = files;
    this.conditional = files.conditional();
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
    Sight seen = look();
    if (seen.owner().isPresent() && !seen.owner().get().isGone(owner)) {
      // Only the owner's own counting is compared: clocks of two machines may differ.
      pause(timing.lease);
      Sight later = look();
      if (later.owner().isPresent() && !later.owner().equals(seen.owner())) {
        throw later.owner().get().refuses(runId);
      }
      seen = later;
    }
    if (!write(seen, owner)) {
      throw lost(look());
    }
    if (conditional.isPresent()
        && write(new Sight(Optional.empty(), Optional.empty()), owner.renew())) {
      LOG.warn(
          "{} takes no notice of conditions on writes: two drivers that begin run {} at the same moment are not told apart for certain",
          files.root(),
          runId);
    }
    pause(timing.settle);
    check();
    long third = Math.max(1, timing.lease.toMillis() / 3);
    renewal.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
  }

  private synchronized void renew() {
    try {
      Sight seen = look();
      if (seen.isOf(owner)) {
        write(seen, owner.renew());
      }
    } catch (IOException e) {
      // Tried again in a third of a lease; the check before a commit decides.
    }
  }

  /** Writes the record; false if it is no longer what was seen, as far as the store can tell. */
  private boolean write(Sight seen, Owner renewed) throws IOException {
    byte[] json = renewed.toJson();
    if (conditional.isEmpty()) {
      files.write(record, json);
    } else {
      boolean written =
          seen.etag().isPresent()
              ? conditional.get().replace(files.path(record), json, seen.etag().get())
              : conditional.get().create(files.path(record), json);
      if (!written) {
        return false;
      }
    }
    owner = renewed;
    return true;
  }

  /** The etag is read first: if the content is of a later one, a write on that condition fails. */
  private Sight look() throws IOException {
    Optional<String> etag =
        conditional.isPresent() ? conditional.get().etag(files.path(record)) : Optional.empty();
    return new Sight(current(), etag);
  }

  private Optional<Owner> current() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return Optional.of(Owner.parse(files.read(record)));
      } catch (FileNotFoundException e) {
        return Optional.empty();
      } catch (JsonProcessingException e) {
        return Optional.empty(); // A record that says nothing holds nothing.
      } catch (IOException e) {
        // So S3A says, with various exceptions, that the file was replaced between two requests of
        // one read.
        if (attempt == READS) {
          throw e;
        }
      }
    }
  }

  @Override
  public synchronized void check() throws IOException {
    Sight now = look();
    if (!now.isOf(owner)) {
      throw lost(now);
    }
  }

  private StoreException lost(Sight now) {
    return now.owner()
        .map(other -> other.refuses(runId))
        .orElseGet(
            () ->
                StoreException.inOtherHands(
                    "Run %s: the owner's record %s is gone, expected this process's"
                        .formatted(runId, files.path(record))));
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
