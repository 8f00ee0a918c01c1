package io.gradus.jobs.store;

import io.gradus.jobs.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The line of Spark that a jar is for. The same sources are compiled once a line: Spark 3.5 with
 * Scala 2.12, and Spark 4 with Scala 2.13. Few classes differ, but under the wrong Spark those end
 * with a NoSuchMethodError somewhere in the middle.
 *
 * @param line beginning of Spark's version: 3.5 or 4
 * @param scalaBinary Scala's binary version: 2.12 or 2.13
 */
public record SparkLine(String line, String scalaBinary) {

  /** What this jar was compiled for. */
  public static SparkLine built() {
    try (InputStream in = SparkLine.class.getResourceAsStream("/gradus/spark.properties")) {
      Properties built = new Properties();
      built.load(in);
      return new SparkLine(built.getProperty("spark"), built.getProperty("scala"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The jar's name, for instance {@code gradus-spark4_2.13.jar}. */
  public String jar() {
    return "gradus-spark%s_%s.jar".formatted(line, scalaBinary);
  }

  /**
   * Checks that the Spark on the class path is the one that this jar is for.
   *
   * @throws ConfigException if it is another, naming both
   */
  public static void require() {
    built()
        .require(
            org.apache.spark.package$.MODULE$.SPARK_VERSION(),
            scala.util.Properties.versionNumberString());
  }

  void require(String sparkVersion, String scalaVersion) {
    if (!sparkVersion.startsWith(line + ".") || !scalaVersion.startsWith(scalaBinary + ".")) {
      throw new ConfigException(
          "%s is for Spark %s with Scala %s, this is Spark %s with Scala %s: expected %s"
              .formatted(
                  jar(), line, scalaBinary, sparkVersion, scalaVersion, other(sparkVersion)));
    }
  }

  private static String other(String sparkVersion) {
    if (sparkVersion.startsWith("4.")) {
      return new SparkLine("4", "2.13").jar();
    }
    return sparkVersion.startsWith("3.5.")
        ? new SparkLine("3.5", "2.12").jar() + " and a Spark for Scala 2.12"
        : "Spark 3.5 or 4";
  }
}
