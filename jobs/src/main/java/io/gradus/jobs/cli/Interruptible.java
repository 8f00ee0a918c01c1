package io.gradus.jobs.cli;

/** A command that has something to say when a signal ends it. */
interface Interruptible {
  /**
   * What became of the work, and what to do to have the rest: a sentence without its beginning
   * {@code gradus:}. Called from another thread while the command runs.
   */
  String interrupted();
}
