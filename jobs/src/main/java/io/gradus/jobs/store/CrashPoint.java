package io.gradus.jobs.store;

/**
 * Told of every operation of a commit that has just become visible in the store. Tests stop the
 * process there to show that a run resumes from its last commit wherever it was stopped.
 */
@FunctionalInterface
public interface CrashPoint {
  /** Goes on. */
  CrashPoint NONE = point -> {};

  /** Operations of a run's life in the store, in their order. */
  enum Point {
    CLAIMED,
    CLEANED,
    TABLE_STAGED,
    CHECKPOINT_STAGED,
    TABLE_PLACED,
    CHECKPOINT_PLACED,
    MANIFEST_STAGED,
    MANIFEST_WRITTEN,
    ATTEMPT_REMOVED,
    CHECKPOINT_PRUNED
  }

  /** Called after each operation; may be called several times with one point during a commit. */
  void reached(Point point);
}
