package io.gradus.jobs.testkit;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The session that the tests of this package share; made anew when another master is asked for. */
public final class TestSpark {
  private TestSpark() {}

  public static SparkSession session() {
    return session("local[2]");
  }

  public static SparkSession session(String master) {
    return session(new SparkConf().setMaster(master));
  }

  /** A session with further settings, one of which is the master. */
  public static SparkSession session(SparkConf conf) {
    var running = SparkSession.getDefaultSession();
    if (running.isDefined()
        && !running.get().sparkContext().isStopped()
        && !running.get().sparkContext().master().equals(conf.get("spark.master"))) {
      running.get().stop();
    }
    return SparkSession.builder()
        .config(conf)
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }
}
