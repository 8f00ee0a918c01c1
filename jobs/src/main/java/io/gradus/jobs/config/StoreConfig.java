package io.gradus.jobs.config;

/**
 * Where and how often results are kept (blocks {@code store}, {@code commit}, {@code checkpoint}).
 *
 * @param path root of the run store
 * @param commitEvery steps between two commits
 * @param keepCheckpoints newest checkpoints kept of a run
 */
public record StoreConfig(String path, int commitEvery, int keepCheckpoints) {

  static StoreConfig of(Section root) {
    return new StoreConfig(
        root.child("store").name("path", "a folder, hdfs:// or s3a://"),
        root.child("commit").integer("every", Bound.atLeast(1)),
        root.child("checkpoint").integer("keep", Bound.atLeast(1)));
  }
}
