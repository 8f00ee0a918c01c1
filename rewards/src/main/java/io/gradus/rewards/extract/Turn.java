package io.gradus.rewards.extract;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a completion that answers: after the model's thoughts, within a solution it marks,
 * before the template's next turn and before a base model runs on into a next problem. Thoughts
 * that never close, and thoughts that nothing follows, answer nothing.
 */
final class Turn {
  private static final String THOUGHTS =
      "(?:seed:)?(?:th(?:ink(?:ing)?|oughts?)|re(?:ason(?:ing)?|flection)|scratchpad|analysis)";
  private static final Pattern OPEN =
      Pattern.compile("(?i)<" + THOUGHTS + ">|◁think▷|\\[THINK\\]|<\\|begin_of_thought\\|>");
  private static final Pattern CLOSE =
      Pattern.compile("(?i)</" + THOUGHTS + ">|◁/think▷|\\[/THINK\\]|<\\|end_of_thought\\|>");
  private static final Pattern SOLUTION = Pattern.compile("<\\|begin_of_solution\\|>");
  private static final Pattern CHANNEL =
      Pattern.compile("<\\|channel\\|>\\s{0,3}(\\w{1,20})[^<]{0,60}<\\|message\\|>");
  private static final Pattern END_OF_TURN =
      Pattern.compile(
          "<\\|(?!begin_of_)[A-Za-z_]{2,24}\\|>|</s>|\\[/?INST]|<end_of_turn>|<eos>|<｜[^｜]{2,40}｜>");
  private static final Pattern NEXT_PROBLEM =
      Pattern.compile(
          "\\n[ \\t#*]{0,6}(?:Question|Q|Problem|Human|User|Exercise|Instruction)(?: \\d{1,4})?[*]{0,2}:");
  private static final Pattern ANSWERED =
      Pattern.compile("(?i)boxed\\s?\\{[^}]|####[ \\t]*[^ \\t\\n#]|\\banswer\\b|\\bA:|</answer>");

  private static final int FIRST_PICTURE = 0x1F300;
  private static final int LAST_PICTURE = 0x1FAFF;
  private static final String DENYING = "👎🚫🙅🤷🤔";
  private static final char FIRST_COMBINING = '\u0300';
  private static final int MOST_COMBINING = 8;

  private static final Pattern CONTROL = Pattern.compile("(?<!\\\\)(?:\b(?=oxed)|\f(?=rac))");
  private static final Pattern DOUBLED =
      Pattern.compile(
          "\\\\\\\\(?=[bdfstpcl(\\[])(?:boxed|[dt]?frac|sqrt|text|pi|cdot|times|left|[(\\[])");
  private static final Pattern TWO = Pattern.compile("\\\\\\\\(?=[a-zA-Z()\\[\\],;! ])");

  /** Text that Markdown or HTML strikes out: ~~24~~. Spaces of LaTeX (x = 1,~~y = 2) are none. */
  private static final Pattern STRUCK =
      Pattern.compile(
          "(?<![^\\s*_(>:])~~(?=[^\\s~])[^\\n~]{1,200}(?<=\\S)~~(?![^\\s*_).,;:!?<])|<(del|s|strike)>[^<\\n]{1,200}</\\1>");

  private Turn() {}

  static String of(String completion) {
    Characters characters = Characters.of(completion);
    String text = completion;
    if (characters.have(Characters.SURROGATE)) {
      text = withoutPictures(text);
    }
    if (characters.have(Characters.BEYOND_LATIN)) {
      text = withoutLongMarks(text);
    }
    if (characters.have(Characters.TAG | Characters.BRACKET)) {
      text = beforeNextTurn(text);
    }
    if (characters.have(Characters.TAG | Characters.BRACKET | Characters.BEYOND_LATIN)) {
      Optional<String> solution = after(SOLUTION, text);
      text = solution.isPresent() ? solution.get() : withoutThoughts(text);
    }
    if (characters.have(Characters.COLON)) {
      text = beforeNextProblem(text);
    }
    if (characters.have(Characters.BACKSLASH | Characters.CONTROL)) {
      text = unescaped(text);
    }
    return characters.have(Characters.TAG | Characters.TILDE) ? withoutStruck(text) : text;
  }

