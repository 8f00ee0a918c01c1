package io.gradus.jobs.config;

import io.gradus.training.model.Compute.ComputeType;
import java.time.Duration;

/**
 * Where the update computes (block {@code update}).
 *
 * @param mode on the driver, or by a gang of tasks
 * @param gang members of the gang
 * @param exchange type that members exchange gradients in
 * @param patience how long a stage of the gang may take
 * @param retries times that a run resumes from its last commit, one after the other, because
 *     members were lost
 */
public record UpdateConfig(
    Mode mode, int gang, ComputeType exchange, Duration patience, int retries) {

  /** What computes the update. */
  public enum Mode {
    /** One process, the driver. */
    DRIVER,
    /** Tasks that Spark schedules together, which share gradients and the optimiser. */
    GANG
  }

  public boolean isGang() {
    return mode == Mode.GANG;
  }

  static UpdateConfig of(Section section) {
    return new UpdateConfig(
        section.choice("mode", Mode.class),
        section.integer("gang", Bound.atLeast(1)),
        section.choice("exchange", ComputeType.class),
        Duration.ofSeconds(section.integer("timeout", Bound.atLeast(1))),
        section.integer("retries", Bound.NOT_NEGATIVE));
  }
}
