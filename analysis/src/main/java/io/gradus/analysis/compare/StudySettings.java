package io.gradus.analysis.compare;

import io.gradus.analysis.law.Axis;
import java.util.List;

/**
 * What a study of laws does.
 *
 * @param axes which X to fit; an axis that a curve does not know is skipped with a note
 * @param laws names of the laws to fit, in order; empty means all
 * @param replicates bootstrap replicates of each fit
 * @param splitReplicates replicates of each fit to a part of the curves, for its coverage
 * @param level share of replicates that an interval holds, such as 0.95
 * @param seed seed of starts and replicates: same seed, same result
 */
public record StudySettings(
    List<Axis> axes,
    List<String> laws,
    int replicates,
    int splitReplicates,
    double level,
    long seed) {

  /** All laws over compute and data with 1,000 replicates at 95 %. */
  public static final StudySettings DEFAULT =
      new StudySettings(List.of(Axis.COMPUTE, Axis.DATA), List.of(), 1000, 100, 0.95, 20260101L);

  /** Copies the lists and checks the ranges. */
  public StudySettings {
    axes = List.copyOf(axes);
    laws = List.copyOf(laws);
    if (replicates < 0 || splitReplicates < 0) {
      throw new IllegalArgumentException(
          "Replicates must be 0 or more, found %d and %d".formatted(replicates, splitReplicates));
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("Level must be within 0 and 1, found " + level);
    }
  }
}
