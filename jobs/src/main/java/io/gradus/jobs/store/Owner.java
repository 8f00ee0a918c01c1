package io.gradus.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradus.files.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.UUID;

/**
 * A process that writes a run.
 *
 * @param name random
 * @param started when the process began, milliseconds since 1970; tells apart processes with one
 *     pid
 * @param beat how often the record was renewed
 * @param renewed when it was last renewed, milliseconds since 1970 by the owner's clock
 */
record Owner(String name, String host, long pid, long started, long beat, long renewed) {

  /** This process, under a new name. */
  static Owner here() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    ProcessHandle process = ProcessHandle.current();
    return new Owner(
        UUID.randomUUID().toString(),
        host,
        process.pid(),
        started(process),
        0,
        System.currentTimeMillis());
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  Owner renew() {
    return new Owner(name, host, pid, started, beat + 1, System.currentTimeMillis());
  }

  /** Whether it is certain that the process is gone, because it ran on this host. */
  boolean isGone(Owner here) {
    return host.equals(here.host)
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(p -> started(p) == started)
            .isEmpty();
  }

  /**
   * Whether a process of this machine has a run, as far as its record says. Of processes elsewhere
   * nothing is known: those whose record is there count as at work where stores have no locks.
   */
  static boolean isAtWork(StoreFiles files, String runId) throws IOException {
    Owner owner;
    try {
      owner = parse(files.read(HeartbeatClaim.record(runId)));
    } catch (FileNotFoundException | JsonProcessingException e) {
      return false;
    }
    Owner here = here();
    if (owner.isGone(here) || (files.isLocal() && !owner.host.equals(here.host))) {
      return false;
    }
    return !files.isLocal()
        || owner.pid != here.pid
        || LockClaim.isHeld(files.local(Layout.OWNERS).orElseThrow(), runId);
  }

  StoreException refuses(String runId) {
    return StoreException.inOtherHands(
        "Run %s is being written by process %d on %s, since %s; two drivers cannot write one run"
            .formatted(runId, pid, host, Instant.ofEpochMilli(started)));
  }

  byte[] toJson() throws IOException {
    return Json.STRICT.writeValueAsBytes(this);
  }

  static Owner parse(byte[] json) throws IOException {
    return Json.STRICT.readValue(json, Owner.class);
  }
}
