package io.gradus.rewards;

import java.util.List;

/** Decides whether a completion has the gold answer. Thread-safe; what stays in doubt is wrong. */
public interface AnswerRule {
  /** The verdict on one completion. */
  Verdict verify(String gold, String completion);

  /** The same with the steps that led to it. */
  default Explanation explain(String gold, String completion) {
    Verdict verdict = verify(gold, completion);
    return new Explanation(
        verdict,
        List.of(
            new Explanation.Step("gold", gold),
            new Explanation.Step("found", verdict.extracted().orElse("nothing")),
            new Explanation.Step(
                "decided",
                (verdict.correct() ? "correct" : "not correct") + ": " + verdict.reason())));
  }
}
