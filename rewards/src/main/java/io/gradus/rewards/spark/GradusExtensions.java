package io.gradus.rewards.spark;

import java.io.Serializable;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.Tuple3;
import scala.collection.Seq;
import scala.collection.immutable.Nil$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Gives every session of a Spark the function {@link MathEqual math_equal}, those of Spark Connect
 * and of the Thrift server too: {@code spark.sql.extensions =
 * io.gradus.rewards.spark.GradusExtensions}.
 */
public final class GradusExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  private static final int ARGUMENTS = 2;

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectFunction(
        new Tuple3(
            new FunctionIdentifier(MathEqual.NAME),
            new ExpressionInfo(MathEqual.class.getName(), MathEqual.NAME),
            new Builder()));
    return BoxedUnit.UNIT;
  }

  private static final class Builder extends AbstractFunction1<Object, Expression> {
    @Override
    public Expression apply(Object arguments) {
      int found = ((Seq<?>) arguments).size();
      if (found != ARGUMENTS) {
        throw new IllegalArgumentException(
            "%s has %d arguments, expected the gold answer and the completion"
                .formatted(MathEqual.NAME, found));
      }
      return new ScalaUDF(
          new Function(),
          DataTypes.BooleanType,
          sequence(arguments),
          sequence(Nil$.MODULE$),
          Option.empty(),
          Option.apply(MathEqual.NAME),
          true,
          true);
    }

    /** A Scala sequence under the name that either Scala has for it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T sequence(Object sequence) {
      return (T) sequence;
    }
  }

  private static final class Function extends AbstractFunction2<Object, Object, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final MathEqual equal = new MathEqual();

    @Override
    public Object apply(Object gold, Object completion) {
      return equal.call((String) gold, (String) completion);
    }
  }
}