  /**
   * Which kinds of characters stand in a text, found in one pass: most completions have none that
   * most steps look for.
   */
  private record Characters(int kinds) {
    static final int TAG = 1;
    static final int BRACKET = 1 << 1;
    static final int COLON = 1 << 2;
    static final int BACKSLASH = 1 << 3;
    static final int CONTROL = 1 << 4;
    static final int TILDE = 1 << 5;
    static final int BEYOND_LATIN = 1 << 6;
    static final int SURROGATE = 1 << 7;

    private static final byte[] ASCII = new byte[128];

    static {
      ASCII['<'] = TAG;
      ASCII['['] = BRACKET;
      ASCII[':'] = COLON;
      ASCII['\\'] = BACKSLASH;
      ASCII['\b'] = CONTROL;
      ASCII['\f'] = CONTROL;
      ASCII['~'] = TILDE;
    }

    static Characters of(String text) {
      int kinds = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c < ASCII.length) {
          kinds |= ASCII[c];
        } else if (c >= FIRST_COMBINING) {
          kinds |= Character.isSurrogate(c) ? SURROGATE | BEYOND_LATIN : BEYOND_LATIN;
        }
      }
      return new Characters(kinds);
    }

    /** Whether one of some kinds stands there. */
    boolean have(int some) {
      return (kinds & some) != 0;
    }
  }

  private static String withoutStruck(String text) {
    boolean struck =
        text.contains("~~")
            || text.contains("</del>")
            || text.contains("</s>")
            || text.contains("</strike>");
    return struck ? STRUCK.matcher(text).replaceAll("") : text;
  }

  /** A text with a space for each picture, but for those that say no. */
  private static String withoutPictures(String text) {
    StringBuilder plain = null;
    for (int i = 0; i + 1 < text.length(); i++) {
      if (!Character.isHighSurrogate(text.charAt(i))) {
        continue;
      }
      int point = text.codePointAt(i);
      if (point >= FIRST_PICTURE && point <= LAST_PICTURE && DENYING.indexOf(point) < 0) {
        plain = plain == null ? new StringBuilder(text) : plain;
        plain.setCharAt(i, ' ');
        plain.setCharAt(i + 1, ' ');
      }
    }
    return plain == null ? text : plain.toString();
  }

  /**
   * A text in which no letter has more than a few combining marks: a word boundary is looked for
   * back to the letter that they stand on, each time.
   */
  private static String withoutLongMarks(String text) {
    StringBuilder shorter = null;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      run =
          c >= FIRST_COMBINING && Character.getType(c) == Character.NON_SPACING_MARK ? run + 1 : 0;
      if (run > MOST_COMBINING && shorter == null) {
        shorter = new StringBuilder(text.length()).append(text, 0, i);
      } else if (run <= MOST_COMBINING && shorter != null) {
        shorter.append(c);
      }
    }
    return shorter == null ? text : shorter.toString();
  }

  /** LaTeX whose backslashes were doubled, or taken for control characters, by JSON. */
  private static String unescaped(String text) {
    if (text.indexOf('\b') >= 0 || text.indexOf('\f') >= 0) {
      return CONTROL.matcher(text).replaceAll(m -> m.group().charAt(0) == '\b' ? "\\\\b" : "\\\\f");
    }
    boolean doubled = text.contains("\\\\") && !hasSingle(text) && DOUBLED.matcher(text).find();
    return doubled ? TWO.matcher(text).replaceAll("\\\\") : text;
  }

  /** Whether one backslash alone begins a command. */
  private static boolean hasSingle(String text) {
    for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 1)) {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      boolean letter = next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z';
      if ((letter || next == '(' || next == '[') && (at == 0 || text.charAt(at - 1) != '\\')) {
        return true;
      }
    }
    return false;
  }

  private static String beforeNextTurn(String completion) {
    if (completion.contains("<|channel|>")) {
      return finalChannel(completion);
    }
    if (!mayEnd(completion)) {
      return completion;
    }
    Matcher end = END_OF_TURN.matcher(completion);
    int from = 0;
    while (end.find(from)) {
      boolean ofThoughts = completion.startsWith("<|end_of_thought|>", end.start());
      if (!ofThoughts && !completion.substring(0, end.start()).isBlank()) {
        return completion.substring(0, end.start());
      }
      from = end.end();
    }
    return completion;
  }

  /** Far quicker than the pattern, which need not be tried on most completions. */
  private static boolean mayEnd(String text) {
    if (text.indexOf('<') < 0) {
      return text.contains("INST]");
    }
    return text.contains("|>")
        || text.contains("</s>")
        || text.contains("INST]")
        || text.contains("<end_of_turn>")
        || text.contains("<eos>")
        || text.contains("<｜");
  }

  /** Of channels (gpt-oss) the last final one; analysis and commentary alone answer nothing. */
  private static String finalChannel(String completion) {
    Matcher channel = CHANNEL.matcher(completion);
    int start = -1;
    while (channel.find()) {
      if (channel.group(1).equals("final")) {
        start = channel.end();
      }
    }
    if (start < 0) {
      return "";
    }
    int end = completion.indexOf("<|", start);
    return completion.substring(start, end < 0 ? completion.length() : end);
  }

  private static Optional<String> after(Pattern pattern, String text) {
    Matcher m = pattern.matcher(text);
    int end = -1;
    while (text.contains("<|begin_of") && m.find()) {
      end = m.end();
    }
    return end < 0 ? Optional.empty() : Optional.of(text.substring(end));
  }

  private static String withoutThoughts(String text) {
    if (!mayThink(text)) {
      return text;
    }
    int close = -1;
    int closeStart = -1;
    for (Matcher m = CLOSE.matcher(text); m.find(); ) {
      closeStart = m.start();
      close = m.end();
    }
    Matcher open = OPEN.matcher(text);
    if (close < 0) {
      return open.find() ? text.substring(0, open.start()) : text;
    }
    String after = text.substring(close);
    Matcher again = OPEN.matcher(after);
    if (again.find()) {
      after = after.substring(0, again.start());
    }
    if (!after.isBlank()) {
      return after;
    }
    // where the prompt opened the thoughts, what they hold is all there is
    return open.find() ? "" : text.substring(0, closeStart);
  }

  /** Whether something stands in a text that the markers of thoughts begin with. */
  private static boolean mayThink(String text) {
    for (int i = 0; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '◁'
          || c == '<' && mayBeTag(text, i + 1)
          || c == '['
              && text.regionMatches(
                  true, i + (text.charAt(i + 1) == '/' ? 2 : 1), "think]", 0, 6)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeTag(String text, int at) {
    int name = text.charAt(at) == '/' ? at + 1 : at;
    for (String start : List.of("thi", "tho", "rea", "ref", "scr", "see", "ana")) {
      if (text.regionMatches(true, name, start, 0, start.length())) {
        return true;
      }
    }
    return text.startsWith("|begin_of_th", at) || text.startsWith("|end_of_th", at);
  }

  /** The line break before the first line that may begin a next problem, or -1. */
  private static int mayBegin(String text) {
    for (int line = text.indexOf('\n'); line >= 0; line = text.indexOf('\n', line + 1)) {
      int at = line + 1;
      while (at < text.length() && " \t#*".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at < text.length() && "QPHUEI".indexOf(text.charAt(at)) >= 0) {
        return line;
      }
    }
    return -1;
  }

  private static String beforeNextProblem(String text) {
    int first = text.indexOf(':') < 0 ? -1 : mayBegin(text);
    if (first < 0) {
      return text;
    }
    Matcher next = NEXT_PROBLEM.matcher(text);
    if (!next.find(first)) {
      return text;
    }
    Matcher answered = ANSWERED.matcher(text);
    boolean runsOn = answered.find() && next.find(Math.max(first, answered.end()));
    return runsOn ? text.substring(0, next.start()) : text;
  }
}
