package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers that nothing marks: stated in words, or only standing last. */
final class Fallback {
  private static final int LONGEST_WORDS = 80;

  /** Answers that no statement introduces are looked for in so many last characters. */
  private static final int TAIL = 20_000;

  /** So many last sentences may stand after the one with the answer. */
  private static final int SENTENCES = 40;

  private static final Pattern STOP =
      Pattern.compile(
          "\\n|(?<![A-Z])(?:\\.|!(?!\\s?[=+×*/≈]))(?=\\s|$)|[?](?=\\s|$)|(?<=[A-Z)])\\.(?=\\s|$)|。|？");
  private static final Pattern IS =
      Pattern.compile("\\b(?:is|are|equals|be|was)\\b:?\\s{1,3}", Pattern.CASE_INSENSITIVE);
  private static final Pattern REMARK =
      Pattern.compile(
          "(?i)^[\\s*_(>#-]{0,6}(?:confidence|certainty|tokens?(?:"
              + " used)?|time|explanation|note|check|checking|verification|source|expected|reference|points|difficulty|reason|reasoning|justification|hint)\\b[^:\\n"
              + "]{0,30}:.*|(?i)^\\W{0,4}because\\b[^,]*|(?i)^\\W{0,4}(?:(?:this|that|it)(?: is|['’]s) (?:so )?because|this (?:follows|comes|results|holds|is true|works) (?:from|because|since|as)|the reason (?:is|for)|here(?: is|['’]s) why)\\b.*|(?i)^\\W{0,4}(?:i hope|let me know|would"
              + " you|feel free|checking|this problem|hope)\\b.*");

  /** "The answer depends on 5": the verb does not state it. */
  private static final Pattern OF_THE_ANSWER =
      Pattern.compile(
          "(?i)^\\W{0,6}(?:(?:so|thus|hence|therefore|then|and),? )?(?:the|my|our) (?:final"
              + " |correct )?answer (?!to\\b|of\\b|for\\b|here\\b|in\\b|turns? out to be\\b|works"
              + " out to\\b|becomes\\b|amounts to\\b|comes\\b|equals\\b|stands"
              + " at\\b|we\\b|i\\b)[a-z]{2,20}\\b");

  private static final Pattern CODE =
      Pattern.compile(
          "(?s)```(?:python|py|java|cpp|c|js|javascript|r|matlab)\\b.{0,15000}?(?:```|$)");
  private static final Pattern EQUATION =
      Pattern.compile("([A-Za-z](?:_\\{?\\w\\}?)?)\\s?=\\s?[^=]{1,60}");

  /** The answer alone, and then its explanation: "12. There are 3 rows of 4." */
  private static final Pattern FIRST =
      Pattern.compile(
          "((?:[-−]?\\\\?[$€£]?\\d[\\d,]{0,30}(?:\\.\\d{1,20})?|\\$[^$\\n"
              + "]{1,60}\\$)(?:\\s?%)?)\\.\\s(?=[A-Z][a-z'’]{0,20}\\s)");

  private Fallback() {}

  /** The last statement of the answer, or the whole text, or its last sentence with a value. */
  static Extraction find(String completion) {
    if (completion.isBlank()) {
      return Extraction.none("empty completion");
    }
    Optional<Statements.Statement> statement = Statements.last(completion, 0);
    if (statement.isPresent()) {
      Statements.Statement s = statement.get();
      int end = s.start() + s.passage().length();
      switch (s.reading().kind()) {
        case CLAIM -> {
          boolean retracted = Doubt.isRetracted(completion.substring(end));
          return retracted
              ? Extraction.none("the statement of the answer is taken back")
              : Extraction.found(
                  s.reading().value().orElseThrow(),
                  s.isFinal() ? Place.FINAL_STATEMENT : Place.STATEMENT,
                  s.passage());
        }
        case DOUBT -> {
          return Extraction.none("the statement of the answer leaves it in doubt");
        }
        default -> {
          if (completion.substring(end).isBlank() || completion.substring(end).length() < 3) {
            return Extraction.none("the statement only denies an answer");
          }
          boolean number = s.passage().chars().anyMatch(Character::isDigit);
          if (number && completion.substring(end).chars().noneMatch(Character::isDigit)) {
            return Extraction.none("the statement of the answer claims no value clearly");
          }
        }
      }
    }
    String text = completion.substring(Math.max(0, completion.length() - TAIL));
    String whole = Tidy.text(Plain.text(text));
    if (Tidy.isBare(whole) && !Chinese.isProse(whole)) {
      return Extraction.found(Tidy.withoutDelimiters(whole), Place.WHOLE, whole);
    }
    Matcher first = FIRST.matcher(whole);
    if (first.lookingAt()
        && whole.indexOf('\n') < 0
        && !whole.contains(" 2. ")
        && !Doubt.isRetracted(whole.substring(first.end()))) {
      return Extraction.found(first.group(1), Place.WHOLE, whole);
    }
    Optional<String> list = ListedLines.last(text);
    if (list.isPresent()) {
      return Extraction.found(list.get(), Place.LAST_SENTENCE, list.get());
    }
    return lastSentence(text.contains("```") ? CODE.matcher(text).replaceAll("\n") : text);
  }

