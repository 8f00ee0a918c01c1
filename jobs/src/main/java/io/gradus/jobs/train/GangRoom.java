package io.gradus.jobs.train;

import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.rollout.StageResources;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;

/** Whether all members of a gang can run at once, found out before anything is made. */
final class GangRoom {
  private static final long STEP_MILLIS = 200;

  private GangRoom() {}

  /**
   * Waits for executors as long as Spark does before it runs anything.
   *
   * @throws io.gradus.jobs.config.ConfigException if there is no room
   */
  static void require(JavaSparkContext context, TrainConfig config) {
    SparkContext spark = context.sc();
    int members = config.update().gang();
    if (spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      throw config
          .origins()
          .wrong(
              "update.mode",
              "driver, since Spark schedules no gang with spark.dynamicAllocation.enabled = true");
    }
    int room = await(context, config);
    if (room < members) {
      throw config
          .origins()
          .wrong(
              "update.gang",
              "at most %d, since so many tasks can run at once here".formatted(room));
    }
  }

  /** Waits likewise, and says how many tasks can run at once then. */
  static int await(JavaSparkContext context, TrainConfig config) {
    SparkContext spark = context.sc();
    int members = config.update().gang();
    long patience =
        spark
            .getConf()
            .getTimeAsSeconds("spark.scheduler.maxRegisteredResourcesWaitingTime", "30s");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(spark.isLocal() ? 0 : patience);
    int room = room(spark);
    while (room < members && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while waiting for executors", e);
      }
      room = room(spark);
    }
    return room;
  }

  private static int room(SparkContext spark) {
    ResourceProfile profile =
        StageResources.of(spark)
            .sampling()
            .orElse(spark.resourceProfileManager().defaultResourceProfile());
    return spark.maxNumConcurrentTasks(profile);
  }
}
