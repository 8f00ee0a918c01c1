package io.gradus.jobs.study;

import io.gradus.jobs.config.TrainConfig;
import java.util.List;
import java.util.Map;

/**
 * One run of a study.
 *
 * @param id name in the store
 * @param axes value by axis, in alphabetical order of the axes
 * @param grids names of the grids that have it
 * @param modelKey directory of its initial model: runs with the same one share the model
 * @param config all its settings
 */
public record PlannedRun(
    String id, Map<String, String> axes, List<String> grids, String modelKey, TrainConfig config) {

  /**
   * Whether no other run may be under way: the tensor library has one number of threads for all of
   * a process, and side by side it is 1; and members of a gang begin together or not at all.
   */
  public boolean exclusive() {
    return config.update().isGang()
        || Math.max(config.grpo().threads(), config.rollout().threads()) > 1;
  }
}
