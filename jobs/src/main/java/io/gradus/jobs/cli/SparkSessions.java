package io.gradus.jobs.cli;

import io.gradus.files.Place;
import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.InferenceConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.store.DirectCommitProtocol;
import io.gradus.jobs.store.ModelCache;
import io.gradus.jobs.store.Schemes;
import io.gradus.jobs.store.SharedPaths;
import io.gradus.jobs.store.SparkLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Makes the session of a command. What spark-submit, a properties file or {@code -Dspark.…} says is
 * respected; the rest is set for one process on one machine.
 */
public final class SparkSessions {
  private static final String TASK_GPUS = "spark.task.resource.gpu.amount";

  /** Workers, cores of each, and their memory in MB. */
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*\\d+\\s*,\\s*(\\d+)\\s*]");

  private SparkSessions() {}

  /** The session; closing it ends Spark. */
  public static SparkSession open(String command) {
    SparkLine.require();
    SparkConf conf = new SparkConf();
    boolean submitted = conf.contains("spark.submit.deployMode");
    String master = conf.get("spark.master", "local[*]");
    check(conf, master);
    defaults(master).forEach(conf::setIfMissing);
    conf.setIfMissing("spark.app.name", "gradus " + command);
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    ExecutorLosses.watch(spark.sparkContext());
    if (!submitted) {
      spark.sparkContext().setLogLevel("WARN");
    }
    return spark;
  }

  /** Refuses what Spark would wait for without end. */
  static void check(SparkConf conf, String master) {
    if (isLocal(master) && conf.contains(TASK_GPUS)) {
      throw new ConfigException(
          "%s = %s with spark.master = %s, which has no GPUs to assign, so no task would ever start; expected a cluster or local-cluster[…]"
              .formatted(TASK_GPUS, conf.get(TASK_GPUS), master));
    }
  }

  private static boolean isLocal(String master) {
    return master.startsWith("local[") || master.equals("local");
  }

  /** Checks that executors see a location that a command reads or writes through them. */
  static void requireShared(SparkSession spark, String option, String location) {
    SharedPaths.require(JavaSparkContext.fromSparkContext(spark.sparkContext()), option, location);
  }

  /** A model that a command names with {@code --model}, as a local directory. */
  static Path model(String location, Settings settings) throws IOException {
    Schemes.require(hadoop(), new Place("--model", location));
    return models(settings).local(location, "--model");
  }

  /** The models that a command may name. */
  static ModelCache models(Settings settings) {
    return ModelCache.of(hadoop(), InferenceConfig.modelCache(settings));
  }

  /** Hadoop's configuration as a session would have it, for what comes before one. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
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
    // No renames on object stores.
    defaults.put("spark.sql.sources.commitProtocolClass", DirectCommitProtocol.class.getName());
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    if (localCluster.matches()) {
      // Else Spark would start executors with 1 GB, whatever their workers have.
      defaults.put("spark.executor.memory", localCluster.group(1) + "m");
    }
    if (isLocal(master)) {
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
