package io.gradus.rewards;

import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;

/** The answer in a gold text, which may be the answer alone or a whole solution. */
final class GoldAnswer {
  /** Gold texts longer than this, or of several lines, are solutions rather than answers. */
  private static final int PROSE = 300;

  private GoldAnswer() {}

  static String of(String gold) {
    Extraction marked = AnswerExtractor.strict().extract(gold);
    if (marked.answer().isPresent()) {
      return marked.answer().get();
    }
    int unclosed = gold.lastIndexOf("\\boxed{");
    if (unclosed >= 0 && marked.reason().equals(AnswerExtractor.UNCLOSED)) {
      return gold.substring(unclosed + "\\boxed{".length()); // cut off; gold texts are trusted
    }
    boolean prose = gold.length() > PROSE || gold.strip().contains("\n");
    return prose
        ? AnswerExtractor.flexible().extract(gold).answer().orElse(gold)
        : AnswerExtractor.withoutDelimiters(gold);
  }
}
