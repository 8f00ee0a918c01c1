package io.gradus.rewards.spark;

import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.Verifier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * The SQL function {@code math_equal(gold, completion)}: whether the completion's final answer is
 * the gold answer. Null when either is null.
 *
 * <p>Sessions know it by {@link #register}, by {@code spark.sql.extensions = }{@link
 * GradusExtensions}, or by this class's name ({@code spark.udf.registerJavaFunction} in Python).
 */
public final class MathEqual implements UDF2<String, String, Boolean> {
  private static final long serialVersionUID = 1L;

  /** The function's name in SQL. */
  public static final String NAME = "math_equal";

  private final Verifier verifier = Verifier.of(ExtractionPolicy.FLEXIBLE);

  /** The function; Spark makes one when it is given this class's name. */
  public MathEqual() {}

  /** Makes the function known to a session. */
  public static void register(SparkSession session) {
    session.udf().register(NAME, new MathEqual(), DataTypes.BooleanType);
  }

  @Override
  public Boolean call(String gold, String completion) {
    return gold == null || completion == null ? null : verifier.verify(gold, completion).correct();
  }
}
