package io.gradus.jobs.rollout;

import io.gradus.rewards.Gold;
import io.gradus.training.rollout.RolloutPrompt;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Problems that are sampled together. Which problems share a batch is fixed by their order and the
 * configured size, so that no result depends on partitions or executors.
 *
 * @param first place of the first item among all of the job
 */
public record RolloutBatch(int first, List<Item> items) implements Serializable {
  /**
   * One problem.
   *
   * @param prompt what the policy is asked
   * @param gold the answer to grade by, and how
   */
  public record Item(RolloutPrompt prompt, Gold gold) implements Serializable {}

  /** Cuts items into batches of {@code size}, the last one possibly smaller. */
  static List<RolloutBatch> cut(List<Item> items, int size) {
    List<RolloutBatch> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      batches.add(
          new RolloutBatch(
              from, new ArrayList<>(items.subList(from, Math.min(items.size(), from + size)))));
    }
    return batches;
  }

  List<RolloutPrompt> prompts() {
    return items.stream().map(Item::prompt).toList();
  }
}
