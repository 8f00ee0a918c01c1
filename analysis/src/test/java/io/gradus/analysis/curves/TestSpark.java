package io.gradus.analysis.curves;

import org.apache.spark.sql.SparkSession;

/** One small Spark session for all tests of this JVM. */
public final class TestSpark {
  private TestSpark() {}

  /** The session, with no temporary views in it. */
  public static synchronized SparkSession fresh() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("analysis-tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            // Tables of a few rows: compiling and re-planning would take longer than running.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"))
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark.newSession();
  }
}
