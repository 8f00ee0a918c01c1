package io.gradus.rewards.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers that are stated in words, or only stand last. */
final class Fallback {
  private static final Pattern FINAL =
      Pattern.compile(
          "(?i)final answer(?:\\s*\\**\\s*:|[^\\n.]{0,100}?\\s(?:is|are)\\b)\\s*\\**:?");
  private static final Pattern CUE =
      Pattern.compile(
          "(?im)\\banswer(?:\\s*\\**\\s*:|[^\\n.?]{0,60}?\\s(?:is|are)\\b:?|\\s*\\**\\s*=)|^\\s*\\**A\\**\\s*:|\\banswer\\b(?=\\s*[$\\\\\\d(])");
  private static final Pattern SENTENCE_END =
      Pattern.compile("\\n|(?<![A-Z])[.!?](?=\\s|$)|(?i:\\bI hope it is correct)|(?i:<\\|)");
  private static final Pattern NEEDLESS =
      Pattern.compile("^[\\s:*\"'`]+|[\\s*\"'`]+$|(?<=[^.\\\\])\\.+$|[,;:]+$");
  private static final Pattern IS =
      Pattern.compile("(?s)^.*\\b(?:is|are|equals|be|was)\\b:?\\s+(.*)$");
  private static final Pattern JOIN = Pattern.compile("[\\s.]*(?:,?\\s*\\b(?:and|or)\\b|,|;)?\\s*");

  private Fallback() {}

  /** What an explicit "final answer" says that starts at or after an offset. */
  static Optional<String> finalAnswer(String text, int after) {
    Matcher m = FINAL.matcher(text);
    int from = -1;
    while (m.find()) {
      if (m.start() >= after) {
        from = m.end();
      }
    }
    return from < 0 ? Optional.empty() : statement(text, from);
  }

  /** The last "answer is", or the last mathematics or number. */
  static Extraction find(String text) {
    String whole = tidy(text);
    if (whole.isEmpty()) {
      return Extraction.none("empty completion");
    }
    Matcher m = CUE.matcher(text);
    int from = -1;
    while (m.find()) {
      from = m.end();
    }
    if (from >= 0) {
      Optional<String> stated = statement(text, from);
      if (stated.isPresent()) {
        return Extraction.found(stated.get(), "answer statement");
      }
    }
    if (isBare(whole)) {
      return Extraction.found(stripDelimiters(whole), "whole completion");
    }
    Optional<Located> math = lastMath(text, MathSpans.find(text));
    Optional<Located> number = NumberRuns.last(text);
    if (number.isPresent() && (math.isEmpty() || number.get().end() > math.get().end())) {
      return Extraction.found(number.get().content(), "last number");
    }
    if (math.isPresent()) {
      return Extraction.found(math.get().content(), "last mathematics");
    }
    return whole.length() <= 60 && !whole.contains("\n")
        ? Extraction.found(whole, "whole completion")
        : Extraction.none("no answer found");
  }

  /** A candidate and where it ended. */
  record Located(String content, int end) {}

  /** The answer in the sentence that begins at an offset. */
  private static Optional<String> statement(String text, int from) {
    int start = from;
    while (start < text.length()
        && (Character.isWhitespace(text.charAt(start))
            || "*:\"'".indexOf(text.charAt(start)) >= 0)) {
      start++;
    }
    String rest = text.substring(start);
    List<MathSpans.Span> spans = MathSpans.find(rest);
    int end = sentenceEnd(rest, spans);
    String sentence = rest.substring(0, end);
    List<MathSpans.Span> inside = spans.stream().filter(s -> s.start() < end).toList();
    if (!inside.isEmpty() && inside.get(0).start() == 0) {
      return Optional.of(joined(rest, inside, 0));
    }
    if (isBare(tidy(sentence))) {
      return Optional.of(stripDelimiters(tidy(sentence)));
    }
    Matcher is = IS.matcher(sentence);
    if (is.matches() && !is.group(1).isBlank()) {
      return statement(text, start + is.start(1));
    }
    Optional<Located> math = lastMath(rest, inside);
    Optional<Located> number = NumberRuns.last(sentence);
    if (number.isPresent() && (math.isEmpty() || number.get().end() > math.get().end())) {
      return Optional.of(number.get().content());
    }
    if (math.isPresent()) {
      return Optional.of(math.get().content());
    }
    String words = tidy(sentence);
    return words.isEmpty() || words.length() > 80 ? Optional.empty() : Optional.of(words);
  }

  private static int sentenceEnd(String text, List<MathSpans.Span> spans) {
    Matcher m = SENTENCE_END.matcher(text);
    while (m.find()) {
      int at = m.start();
      boolean insideMath = spans.stream().anyMatch(s -> s.start() < at && at < s.end());
      if (!insideMath) {
        return at;
      }
    }
    return text.length();
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
    String between = text.substring(a.end(), b.start());
    return JOIN.matcher(between).matches() && !between.isBlank() && !between.contains(".");
  }

  private static String joined(String text, List<MathSpans.Span> spans, int first) {
    StringBuilder content = new StringBuilder(spans.get(first).content().strip());
    int last = first;
    while (last + 1 < spans.size() && joins(text, spans.get(last), spans.get(last + 1))) {
      last++;
      content.append(", ").append(spans.get(last).content().strip());
    }
    Matcher percent = Pattern.compile("\\s*(?:\\\\?%|percent(?:age)?\\b|pct\\b)").matcher(text);
    if (percent.region(spans.get(last).end(), text.length()).lookingAt()) {
      content.append("\\%");
    }
    return tidy(content.toString());
  }

  /** Whether a text is nothing but an answer: no prose around it. */
  static boolean isBare(String text) {
    return !text.isEmpty()
        && text.length() <= 500
        && !text.contains("\n")
        && !text.replaceAll(
                "\\\\(?:text|mbox|textbf|textnormal|mathrm|begin|end)\\s*\\{[^}]*}", " ")
            .replaceAll("\\\\[a-zA-Z]+", " ")
            .matches("(?s).*[A-Za-z]{2,}.*(?<!\\b(?:and|or|sqrt|pi)\\b).*")
        && (text.matches("(?s).*[0-9\\\\].*") || text.matches("\\(?[A-Za-z]\\)?"));
  }

  /** Removes $…$ and the like around parts of an answer. */
  static String stripDelimiters(String text) {
    List<MathSpans.Span> spans = MathSpans.find(text);
    if (spans.isEmpty()) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    int at = 0;
    for (MathSpans.Span s : spans) {
      plain.append(text, at, s.start()).append(' ').append(s.content()).append(' ');
      at = s.end();
    }
    return tidy(plain.append(text.substring(at)).toString());
  }

  /** Without Markdown emphasis, quotes and closing punctuation. */
  static String tidy(String text) {
    String before;
    String tidy = text.strip();
    do {
      before = tidy;
      tidy = NEEDLESS.matcher(tidy).replaceAll("").strip();
    } while (!tidy.equals(before));
    return tidy;
  }
}
