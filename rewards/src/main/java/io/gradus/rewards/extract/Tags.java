package io.gradus.rewards.extract;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer tags of a text: &lt;answer&gt;…&lt;/answer&gt; and the like, and [ANSWER]…[/ANSWER]. A
 * tag that nothing closes counts only near the end of the text. Opening tags are looked for by a
 * short pattern and each kind of closing tag is passed once, so that a text of opening tags alone
 * is read in one pass.
 */
final class Tags {
  /**
   * One tag.
   *
   * @param content what stands between the opening and the closing tag
   * @param start offset of the opening tag
   * @param end offset after the closing tag
   */
  record Tag(String content, int start, int end) {}

  /** A tag holds at most so many characters. */
  static final int LONGEST = 4_000;

  /** A text with more opening tags than this has no answer. */
  static final int MOST = 500;

  private static final List<String> NAMES =
      List.of("answer", "solution", "final_answer", "final", "final answer");
  private static final String BRACKETED = "[answer]";
  private static final Pattern OPEN =
      Pattern.compile(
          "<(?:" + String.join("|", NAMES) + ")>|\\[ANSWER\\]", Pattern.CASE_INSENSITIVE);

  /** How each opening tag is closed. */
  private static final Map<String, Pattern> CLOSING = new HashMap<>();

  static {
    for (String name : NAMES) {
      CLOSING.put("<" + name + ">", literal("</" + name + ">"));
    }
    CLOSING.put(BRACKETED, literal("[/answer]"));
  }

  private final String text;
  private final Matcher open;
  private final int lastEnd;
  private final Map<String, Close> closes = new HashMap<>();
  private int at;
  private int opened;

  private Tags(String text) {
    this.text = text;
    open = OPEN.matcher(text);
    at = mayOccur(text) ? 0 : -1;
    lastEnd = withoutLastLineBreak(text);
  }

  private static Pattern literal(String closing) {
    return Pattern.compile(closing, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);
  }

  /** The next closing tag of one kind; remembers it. */
  private final class Close {
    private final int length;
    private final Matcher matcher;
    private int known = -1;

    Close(Pattern closing) {
      length = closing.pattern().length();
      matcher = closing.matcher(text);
    }

    int from(int offset) {
      if (known < offset) {
        known = matcher.find(offset) ? matcher.start() : Integer.MAX_VALUE;
      }
      return known;
    }
  }

  /** The tags of a text, which are found one by one. */
  static Tags of(String text) {
    return new Tags(text);
  }

  /** Whether something stands in the text that an answer tag begins with. */
  private static boolean mayOccur(String text) {
    for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
      if (at + 1 < text.length() && "asfASF".indexOf(text.charAt(at + 1)) >= 0) {
        return true;
      }
    }
    return text.contains("[ANSWER]");
  }

  /** The next tag in order; empty after the last one. */
  Optional<Tag> next() throws Boxes.Malformed {
    while (at >= 0 && open.find(at)) {
      if (++opened > MOST) {
        throw new Boxes.Malformed("more than " + MOST + " answer tags");
      }
      Close close = close(open.group());
      int from = open.end();
      int end = close.from(from);
      if (end - from <= LONGEST) {
        at = end + close.length;
        return Optional.of(new Tag(text.substring(from, end), open.start(), at));
      }
      if (lastEnd - from <= LONGEST) {
        at = lastEnd;
        return Optional.of(new Tag(text.substring(from, at), open.start(), at));
      }
      at = from;
    }
    at = -1;
    return Optional.empty();
  }

  private Close close(String opening) {
    return closes.computeIfAbsent(
        opening.toLowerCase(Locale.ROOT), lower -> new Close(CLOSING.get(lower)));
  }

  private static int withoutLastLineBreak(String text) {
    int end = text.length();
    if (text.endsWith("\r\n")) {
      return end - 2;
    }
    boolean ends = end > 0 && "\n\r\u0085\u2028\u2029".indexOf(text.charAt(end - 1)) >= 0;
    return ends ? end - 1 : end;
  }
}
