package io.gradus.rewards;

import io.gradus.rewards.extract.AnswerExtractor;
import io.gradus.rewards.extract.Extraction;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer in a gold text, which may be the answer alone or a whole solution. */
final class GoldAnswer {
  /** Gold texts longer than this, or of several lines, are solutions rather than answers. */
  private static final int PROSE = 300;

  private static final Pattern LIST_OF_ONE = Pattern.compile("\\[\\s*['\"]([^'\"]*)['\"]\\s*\\]");

  private GoldAnswer() {}

  /** "['42']" is how Python prints a list with one answer. */
  private static String unlisted(String gold) {
    Matcher list = LIST_OF_ONE.matcher(gold.strip());
    return list.matches() ? list.group(1) : gold;
  }

  static String of(String gold) {
    Extraction marked = AnswerExtractor.strict().extract(gold);
    if (marked.answer().isPresent()) {
      return marked.answer().get();
    }
    Optional<String> cutOff = AnswerExtractor.unclosedBox(gold);
    if (cutOff.isPresent()) {
      return cutOff.get(); // gold texts are trusted
    }
    boolean prose = gold.length() > PROSE || gold.strip().contains("\n");
    return prose
        ? AnswerExtractor.flexible().extract(gold).answer().orElse(gold)
        : AnswerExtractor.stated(gold)
            .orElseGet(() -> AnswerExtractor.withoutDelimiters(unlisted(gold)));
  }
}