  /** "Confidence: 90%" and the like tell about the answer. */
  static boolean isRemark(String sentence) {
    return REMARK.matcher(sentence).matches();
  }

  private static Extraction lastSentence(String text) {
    List<int[]> sentences = sentences(text);
    int seen = 0;
    for (int i = sentences.size() - 1; i >= 0 && seen < SENTENCES; i--) {
      String sentence = text.substring(sentences.get(i)[0], sentences.get(i)[1]);
      boolean question =
          text.startsWith("?", sentences.get(i)[1]) || text.startsWith("？", sentences.get(i)[1]);
      if (sentence.isBlank() || question || REMARK.matcher(sentence).matches()) {
        continue;
      }
      seen++;
      Optional<Extraction> read = read(text, sentences, i, sentence);
      if (read.isPresent()) {
        String after = text.substring(sentences.get(i)[1]);
        return read.get().answer().isPresent() && Doubt.isRetracted(after)
            ? Extraction.none("the answer is taken back")
            : read.get();
      }
      if (Doubt.isRetracted(sentence)) {
        return Extraction.none("the answer is taken back");
      }
    }
    String whole = Tidy.text(Plain.text(text));
    boolean words = whole.length() <= LONGEST_WORDS && whole.indexOf('\n') < 0;
    return words && whole.indexOf('?') < 0 && !whole.isEmpty()
        ? Extraction.found(whole, Place.WHOLE, whole)
        : Extraction.none("no answer found");
  }

  private static Optional<Extraction> read(
      String text, List<int[]> sentences, int i, String sentence) {
    if (hasValue(sentence)) {
      if (OF_THE_ANSWER.matcher(sentence).find()) {
        return Optional.of(Extraction.none("a sentence tells of the answer without stating it"));
      }
      Reading reading = Sentence.readLast(sentence);
      return switch (reading.kind()) {
        case CLAIM -> {
          String value = reading.value().orElseThrow();
          yield Optional.of(
              Extraction.found(
                  withLineBefore(text, sentences, i, value), Place.LAST_SENTENCE, sentence));
        }
        case DOUBT, NEGATION ->
            hasDigit(sentence)
                ? Optional.of(Extraction.none("the last sentence leaves the answer in doubt"))
                : Optional.empty();
        case NOTHING -> Optional.empty();
      };
    }
    Matcher is = IS.matcher(sentence);
    int from = -1;
    while (is.find()) {
      from = is.end();
    }
    String tail = from < 0 ? "" : Tidy.text(Plain.text(sentence.substring(from)));
    return Tidy.isBare(tail)
        ? Optional.of(Extraction.found(Tidy.withoutDelimiters(tail), Place.LAST_SENTENCE, sentence))
        : Optional.empty();
  }

  /** Lines that each give the same unknown a value are one list. */
  private static String withLineBefore(String text, List<int[]> sentences, int i, String value) {
    Matcher last = EQUATION.matcher(value);
    if (!last.matches()) {
      return value;
    }
    StringBuilder list = new StringBuilder(value);
    for (int k = i - 1; k >= 0 && k > i - 8; k--) {
      String before =
          Tidy.withoutDelimiters(
              Tidy.text(text.substring(sentences.get(k)[0], sentences.get(k)[1])));
      Matcher m = EQUATION.matcher(before);
      if (!m.matches() || !m.group(1).equals(last.group(1)) || !Tidy.isBare(before)) {
        break;
      }
      list.insert(0, before + ", ");
    }
    return list.toString();
  }

  private static boolean hasDigit(String sentence) {
    return sentence.chars().anyMatch(c -> c >= '0' && c <= '9')
        || !MathSpans.find(sentence).isEmpty();
  }

  private static boolean hasValue(String sentence) {
    boolean digit = sentence.chars().anyMatch(c -> c >= '0' && c <= '9' || c == 'π' || c == '√');
    return digit
        || SentenceValues.hasNumberWord(sentence)
        || !MathSpans.find(sentence).isEmpty()
        || sentence.indexOf('\\') >= 0 && Tidy.isBare(Tidy.text(sentence));
  }

  /** Offsets of sentences: lines, cut at points outside mathematics. */
  private static List<int[]> sentences(String text) {
    List<MathSpans.Span> spans = MathSpans.find(text);
    List<int[]> sentences = new ArrayList<>();
    Matcher m = STOP.matcher(text);
    int start = 0;
    int span = 0;
    while (m.find()) {
      while (span < spans.size() && spans.get(span).end() <= m.start()) {
        span++;
      }
      if (span == spans.size() || m.start() <= spans.get(span).start()) {
        sentences.add(new int[] {start, m.start()});
        start = m.end();
      }
    }
    sentences.add(new int[] {start, text.length()});
    return sentences;
  }
}
