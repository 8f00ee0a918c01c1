package io.gradus.rewards.extract;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** After a mark: "the area asked for is 36" says what the answer is without the word. */
final class Asked {
  private static final int LONGEST = 4_000;
  private static final int MOST = 20;
  private static final Set<String> WORDS =
      Set.of("asked", "required", "requested", "desired", "wanted", "sought", "want", "need");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?i)\\b(?:asked|required|requested|desired|wanted|sought|what (?:we|you|they|i) (?:really |actually )?(?:want|need))\\b[^.;:,\\n\\d?]{0,40}?\\b(?:is|was|are|equals)\\b:?(?! (?:not|at|to|the|that)\\b)\\s{1,3}(?:(?:then|therefore|thus|hence|instead|actually) )?");

  private Asked() {}

  /** The last value that a text gives to what is asked for. */
  static Optional<String> value(String text) {
    if (text.isBlank() || !Triggers.any(text, WORDS)) {
      return Optional.empty();
    }
    String near = text.substring(0, Math.min(text.length(), LONGEST));
    Optional<String> value = Optional.empty();
    Matcher m = VALUE.matcher(near);
    for (int i = 0; i < MOST && m.find(); i++) {
      String rest = near.substring(m.end());
      Reading reading = Sentence.readPredicate(rest.substring(0, Statements.sentenceEnd(rest)));
      value = reading.isClaim() ? reading.value() : value;
    }
    return value;
  }
}
