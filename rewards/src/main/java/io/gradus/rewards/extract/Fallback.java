package io.gradus.rewards.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers that are stated in words, or only stand last. */
final class Fallback {
  private static final int LONGEST_WORDS = 80;
  private static final int JOIN_WITHIN = 60;

  /** Answers outside boxes are looked for in so many last characters: they stand at the end. */
  private static final int TAIL = 20_000;

  private static final Pattern FINAL =
      Pattern.compile(
          "(?i)final answer(?:\\s{0,3}\\*{0,3}\\s{0,3}:|[^\\n.]{0,100}?\\s(?:is|are)\\b)\\s{0,3}\\*{0,3}:?");
  private static final Pattern CUE =
      Pattern.compile(
          "(?im)\\banswer(?:\\s{0,3}\\*{0,3}\\s{0,3}:|[^\\n.?]{0,60}?\\s(?:is|are)\\b:?|\\s{0,3}\\*{0,3}\\s{0,3}=)"
              + "|^[ \\t]{0,9}\\*{0,3}A\\*{0,3}[ \\t]{0,3}:"
              + "|\\banswer\\b(?=\\s{0,3}[$\\\\\\d(])");
  private static final Pattern SENTENCE_END =
      Pattern.compile("\\n|(?<![A-Z])[.!](?=\\s|$)|\\?|(?i:\\bI hope it is correct)");
  private static final Pattern IS =
      Pattern.compile("\\b(?:is|are|equals|be|was)\\b:?\\s{1,3}", Pattern.CASE_INSENSITIVE);
  private static final Pattern JOIN =
      Pattern.compile("\\s*(?:,\\s*(?:and|or)?|;|and|or)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PERCENT =
      Pattern.compile("\\s{0,3}(?:\\\\?%|percent(?:age)?\\b|pct\\b)");

  /** A candidate and where it ended. */
  record Located(String content, int end) {}

  private Fallback() {}

  /** What an explicit "final answer" says that starts at or after an offset. */
  static Optional<String> finalAnswer(String text, int after) {
    int start = Math.max(after, text.length() - TAIL);
    if (!mentions(text, start, "final answer")) {
      return Optional.empty(); // far quicker than the pattern
    }
    int from = lastMatch(FINAL, text, start);
    return from < 0 ? Optional.empty() : statement(text.substring(from));
  }

  /**
   * What an "answer is" says that starts at or after an offset, where nothing but a value with a
   * digit follows.
   */
  static Optional<String> laterAnswer(String text, int after) {
    int start = Math.max(after, text.length() - TAIL);
    int from = mentions(text, start, "answer") ? lastMatch(CUE, text, start) : -1;
    if (from < 0) {
      return Optional.empty();
    }
    String rest = text.substring(from);
    List<MathSpans.Span> spans = MathSpans.find(rest);
    String sentence = Tidy.text(rest.substring(0, sentenceEnd(rest, spans)));
    boolean value = Tidy.isBare(sentence) && sentence.chars().anyMatch(Fallback::isDigit);
    return value ? Optional.of(Tidy.withoutDelimiters(sentence)) : Optional.empty();
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Whether lower-case words occur from an offset on, in letters of any case. */
  private static boolean mentions(String text, int from, String words) {
    char lower = words.charAt(0);
    char upper = Character.toUpperCase(lower);
    for (int i = from; i <= text.length() - words.length(); i++) {
      char c = text.charAt(i);
      if ((c == lower || c == upper) && text.regionMatches(true, i, words, 0, words.length())) {
        return true;
      }
    }
    return false;
  }

  private static int lastMatch(Pattern pattern, String text, int after) {
    Matcher m = pattern.matcher(text);
    int end = -1;
    for (boolean found = m.find(after); found; found = m.find()) {
      end = m.end();
    }
    return end;
  }

  /** The last "answer is", or the last mathematics or number. */
  static Extraction find(String completion) {
    String text = completion.substring(Math.max(0, completion.length() - TAIL));
    String whole = Tidy.text(text);
    if (whole.isEmpty()) {
      return Extraction.none("empty completion");
    }
    int cue = lastMatch(CUE, text, 0);
    if (cue >= 0) {
      Optional<String> stated = statement(text.substring(cue));
      if (stated.isPresent()) {
        return Extraction.found(stated.get(), Place.STATEMENT);
      }
    }
    if (Tidy.isBare(whole)) {
      return Extraction.found(Tidy.withoutDelimiters(whole), Place.WHOLE);
    }
    String told = withoutQuestions(text);
    Optional<Located> math = lastMath(told, MathSpans.find(told));
    Optional<Located> number = NumberRuns.last(told);
    int end = Math.max(math.map(Located::end).orElse(-1), number.map(Located::end).orElse(-1));
    Optional<String> said = lastSentence(told, end);
    if (said.isPresent()) {
      return Extraction.found(said.get(), Place.LAST_SENTENCE);
    }
    if (number.isPresent() && number.get().end() == end) {
      return Extraction.found(number.get().content(), Place.LAST_NUMBER);
    }
    if (math.isPresent()) {
      return Extraction.found(math.get().content(), Place.LAST_MATHEMATICS);
    }
    boolean words = whole.length() <= LONGEST_WORDS && whole.indexOf('\n') < 0;
    return words && whole.indexOf('?') < 0
        ? Extraction.found(whole, Place.WHOLE)
        : Extraction.none("no answer found");
  }

  /** What the last sentence says after its last "is", when that is nothing but an answer. */
  private static Optional<String> lastSentence(String text, int lastValue) {
    String body = Tidy.text(text);
    List<MathSpans.Span> spans = MathSpans.find(body);
    Matcher end = SENTENCE_END.matcher(body);
    int start = 0;
    while (end.find()) {
      start = isInside(spans, end.start()) ? start : end.end();
    }
    int is = lastMatch(IS, body, start);
    if (is < 0) {
      return Optional.empty();
    }
    String tail = Tidy.text(body.substring(is));
    return Tidy.isBare(tail) && (lastValue < 0 || text.indexOf(tail, is) >= 0)
        ? Optional.of(Tidy.withoutDelimiters(tail))
        : Optional.empty();
  }

  /** The text with its questions blanked out: a repeated prompt answers nothing. */
  private static String withoutQuestions(String text) {
    StringBuilder told = new StringBuilder(text);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean stop =
          c == '.' && (i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1)));
      if (c == '?') {
        for (int k = start; k <= i; k++) {
          told.setCharAt(k, ' ');
        }
      }
      if (c == '?' || c == '\n' || c == '!' || stop) {
        start = i + 1;
      }
    }
    return told.toString();
  }

  /** The answer in the sentence at the beginning of a text. */
  private static Optional<String> statement(String text) {
    int start = 0;
    while (start < text.length()
        && (Character.isWhitespace(text.charAt(start))
            || "*:\"'".indexOf(text.charAt(start)) >= 0
            || text.startsWith("\\\"", start))) {
      start++;
    }
    String rest = text.substring(start);
    List<MathSpans.Span> spans = MathSpans.find(rest);
    int end = sentenceEnd(rest, spans);
    if (rest.startsWith("?", end) && Tidy.isBare(Tidy.text(rest.substring(0, end)))) {
      return Optional.empty(); // "Is the answer 5?" answers nothing
    }
    List<MathSpans.Span> inside = spans.stream().filter(s -> s.start() < end).toList();
    if (!inside.isEmpty() && inside.get(0).start() == 0) {
      return Optional.of(joined(rest, inside, 0));
    }
    String sentence = rest.substring(0, end);
    String tidy = Tidy.text(sentence);
    if (Tidy.isBare(tidy)) {
      return Optional.of(Tidy.withoutDelimiters(tidy));
    }
    int is = lastMatch(IS, sentence, 0);
    boolean more = is >= 0 && is < sentence.length() && !isInside(inside, is);
    return more ? value(sentence.substring(is)) : value(sentence);
  }

  /** The last value in a piece of a sentence, or its words. */
  private static Optional<String> value(String piece) {
    List<MathSpans.Span> spans = MathSpans.find(piece);
    if (!spans.isEmpty() && piece.substring(0, spans.get(0).start()).isBlank()) {
      return Optional.of(joined(piece, spans, 0));
    }
    String tidy = Tidy.text(piece);
    if (Tidy.isBare(tidy)) {
      return Optional.of(Tidy.withoutDelimiters(tidy));
    }
    if (tidy.regionMatches(true, 0, "not ", 0, 4)) {
      return Optional.of(tidy); // "the answer is not 5" does not answer 5
    }
    Optional<Located> math = lastMath(piece, spans);
    Optional<Located> number = NumberRuns.last(piece);
    if (number.isPresent() && (math.isEmpty() || number.get().end() > math.get().end())) {
      return Optional.of(number.get().content());
    }
    if (math.isPresent()) {
      return Optional.of(math.get().content());
    }
    boolean words = !tidy.isEmpty() && tidy.length() <= LONGEST_WORDS;
    return words ? Optional.of(tidy) : Optional.empty();
  }

  private static int sentenceEnd(String text, List<MathSpans.Span> spans) {
    Matcher m = SENTENCE_END.matcher(text);
    int span = 0;
    while (m.find()) {
      while (span < spans.size() && spans.get(span).end() <= m.start()) {
        span++;
      }
      if (span == spans.size() || m.start() < spans.get(span).start()) {
        return m.start();
      }
    }
    return text.length();
  }

  private static boolean isInside(List<MathSpans.Span> spans, int at) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).end() <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < spans.size() && spans.get(low).start() < at;
  }

  /** The last span with the spans joined to it by commas, "and" or "or". */
  private static Optional<Located> lastMath(String text, List<MathSpans.Span> spans) {
    if (spans.isEmpty()) {
      return Optional.empty();
    }
    int first = spans.size() - 1;
    while (first > 0 && joins(text, spans.get(first - 1), spans.get(first))) {
      first--;
    }
    return Optional.of(new Located(joined(text, spans, first), spans.get(spans.size() - 1).end()));
  }

  private static boolean joins(String text, MathSpans.Span a, MathSpans.Span b) {
    return b.start() - a.end() <= JOIN_WITHIN
        && JOIN.matcher(text.substring(a.end(), b.start())).matches();
  }

  private static String joined(String text, List<MathSpans.Span> spans, int first) {
    StringBuilder content = new StringBuilder(Tidy.text(spans.get(first).content()));
    int last = first;
    while (last + 1 < spans.size() && joins(text, spans.get(last), spans.get(last + 1))) {
      last++;
      content.append(", ").append(Tidy.text(spans.get(last).content()));
    }
    Matcher percent = PERCENT.matcher(text);
    if (percent.region(spans.get(last).end(), text.length()).lookingAt()) {
      content.append("\\%");
    }
    return Tidy.text(content.toString());
  }
}
