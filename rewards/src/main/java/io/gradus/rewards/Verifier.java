package io.gradus.rewards;

import io.gradus.rewards.equivalent.Decision;
import io.gradus.rewards.equivalent.Equivalence;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;
import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.AnswerParser;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.ParseException;
import java.util.Optional;

/**
 * Extracts, parses and compares. Immutable and thread-safe; every call ends within a fixed number
 * of operations, and text can neither make it throw nor run code. What fails or stays in doubt is
 * not correct.
 */
public final class Verifier {
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

  /** Whether the completion's final answer is the gold answer. */
  public Verdict verify(String gold, String completion) {
    Extraction extraction = extractor.extract(completion);
    if (extraction.answer().isEmpty()) {
      return new Verdict(false, Optional.empty(), extraction.reason(), false);
    }
    String answer = extraction.answer().get();
    boolean marked =
        extraction.reason().equals("boxed") || extraction.reason().equals("after ####");
    Budget budget = new Budget(Equivalence.OPERATIONS);
    for (String rival : extraction.rivals()) {
      if (!equal(rival, answer, budget).equal()) {
        return new Verdict(false, Optional.of(answer), "several different answers", marked);
      }
    }
    Decision decision = equal(goldAnswer(gold), answer, budget);
    return new Verdict(
        decision.equal(),
        Optional.of(answer),
        extraction.reason() + "; " + decision.reason(),
        marked);
  }

  private static String goldAnswer(String gold) {
    return GoldAnswer.of(gold);
  }

  private Decision equal(String gold, String answer, Budget budget) {
    if (!gold.isBlank() && gold.strip().equals(answer.strip())) {
      return new Decision(true, "same text");
    }
    Expr g;
    Expr a;
    try {
      g = AnswerParser.parse(gold);
    } catch (ParseException e) {
      return new Decision(false, "gold answer not understood: " + e.getMessage());
    }
    try {
      a = AnswerParser.parse(answer);
    } catch (ParseException e) {
      return new Decision(false, "answer not understood: " + e.getMessage());
    }
    return equivalence.decide(g, a, budget);
  }
}
