package io.gradus.jobs.config;

/**
 * What computes (block {@code device}).
 *
 * @param rollouts for sampling and scoring, in tasks
 * @param update for the update, on the driver
 */
public record DeviceConfig(Choice rollouts, Choice update) {

  /** A kind of device. */
  public enum Choice {
    /** CUDA where Spark assigned a device that libtorch can use, else the CPU. */
    AUTO,
    CPU,
    /** The device that Spark assigned, or the first one where Spark manages none. */
    CUDA
  }

  static DeviceConfig of(Section section) {
    return new DeviceConfig(
        section.choice("rollouts", Choice.class), section.choice("update", Choice.class));
  }
}
