package io.gradus.rewards.extract;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the final answer of a completion. In order: the last explicit "final answer" after all
 * boxes; boxes and #### lines, all of which must agree; the last "answer is"; the last mathematics
 * or number. The strict extractor stops after boxes and ####.
 */
public final class AnswerExtractor implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Longest completion that is looked at. */
  public static final int MAX_LENGTH = 200_000;

  private static final Pattern END_OF_TURN =
      Pattern.compile("<\\|[a-z_]{2,20}\\|>|</s>|\\[/?INST]|<end_of_turn>");
  private static final List<String> END_SIGNS = List.of("|>", "</s>", "INST]", "<end_of_turn>");
  private static final Pattern HASHES = Pattern.compile("(?m)####[ \\t]*([^\\n#]*)");
  private final boolean strict;

  private AnswerExtractor(boolean strict) {
    this.strict = strict;
  }

  /** Only \boxed{…} and #### lines count. */
  public static AnswerExtractor strict() {
    return new AnswerExtractor(true);
  }

  /** Falls back to "answer is …" and to the last mathematics or number. */
  public static AnswerExtractor flexible() {
    return new AnswerExtractor(false);
  }

  /** A short text without $…$ and the like, Markdown emphasis and closing punctuation. */
  public static String withoutDelimiters(String answer) {
    return Tidy.withoutDelimiters(Tidy.text(answer));
  }

  /** What the last \boxed{ of a text holds up to the text's end, where it is never closed. */
  public static Optional<String> unclosedBox(String text) {
    String command = "\\boxed";
    int start = text.lastIndexOf(command + "{");
    boolean unclosed = start >= 0 && Boxes.closingBrace(text, start + command.length()) < 0;
    return unclosed ? Optional.of(text.substring(start + command.length() + 1)) : Optional.empty();
  }

  /** The final answer of a completion. */
  public Extraction extract(String completion) {
    if (completion.length() > MAX_LENGTH) {
      return Extraction.none("completion of more than " + MAX_LENGTH + " characters");
    }
    String text = lastTurn(completion);
    List<Boxes.Box> marks;
    try {
      marks = new ArrayList<>(Boxes.find(text));
    } catch (Boxes.Malformed e) {
      return Extraction.none(e.getMessage());
    }
    Matcher hashes = HASHES.matcher(text);
    int count = 0;
    while (hashes.find()) {
      if (++count > Boxes.MOST) {
        return Extraction.none("more than " + Boxes.MOST + " #### lines");
      }
      marks.add(new Boxes.Box(Tidy.text(hashes.group(1)), hashes.start(), hashes.end()));
    }
    marks.sort((a, b) -> Integer.compare(a.start(), b.start()));
    if (!strict) {
      int after = marks.isEmpty() ? 0 : marks.get(marks.size() - 1).end();
      Optional<String> stated = Fallback.finalAnswer(text, after);
      if (stated.isPresent()) {
        return Extraction.found(stated.get(), Place.FINAL_STATEMENT);
      }
    }
    if (!marks.isEmpty()) {
      Extraction marked = marked(text, marks);
      return strict ? marked : withLaterAnswer(marked, text, marks.get(marks.size() - 1));
    }
    if (strict) {
      return Extraction.none("no \\boxed{…} and no #### line");
    }
    return Fallback.find(text);
  }

  private static Extraction marked(String text, List<Boxes.Box> marks) {
    Boxes.Box last = marks.get(marks.size() - 1);
    boolean boxed = text.startsWith("\\", last.start());
    if (last.content().isEmpty()) {
      return Extraction.none(boxed ? "the last box is empty" : "nothing after ####");
    }
    List<String> rivals = new ArrayList<>();
    for (Boxes.Box mark : marks) {
      boolean known = mark.content().equals(last.content()) || rivals.contains(mark.content());
      if (!known && !mark.content().isEmpty()) {
        rivals.add(mark.content());
      }
    }
    String content = Tidy.withoutDelimiters(last.content()) + percentAfter(text, last.end());
    return Extraction.found(content, boxed ? Place.BOX : Place.HASHES).withRivals(rivals);
  }

  /** An "answer is" after the last box claims an answer like another box; letters may name it. */
  private static Extraction withLaterAnswer(Extraction marked, String text, Boxes.Box last) {
    boolean number = last.content().chars().anyMatch(c -> c >= '0' && c <= '9');
    Optional<String> later =
        number ? Fallback.laterAnswer(text, last.end()) : Optional.<String>empty();
    if (marked.answer().isEmpty() || later.isEmpty()) {
      return marked;
    }
    List<String> rivals = new ArrayList<>(marked.rivals());
    rivals.add(later.get());
    return marked.withRivals(rivals);
  }

  private static final Pattern PERCENT =
      Pattern.compile("[\\s$)\\\\\\]]{0,4}(?:%|percent\\b|pct\\b)");

  private static String percentAfter(String text, int end) {
    Matcher m = PERCENT.matcher(text).region(end, text.length());
    return m.lookingAt() ? "\\%" : "";
  }

  /** What the model said last: after its thoughts, before the template's next turn. */
  public static String lastTurn(String completion) {
    String text = completion;
    boolean ends =
        END_SIGNS.stream().anyMatch(completion::contains); // far quicker than the pattern
    Matcher end = END_OF_TURN.matcher(completion);
    int from = 0;
    while (ends && end.find(from)) {
      if (!completion.substring(0, end.start()).isBlank()) {
        text = completion.substring(0, end.start());
        break;
      }
      from = end.end();
    }
    int thought = text.lastIndexOf("</think>");
    if (thought >= 0) {
      String after = text.substring(thought + "</think>".length());
      text = after.isBlank() ? text.substring(0, thought) : after;
    }
    return text;
  }
}
