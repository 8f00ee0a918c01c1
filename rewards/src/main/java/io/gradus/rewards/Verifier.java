package io.gradus.rewards;

import io.gradus.rewards.equivalent.Decision;
import io.gradus.rewards.equivalent.Equivalence;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.equivalent.TreeText;
import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;
import io.gradus.rewards.number.Budget;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extracts, parses and compares. Immutable and thread-safe; every call ends within a fixed number
 * of operations, and text can neither make it throw nor run code. What fails or stays in doubt is
 * not correct. A gold answer may be several of which any is right, as a JSON list of texts.
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
    WarmUp.once();
    return new Verifier(policy, tolerance);
  }

  /** Loads the classes that verification uses, so that no first call pays for all of them. */
  private static final class WarmUp {
    private static final List<String> PAIRS =
        List.of(
            "\\frac{1}{2}|so it is \\boxed{0.5}.",
            "2\\sqrt{3}|The answer is $\\sqrt{12}$.",
            "\\sin 2x|\\boxed{2\\sin x\\cos x}",
            "\\ln 2|\\boxed{e^{0.7}}",
            "(1,\\infty)|\\boxed{x>1 \\text{ or } x = 2}",
            "\\begin{pmatrix}1\\\\2\\end{pmatrix}|\\boxed{(1,2)}",
            "y=2x+1|\\boxed{2x-y=1}",
            "10\\text{ cm}|\\boxed{1\\text{ m}}, that is 30\\%",
            "\\text{Tuesday}|It is Tuesday, the 3rd, 4 or 5 of May.",
            "1,234|It costs $1,234.50 or so.");

    static {
      Verifier plain = new Verifier(ExtractionPolicy.FLEXIBLE, Tolerance.DEFAULT);
      for (String pair : PAIRS) {
        int bar = pair.indexOf('|');
        plain.verify(pair.substring(0, bar), pair.substring(bar + 1));
      }
    }

    private WarmUp() {}

    /** Warms up, once in a process: that is when the class is initialised. */
    static void once() {}
  }

  @Override
  public Verdict verify(String gold, String completion) {
    try {
      return verifyUnguarded(gold, completion);
    } catch (RuntimeException | StackOverflowError e) {
      // never seen; a fault of ours must not stop a cluster, and is not correct
      return new Verdict(false, Optional.empty(), "not verified: " + e, false);
    }
  }

  @Override
  public Explanation explain(String gold, String completion) {
    Verdict verdict = verify(gold, completion);
    Extraction extraction = extractor.extract(completion);
    List<Explanation.Step> steps = new ArrayList<>();
    for (String one : Alternatives.of(gold)) {
      String goldText = GoldAnswer.of(one);
      steps.add(new Explanation.Step("gold", goldText));
      steps.add(new Explanation.Step("read as", TreeText.ofGold(goldText)));
    }
    steps.add(
        new Explanation.Step(
            "found",
            extraction
                .answer()
                .map(a -> a + " (" + extraction.reason() + ")")
                .orElse("nothing: " + extraction.reason())));
    extraction
        .answer()
        .ifPresent(
            answer -> {
              steps.add(new Explanation.Step("in", "…" + extraction.passage().strip() + "…"));
              steps.add(new Explanation.Step("read as", TreeText.ofAnswer(answer)));
            });
    extraction.rivals().forEach(r -> steps.add(new Explanation.Step("also", r)));
    steps.add(
        new Explanation.Step(
            "decided", (verdict.correct() ? "correct" : "not correct") + ": " + verdict.reason()));
    return new Explanation(verdict, steps);
  }

  /** The same, letting faults through: for tests that look for them. */
  Verdict verifyUnguarded(String gold, String completion) {
    Extraction extraction = extractor.extract(completion);
    if (extraction.answer().isEmpty()) {
      return new Verdict(false, Optional.empty(), extraction.reason(), false);
    }
    String answer = extraction.answer().get();
    boolean marked = extraction.isMarked();
    Budget budget = new Budget(Equivalence.OPERATIONS);
    for (String rival : extraction.rivals()) {
      if (!equivalence.decide(rival, answer, budget).equal()
          && !equivalence.decide(answer, rival, budget).equal()) {
        return new Verdict(false, Optional.of(answer), "several different answers", marked);
      }
    }
    Decision decision = decide(gold, answer, budget);
    return new Verdict(
        decision.equal(),
        Optional.of(answer),
        extraction.reason() + "; " + decision.reason(),
        marked);
  }

  /**
   * Whether any of the gold answers is the answer; each after the first has a budget of its own.
   */
  private Decision decide(String gold, String answer, Budget budget) {
    List<String> golds = Alternatives.of(gold);
    Decision decision = equivalence.decide(GoldAnswer.of(golds.get(0)), answer, budget);
    for (int i = 1; i < golds.size() && !decision.equal(); i++) {
      decision =
          equivalence.decide(
              GoldAnswer.of(golds.get(i)), answer, new Budget(Equivalence.OPERATIONS));
    }
    return decision;
  }
}
