package io.gradus.jobs.policy;

import io.gradus.jobs.config.DeviceConfig.Choice;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Whether devices that the settings ask for are there, found out before anything is made. */
public final class DeviceCheck {
  private DeviceCheck() {}

  /** Why the driver cannot compute as chosen; empty if it can. */
  public static Optional<String> ofDriver(JavaSparkContext spark, Choice choice) {
    return choice == Choice.CUDA
        ? obstacle(() -> TaskDevice.ofDriver(choice, spark.sc()))
        : Optional.empty();
  }

  /** Why a task cannot compute as chosen; empty if one that was sent out can. */
  public static Optional<String> ofTasks(JavaSparkContext spark, Choice choice) {
    if (choice != Choice.CUDA) {
      return Optional.empty();
    }
    List<String> obstacles =
        spark
            .parallelize(List.of(choice), 1)
            .map(c -> obstacle(() -> TaskDevice.ofTask(c)).orElse(""))
            .collect();
    return obstacles.stream().filter(obstacle -> !obstacle.isEmpty()).findFirst();
  }

  /** Looks for a device. */
  private interface Look {
    TaskDevice look();
  }

  private static Optional<String> obstacle(Look look) {
    try {
      look.look();
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }
}
