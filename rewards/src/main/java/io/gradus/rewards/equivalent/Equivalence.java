package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Budget;
import io.gradus.rewards.parse.AnswerParser;
import io.gradus.rewards.parse.Expr;
import io.gradus.rewards.parse.ParseException;
import java.io.Serializable;
import java.util.Optional;

/**
 * Decides whether an answer is the gold answer. Immutable; may be shared between threads.
 *
 * <p>Never throws for any two trees: undefined values, unsupported notation and an exhausted budget
 * are "not equal" with that reason.
 */
public final class Equivalence implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Operations one decision may spend. */
  public static final long OPERATIONS = 160_000;

  private final Tolerance tolerance;

  /** Equivalence under the given tolerance for decimal gold answers. */
  public Equivalence(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * Whether the text of an answer is the gold answer: the same text, the same words, or equal as
   * mathematics. Charged to a budget shared with other decisions.
   */
  public Decision decide(String gold, String answer, Budget budget) {
    String g = Words.plain(gold);
    if (g.isEmpty() || answer.isBlank()) {
      return Decision.no("empty answer");
    }
    if (g.equals(Words.plain(answer))) {
      return Decision.yes("same text");
    }
    Optional<Decision> words = Words.compare(gold, answer);
    if (words.isPresent()) {
      return words.get();
    }
    Expr goldTree;
    try {
      goldTree = AnswerParser.parseGold(gold);
    } catch (ParseException | Budget.Exceeded e) {
      if (Words.squeezed(gold).equals(Words.squeezed(answer))) {
        return Decision.yes("same text");
      }
      return Decision.no("gold answer not understood: " + e.getMessage());
    }
    try {
      return decide(goldTree, AnswerParser.parse(answer), budget);
    } catch (ParseException | Budget.Exceeded e) {
      return Decision.no("answer not understood: " + e.getMessage());
    }
  }

  /** Why no answer can be compared with a gold answer; empty if one can. */
  public static Optional<String> goldDefect(String gold) {
    if (Words.plain(gold).isEmpty()) {
      return Optional.of("it is empty");
    }
    if (Words.areWords(gold)) {
      return Optional.empty();
    }
    try {
      AnswerParser.parseGold(gold);
      return Optional.empty();
    } catch (ParseException | Budget.Exceeded e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whether the answer is the gold answer. */
  public Decision decide(Expr gold, Expr answer) {
    return decide(gold, answer, new Budget(OPERATIONS));
  }

  /** Whether the answer is the gold answer, charged to a budget shared with other decisions. */
  public Decision decide(Expr gold, Expr answer, Budget budget) {
    try {
      Structures structures = new Structures(new Scalars(tolerance, budget));
      return structures.compare(
          Matrices.expandDeterminants(UnitVectors.read(gold), budget),
          Matrices.expandDeterminants(UnitVectors.read(answer), budget));
    } catch (Budget.Exceeded e) {
      return Decision.no("not decided: " + e.getMessage());
    }
  }
}
