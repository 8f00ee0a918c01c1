package io.gradus.analysis.simulate;

import io.gradus.analysis.compare.LawStudy;
import io.gradus.analysis.compare.StudyResult;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.uncertainty.SparkRunner;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Seconds for a whole study: 63 runs of 105 steps, all laws over compute and data, 1,000
 * replicates, held-out comparison, as a Spark job on two cores.
 *
 * <p>{@code java … io.gradus.analysis.simulate.SpeedStudy}. Processor seconds are printed beside
 * wall seconds, because only they mean something on a busy machine.
 */
public final class SpeedStudy {
  private static final int CORES = 2;
  private static final int PARTITIONS = 64;

  private SpeedStudy() {}

  /** Runs and prints. */
  public static void main(String[] arguments) {
    SimulatedStudy design =
        new SimulatedStudy(SimulatedStudy.SEVEN_SIZES.sizes(), 9, 105, 512, 8000, 500);
    List<CurvePoint> points = design.draw(Truth.all().get(0).loss(), 5);
    System.setProperty(
        "java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(CORES - 1));
    SparkConf conf =
        new SparkConf()
            .setMaster("local[" + CORES + "]")
            .setAppName("speed")
            .set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      long began = System.nanoTime();
      double cpu = cpuSeconds();
      StudyResult study =
          LawStudy.run(points, StudySettings.DEFAULT, new SparkRunner(spark, PARTITIONS));
      System.out.printf(
          "%d points, %d fits reported: %.0f s, %.0f processor seconds%n",
          points.size(),
          study.reports().size(),
          (System.nanoTime() - began) / 1e9,
          cpuSeconds() - cpu);
      study.comparisons().forEach(comparison -> System.out.println(comparison.sentence()));
    }
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
