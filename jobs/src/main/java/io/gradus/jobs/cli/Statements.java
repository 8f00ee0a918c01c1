package io.gradus.jobs.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import scala.collection.JavaConverters;

/** Which statements of Spark SQL only read. */
final class Statements {
  private static final Pattern READING = Pattern.compile("(Describe|Show|Explain).*");

  private Statements() {}

  /**
   * Refuses what would change tables or write files.
   *
   * @throws IllegalArgumentException if the text is no query and no SHOW, DESCRIBE or EXPLAIN
   * @throws ParseException if it is no SQL
   */
  static void requireReading(SparkSession spark, String text) throws ParseException {
    LogicalPlan plan = spark.sessionState().sqlParser().parsePlan(text);
    if (!reads(plan)) {
      String verb = text.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
      throw new IllegalArgumentException(
          verb + " is no query, expected SELECT, SHOW, DESCRIBE or EXPLAIN: sql changes nothing");
    }
  }

  private static boolean reads(LogicalPlan plan) {
    boolean writes =
        plan instanceof Command || plan instanceof ParsedStatement || plan instanceof InsertIntoDir;
    if (writes && !READING.matcher(plan.getClass().getSimpleName()).matches()) {
      return false;
    }
    List<LogicalPlan> children = JavaConverters.seqAsJavaList(plan.children());
    return children.stream().allMatch(Statements::reads);
  }
}
