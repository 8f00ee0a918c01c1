package io.gradus.jobs.train;

import io.gradus.jobs.policy.PolicyVersion;
import io.gradus.jobs.store.RunRecord;
import io.gradus.training.grpo.DivergedUpdateException;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.grpo.UpdateSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run learns with: weights and optimiser, wherever they are ({@code update.mode}). */
interface Trainer extends AutoCloseable {
  /** Makes the policy the initial model. */
  void loadInitial() throws IOException;

  /** Takes up what a checkpoint holds, and returns the numbers kept with it. */
  Map<String, Double> restore(Path checkpoint) throws IOException;

  /**
   * Writes a checkpoint into an existing directory.
   *
   * @param run whose record names the initial model
   * @param store root of the store that the checkpoint is to lie in
   */
  void save(Path directory, RunRecord run, String store, Map<String, Double> counters)
      throws IOException;

  /**
   * Changes the policy with a step's groups of trajectories.
   *
   * @param step that they belong to
   * @throws DivergedUpdateException if a number is not finite
   */
  UpdateSummary update(int step, GrpoSettings settings, List<List<Trajectory>> groups);

  /** Makes the policy as it is available to tasks, until the next publication. */
  PolicyVersion publish(String version);

  /**
   * What the KL term compares the policy with, in a run that begins or resumes.
   *
   * @param checkpoint that the run resumes from, on this machine
   * @param step after which that is
   */
  References references(Optional<Path> checkpoint, int step) throws IOException;

  @Override
  void close();
}
