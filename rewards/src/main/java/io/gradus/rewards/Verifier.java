package io.gradus.rewards;

import io.gradus.rewards.equivalent.Decision;
import io.gradus.rewards.equivalent.Equivalence;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;
import io.gradus.rewards.number.Budget;
import java.io.Serializable;
import java.util.Optional;

/**
 * Extracts, parses and compares. Immutable and thread-safe; every call ends within a fixed number
 * of operations, and text can neither make it throw nor run code. What fails or stays in doubt is
 * not correct.
 */
public final class Verifier implements AnswerRule, Serializable {
  private static final long serialVersionUID = 1L;
  private final AnswerExtractor extractor;
  private final Equivalence equivalence;

  private Verifier(ExtractionPolicy policy, Tolerance tolerance) {
    extractor =
        policy == ExtractionPolicy.STRICT ? AnswerExtractor.strict() : AnswerExtractor.flexible();
    equivalence = new Equivalence(tolerance);
  }

  /** A verifier with the default tolerance. */
  public static Verifier of(ExtractionPolicy policy) {
    return of(policy, Tolerance.DEFAULT);
  }

  /** A verifier with a tolerance of one's own. */
  public static Verifier of(ExtractionPolicy policy, Tolerance tolerance) {
    return new Verifier(policy, tolerance);
  }

  @Override
  public Verdict verify(String gold, String completion) {
    try {
      return verifyUnguarded(gold, completion);
    } catch (RuntimeException | StackOverflowError e) {
      // never seen; a fault of ours must not stop a cluster, and earns nothing
      return new Verdict(false, Optional.empty(), "not verified: " + e, false);
    }
  }

  /** The same, letting faults through: for tests that look for them. */
  Verdict verifyUnguarded(String gold, String completion) {
    Extraction extraction = extractor.extract(completion);
    if (extraction.answer().isEmpty()) {
      return new Verdict(false, Optional.empty(), extraction.reason(), false);
    }
    String answer = extraction.answer().get();
    boolean marked =
        extraction.reason().equals("boxed") || extraction.reason().equals("after ####");
    Budget budget = new Budget(Equivalence.OPERATIONS);
    for (String rival : extraction.rivals()) {
      if (!equivalence.decide(rival, answer, budget).equal()) {
        return new Verdict(false, Optional.of(answer), "several different answers", marked);
      }
    }
    Decision decision = equivalence.decide(GoldAnswer.of(gold), answer, budget);
    return new Verdict(
        decision.equal(),
        Optional.of(answer),
        extraction.reason() + "; " + decision.reason(),
        marked);
  }
}
