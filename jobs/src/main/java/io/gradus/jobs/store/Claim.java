package io.gradus.jobs.store;

import java.io.Closeable;
import java.io.IOException;

/** The right to write a run, held by one process at a time. */
interface Claim extends Closeable {
  /**
   * Called before each commit.
   *
   * @throws StoreException if another process has taken the run over
   */
  void check() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Claims a run.
   *
   * @throws StoreException if another process has it
   */
  static Claim of(StoreFiles files, String runId, Owner owner) throws IOException {
    return files.isLocal()
        ? LockClaim.of(files, runId, owner)
        : HeartbeatClaim.of(files, runId, owner, HeartbeatClaim.Timing.of(files.configuration()));
  }
}
