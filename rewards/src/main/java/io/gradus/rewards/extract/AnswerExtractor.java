package io.gradus.rewards.extract;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the final answer of a completion. In order: the last explicit "final answer" after all
 * marks; marks (boxes, #### lines, answer tags), all of which must agree unless the last one is the
 * explicit answer; the last "answer is"; the last sentence with a value. The strict extractor stops
 * after boxes and ####. Empty marks claim nothing; what is denied, hedged or taken back is no
 * answer.
 */
public final class AnswerExtractor implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Longest completion that is looked at. */
  public static final int MAX_LENGTH = 200_000;

  /** More different answer tags than this are several answers. */
  private static final int MOST_TAGS = 16;

  /** Marks before the last one that hold more characters than this together are not all read. */
  private static final int MOST_MARKED = 20_000;

  private static final Pattern EXPLICIT =
      Pattern.compile("(?i)\\b(final )?answer(?:[^.?!]|\\.(?=\\d)){0,100}$");
  private static final Pattern UNSETTLED =
      Pattern.compile("(?i)\\b(?:actually|wait|no|maybe|perhaps|possibly|or|hmm)\\b");
  private static final Pattern APPROXIMATE =
      Pattern.compile(
          "(?i)\\b(?:approximately|approx|about|roughly|rounded|around)\\b|≈|\\\\approx");

  private static final Pattern SINGLE = Pattern.compile("[\\d.,]+.{0,40}|\\\\[dt]?frac.*");

  private final boolean strict;

  private AnswerExtractor(boolean strict) {
    this.strict = strict;
  }

  /** Only \boxed{…} and #### lines count. */
  public static AnswerExtractor strict() {
    return new AnswerExtractor(true);
  }

  /** Falls back to answer tags, "answer is …" and to the last sentence with a value. */
  public static AnswerExtractor flexible() {
    return new AnswerExtractor(false);
  }

  /** A short text without $…$ and the like, Markdown emphasis and closing punctuation. */
  public static String withoutDelimiters(String answer) {
    return BoxText.plain(Tidy.withoutDelimiters(Tidy.text(answer)));
  }

  /** What "The answer is …" says in a short text, if it says a number. */
  public static Optional<String> stated(String text) {
    return Statements.last(text, 0)
        .map(Statements.Statement::reading)
        .flatMap(Reading::value)
        .filter(AnswerExtractor::hasDigit);
  }

  /** What the last \boxed{ of a text holds up to the text's end, where it is never closed. */
  public static Optional<String> unclosedBox(String text) {
    String command = "\\boxed";
    int start = text.lastIndexOf(command + "{");
    boolean unclosed = start >= 0 && Boxes.closingBrace(text, start + command.length()) < 0;
    return unclosed ? Optional.of(text.substring(start + command.length() + 1)) : Optional.empty();
  }

  /** Whether a text takes back what was said: "wait, no", "that is wrong". */
  public static boolean isTakenBack(String text) {
    return Doubt.isRetracted(text);
  }

  /** Whether the words before "the answer is" suppose, deny or quote what follows. */
  public static boolean isNotClaimed(String before) {
    return Doubt.NOT_CLAIMED.matcher(before).find();
  }

  /** Whether a sentence says what others claim, or what another case would give. */
  public static boolean isOfOthers(String sentence) {
    return Speaker.isAnother(sentence);
  }

  /** What the model said last: after its thoughts, before the template's next turn. */
  public static String lastTurn(String completion) {
    return Turn.of(completion);
  }

  /** The final answer of a completion. */
  public Extraction extract(String completion) {
    if (completion.length() > MAX_LENGTH) {
      return Extraction.none("completion of more than " + MAX_LENGTH + " characters");
    }
    String text = Turn.of(completion);
    if (text.isBlank() && !completion.isBlank()) {
      return Extraction.none("nothing after the thoughts");
    }
    Marks marks;
    try {
      marks = strict ? Marks.boxesAndHashes(text) : Marks.all(text);
    } catch (Boxes.Malformed e) {
      return Extraction.none(e.getMessage());
    }
    if (!marks.list().isEmpty()) {
      return marked(text, marks.list());
    }
    Optional<Statements.Statement> instead =
        marks.hasDenied() && !strict
            ? Statements.last(text, marks.deniedEnd()).filter(s -> s.reading().isClaim())
            : Optional.empty();
    if (instead.isPresent()) {
      Statements.Statement s = instead.get();
      return Extraction.found(s.reading().value().orElseThrow(), Place.STATEMENT, s.passage());
    }
    if (marks.hasDenied()) {
      return Extraction.none("the words around the mark deny it or offer another");
    }
    if (strict || marks.hasEmptyTag()) {
      return Extraction.none(
          marks.hasEmpty() || marks.hasEmptyTag()
              ? marks.emptyReason()
              : "no \\boxed{…} and no #### line");
    }
    Extraction found = Fallback.find(text);
    boolean emptyBoxAlone =
        marks.hasEmpty() && found.place().filter(p -> p == Place.WHOLE).isPresent();
    return emptyBoxAlone || marks.hasEmpty() && found.answer().isEmpty()
        ? Extraction.none(marks.emptyReason())
        : found;
  }

  private Extraction marked(String text, List<Marks.Mark> marks) {
    Marks.Mark last = marks.get(marks.size() - 1);
    String after = text.substring(last.end());
    Optional<Statements.Statement> later = strict ? Optional.empty() : laterStatement(last, text);
    if (later.filter(Statements.Statement::isFinal).isPresent()) {
      Statements.Statement s = later.get();
      return Extraction.found(
          s.reading().value().orElseThrow(), Place.FINAL_STATEMENT, s.passage());
    }
    if (!strict && Doubt.isRetracted(after)) {
      return Extraction.none("the marked answer is taken back");
    }
    Optional<String> content = content(text, last);
    if (content.isEmpty()) {
      return Extraction.none("the answer tag holds no clear answer");
    }
    List<String> rivals = new ArrayList<>();
    Set<String> read = new HashSet<>();
    int length = 0;
    boolean explicit = !strict && marks.size() > 1 && isExplicit(text, marks, marks.size() - 1);
    for (int i = 0; i < marks.size() - 1; i++) {
      if (explicit && !isExplicit(text, marks, i)) {
        continue;
      }
      Marks.Mark mark = marks.get(i);
      if (mark.place() == Place.TAG && !read.add(mark.content())) {
        continue; // models repeat themselves
      }
      length += mark.content().length();
      boolean tooMany = read.size() > MOST_TAGS || length > MOST_MARKED;
      String rival = tooMany ? "?" : content(text, mark).orElse("?");
      if (!rival.equals(content.get()) && !rivals.contains(rival)) {
        rivals.add(rival);
      }
    }
    later.ifPresent(s -> rivals.add(s.reading().value().orElseThrow()));
    if (!strict && hasDigit(last.content())) {
      Asked.value(after).filter(AnswerExtractor::hasDigit).ifPresent(rivals::add);
    }
    int from = Math.max(0, last.start() - 80);
    String passage = text.substring(from, Math.min(text.length(), last.end() + 40));
    return Extraction.found(content.get(), last.place(), passage).withRivals(rivals);
  }

  /**
   * Whether the words before a mark say that it is the answer. After "wait", "actually" and the
   * like only a final answer is.
   */
  private static boolean isExplicit(String text, List<Marks.Mark> marks, int i) {
    int start = marks.get(i).start();
    int from = Math.min(start, Math.max(i == 0 ? 0 : marks.get(i - 1).end(), start - 160));
    java.util.regex.Matcher m = EXPLICIT.matcher(text).region(from, start);
    if (!m.find()) {
      return false;
    }
    return m.group(1) != null || !UNSETTLED.matcher(text.substring(from, start)).find();
  }

  private static Optional<String> content(String text, Marks.Mark mark) {
    if (mark.place() == Place.TAG) {
      return Fallback.find(mark.content()).answer();
    }
    String content =
        BoxText.plain(
            Tidy.withoutDelimiters(
                Tidy.text(Plain.signs(BoxText.unquoted(mark.content().strip())))));
    boolean number = content.chars().anyMatch(c -> c >= '0' && c <= '9');
    if (number && mark.place() == Place.BOX && BoxWords.hasMinus(text, mark.start())) {
      content = "-" + (SINGLE.matcher(content).matches() ? content : "(" + content + ")");
    }
    boolean unit =
        content.contains("\\text")
            || content.contains("\\mathrm")
            || content.contains("%")
            || content.contains("circ");
    return Optional.of(
        number && !unit && mark.place() == Place.BOX
            ? content + UnitText.after(text, mark.end())
            : content);
  }

  /** A statement after the last mark claims an answer like another mark; letters may name it. */
  private static Optional<Statements.Statement> laterStatement(Marks.Mark last, String text) {
    boolean number = hasDigit(last.content());
    return number
        ? Statements.last(text, last.end())
            .filter(s -> s.reading().isClaim())
            .filter(s -> hasDigit(s.reading().value().orElseThrow()))
            .filter(s -> !s.passage().contains("boxed{"))
            .filter(s -> !APPROXIMATE.matcher(s.passage()).find())
        : Optional.empty();
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }
}
