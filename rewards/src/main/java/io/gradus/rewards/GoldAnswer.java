package io.gradus.rewards;

import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;

/** The answer in a gold text, which may be the answer alone or a whole solution. */
final class GoldAnswer {
  private GoldAnswer() {}

  static String of(String gold) {
    Extraction marked = AnswerExtractor.strict().extract(gold);
    return marked.answer().orElseGet(() -> AnswerExtractor.withoutDelimiters(gold));
  }
}
