package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.Expr;
import java.util.List;

/**
 * Decides whether an answer is the gold answer. Immutable; may be shared between threads.
 *
 * <p>Never throws for any two trees: undefined values, unsupported notation and an exhausted budget
 * are "not equal" with that reason.
 */
public final class Equivalence {
  /** Operations one decision may spend. */
  public static final long OPERATIONS = 400_000;

  private final Tolerance tolerance;

  /** Equivalence under the given tolerance for decimal gold answers. */
  public Equivalence(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /** Whether the answer is the gold answer. */
  public Decision decide(Expr gold, Expr answer) {
    return decide(gold, answer, new Budget(OPERATIONS));
  }

  /** Whether the answer is the gold answer, charged to a budget shared with other decisions. */
  public Decision decide(Expr gold, Expr answer, Budget budget) {
    try {
      Structures structures = new Structures(new Scalars(tolerance, budget), budget);
      List<Expr> goldReadings = Readings.of(gold);
      List<Expr> answerReadings = Readings.of(answer);
      Decision last = Decision.no("different");
      for (Expr g : goldReadings) {
        for (Expr a : answerReadings) {
          last = structures.compare(g, a);
          if (last.equal()) {
            return last;
          }
        }
      }
      return last;
    } catch (Budget.Exceeded e) {
      return Decision.no("not decided: " + e.getMessage());
    } catch (ArithmeticException e) {
      return Decision.no("undefined: " + e.getMessage());
    } catch (NotScalar e) {
      return Decision.no("not comparable: " + e.getMessage());
    }
  }
}
