package io.gradus.rewards.spark;

import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.Verifier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * The SQL function {@code math_equal(gold, completion)}: whether the completion's final answer is
 * the gold answer. Null when either is null.
 */
public final class MathEqual {
  /** The function's name in SQL. */
  public static final String NAME = "math_equal";

  private MathEqual() {}

  /** Makes the function known to a session. */
  public static void register(SparkSession session) {
    Verifier verifier = Verifier.of(ExtractionPolicy.FLEXIBLE);
    UDF2<String, String, Boolean> function =
        (gold, completion) ->
            gold == null || completion == null ? null : verifier.verify(gold, completion).correct();
    session.udf().register(NAME, function, DataTypes.BooleanType);
  }
}
