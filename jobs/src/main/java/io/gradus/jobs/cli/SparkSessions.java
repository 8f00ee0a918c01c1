package io.gradus.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Makes the session of a command. What spark-submit, a properties file or {@code -Dspark.…} says is
 * respected; the rest is set for one process on one machine.
 */
public final class SparkSessions {
  private SparkSessions() {}

  /** The session; closing it ends Spark. */
  public static SparkSession open(String command) {
    SparkConf conf = new SparkConf();
    boolean submitted = conf.contains("spark.submit.deployMode");
    defaults(conf.get("spark.master", "local[*]")).forEach(conf::setIfMissing);
    conf.setIfMissing("spark.app.name", "gradus " + command);
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    if (!submitted) {
      spark.sparkContext().setLogLevel("WARN");
    }
    return spark;
  }

  static Map<String, String> defaults(String master) {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("spark.master", master);
    // Timestamps in tables do not depend on where the machine stands.
    defaults.put("spark.sql.session.timeZone", "UTC");
    // Tables have more columns than Spark likes to print, of which it would warn.
    defaults.put("spark.sql.debug.maxToStringFields", "200");
    // The runs of a study share the cores; one run alone is not affected.
    defaults.put("spark.scheduler.mode", "FAIR");
    // Gradus shows its own progress.
    defaults.put("spark.ui.showConsoleProgress", "false");
    if (master.startsWith("local[") || master.equals("local")) {
      int cores = Runtime.getRuntime().availableProcessors();
      defaults.put("spark.ui.enabled", "false");
      defaults.put("spark.sql.shuffle.partitions", String.valueOf(cores));
      // Looking at a store's files takes less time here than asking executors to.
      defaults.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");
      // A laptop that sleeps, or a process that is paused, has not lost its executor.
      defaults.put("spark.storage.blockManagerHeartbeatTimeoutMs", "30d");
      // Nobody else is to reach it, and the machine's name may not resolve.
      defaults.put("spark.driver.bindAddress", "127.0.0.1");
      defaults.put("spark.driver.host", "127.0.0.1");
    }
    return defaults;
  }
}
