package io.gradus.jobs.train;

import io.gradus.jobs.rollout.Scoring.Reference;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a run's KL term compares the policy with: nothing, the initial policy throughout, or a copy
 * of the policy that is taken anew every so many steps ({@code grpo.reference-refresh}) and saved
 * with every checkpoint.
 */
interface References extends AutoCloseable {
  Reference current();

  /** Takes the policy that a step left as the reference, if that is due. */
  void stepped(int step);

  /** Writes the reference into a checkpoint, where another one than the initial model is due. */
  void save(Path checkpoint) throws IOException;

  @Override
  void close();
}
