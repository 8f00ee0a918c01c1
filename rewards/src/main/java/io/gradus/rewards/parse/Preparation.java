package io.gradus.rewards.parse;

import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites notation before it is read: displays over several lines, signs and punctuation around
 * the answer, words that introduce it, fractions of units, "and a half".
 */
final class Preparation {
  private static final Pattern ALIGNMENT =
      Pattern.compile(
          "(?:[.,]\\s{0,9}(?=\\\\end))?\\\\(?:begin|end)\\{(?:align|aligned|gather|gathered|split)\\*?\\}");
  private static final Pattern CONTINUED_ROW =
      Pattern.compile("\\\\\\\\(?=\\s{0,20}(?:[=<>+-]|\\\\(?:approx|leq?|geq?|cdot|times)\\b))");
  private static final Pattern NEXT_ROW = Pattern.compile("[,\\s]{0,20}+\\\\\\\\");
  private static final Pattern DOUBLED_BACKSLASH =
      Pattern.compile("\\\\\\\\(?=[a-zA-Z({}\\[|,!;%$])");

  /** An array of one column: its rows are items. */
  private static final Pattern COLUMN =
      Pattern.compile(
          "\\\\begin\\{array\\}\\s{0,5}\\{[lcr|]{1,4}\\}([^&]{1,800})\\\\end\\{array\\}");

  private static final String UNIT =
      "\\{\\s{0,3}\\\\(?:text|mathrm|textrm)\\s{0,3}\\{([^{}\\\\]{1,20})\\}(?:\\^\\{?([23])\\}?)?\\s{0,3}\\}";
  private static final Pattern UNIT_FRACTION =
      Pattern.compile("\\\\[dt]?frac\\s{0,3}" + UNIT + "\\s{0,3}" + UNIT);
  private static final Pattern PART =
      Pattern.compile(
          "(?<=\\d)\\s{0,3}(?:\\\\(?:text|mathrm)\\s{0,3}\\{\\s{0,3})?and (?:an?|one)["
              + " -](half|third|quarter)(?![a-z])(?:\\s{0,3}\\})?");
  private static final Map<String, String> PARTS =
      Map.of("half", "1/2", "third", "1/3", "quarter", "1/4");
  private static final Pattern INTRODUCTION =
      Pattern.compile(
          "(?i)(?:\\\\text(?:bf)?\\{\\s{0,3})?(?:(?:so|thus|hence|therefore),? )?(?:(?:the|our|my)"
              + " )?(?:(?:final|correct|total|required|desired|exact)"
              + " ){0,2}(?:answer|ans|result|value|total|sum|solution)s?(?: of (?:the"
              + " )?[a-z]{1,12})?"
              + "\\s{0,3}(?:\\bis\\b:?|\\bare\\b:?|\\bequals\\b|=|:)\\s{0,3}(?:(\\})\\s{0,3})?:?\\s{0,3}");

  /** Signs before an answer that say "hence" or nothing. */
  private static final String[] BEFORE = {
    "\\therefore",
    "\\implies",
    "\\Rightarrow",
    "\\Longrightarrow",
    "\\rightarrow",
    "\\to",
    "\\quad",
    "\\qquad",
    "\\overset{!}{=}",
    "∴",
    "⇒",
    "→",
    "\\\\ ",
    "\\ ",
    "\\,",
    "\\;",
    "~"
  };

  /** Signs after an answer that add nothing. */
  private static final String[] AFTER = {
    "\\checkmark",
    "\\\\",
    "\\ ",
    "\\,",
    "\\;",
    "\\!",
    "\\quad",
    "\\qquad",
    "~",
    "✓",
    "✔",
    "✅",
    "\\text{.}",
    "\\text{ .}",
    "\\text{,}",
    ",",
    ";",
    ":"
  };

  private static final String[][] WIDE = {
    {"（", "("},
    {"）", ")"},
    {"，", ", "},
    {"、", ", "},
    {"；", ";"},
    {"：", ":"},
    {"。", ""},
    {"或者", " or "},
    {"或", " or "},
    {"和", " and "},
    {"且", " and "},
    {"＝", "="},
    {"％", "%"}
  };

  private static final Pattern SUBSCRIPTS = Pattern.compile("[₀-₉]{1,9}");
  private static final Pattern SUPERSCRIPT_DIGITS = Pattern.compile("[⁰¹²³⁴-⁹]");
  private static final Pattern NEGATIVE_POWER = Pattern.compile("⁻([⁰¹²³⁴-⁹]{1,4})");

  /** "The value of x is", "x →". */
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)\\\\text\\{\\s{0,3}(?:so |thus |therefore,? )?(?:the )?[a-z]{3,12}(?: [a-z]{3,12})?"
              + " of\\s{0,3}\\}\\s{0,3}\\S{1,12}\\s{0,3}\\\\text\\{\\s{0,3}is:?\\s{0,3}\\}");

  private static final Pattern TENDS =
      Pattern.compile("[a-zA-Z]\\s?\\\\(?:to|rightarrow)(?![a-zA-Z])\\s?(?=[-\\d\\\\])");

  /** (a) 5 (b) 7. */
  private static final Pattern PART_LABEL =
      Pattern.compile("(?:\\\\text\\{\\s?)?(?<![a-zA-Z])\\(([a-d])\\)(?:\\s?\\})?(?=\\s)");

  private static final Pattern ROW_END = Pattern.compile("\\s{0,5}\\\\\\\\(?=[\\s\\d-])");
  private static final Pattern COMPLEX =
      Pattern.compile("\\(?([-+]?[\\d.]{1,20}[-+][\\d.]{0,20})j\\)?");

  private static final Pattern CHANGED =
      Pattern.compile(
          "(?i)\\b(?:half|twice|double|third|square|reciprocal|inverse|opposite|negative|none|part|out|power)\\b");

  /** Remarks on the domain: "for n ≥ 1", "∀ x ∈ ℝ", "where k ∈ ℤ". */
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(?:,\\s{0,3})?(?:\\\\(?:quad|qquad|;|,|"
              + " )\\s{0,3}){0,3}(?:\\\\forall(?![a-z])|∀|\\\\(?:text|mathrm|mbox)\\{[\\s,]{0,3}(?:for|where|with|if)(?:"
              + " (?:all|any|every|each))?(?: (?:constant|integer|real|real number|positive"
              + " integer)s?)?\\s{0,3}\\})(?=[\\s\\\\a-zA-Z])");

  private static final Pattern MAPS = Pattern.compile("^([a-z])\\s?\\\\mapsto\\s?");
  private static final Pattern INTEGER =
      Pattern.compile("\\\\text\\{\\s?is an(?:y|\\sarbitrary)? integer\\s?\\}");

  /** A word for the sign before the letters of a figure. */
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?:\\\\(?:text|mathrm|textrm)\\s?\\{\\s?(?:the )?([Tt]riangle|[Aa]ngle)\\s{0,3}\\}|^(?:the )?([Tt]riangle|[Aa]ngle))\\s?(?=[A-Z]{2,4}(?![A-Za-z]))");

  /** C(5, 2) with its value. */
  private static final Pattern CHOOSE = Pattern.compile("^C\\((\\d{1,4}),\\s?(\\d{1,4})\\)\\s?=");

  private static final Pattern TIMES_TEN = Pattern.compile("(?<=\\d)\\s?[xX]\\s?10\\s?\\^");

  private Preparation() {}

  static String prepare(String asWritten) {
    String answer = asWritten.chars().anyMatch(c -> c >= 0x2070) ? plain(asWritten) : asWritten;
    String rows = answer.indexOf('\\') < 0 ? answer : withoutAlignment(answer);
    String text = rows;
    if (text.indexOf('\\') >= 0) {
      text = rows.contains("\\begin{") ? rows : DOUBLED_BACKSLASH.matcher(rows).replaceAll("\\\\");
      text = text.indexOf("\\!") < 0 ? text : text.replace("\\!:\\!", ":");
      if (text.indexOf("frac") >= 0 && (text.indexOf("rm") >= 0 || text.indexOf("text") >= 0)) {
        text = UNIT_FRACTION.matcher(text).replaceAll(Preparation::unit);
      }
    }
    text = text.indexOf("{:}") < 0 ? text : text.replace("{:}", ":");
    if (text.indexOf("and ") > 0) {
      text = PART.matcher(text).replaceAll(m -> " " + PARTS.get(m.group(1)) + " ");
    }
    if (text.indexOf("10^") > 1 || text.indexOf("10 ^") > 1) {
      text = TIMES_TEN.matcher(text).replaceAll("\\\\times 10^");
    }
    if (text.startsWith("C(")) {
      text = CHOOSE.matcher(text).replaceFirst("\\\\binom{$1}{$2}=");
    }
    if (text.indexOf("ngle") > 0) {
      text =
          FIGURE
              .matcher(text)
              .replaceAll(
                  m ->
                      "\\\\"
                          + (m.group(1) == null ? m.group(2) : m.group(1)).toLowerCase(Locale.ROOT)
                          + " ");
    }
    text = withoutIntroduction(withoutSigns(text));
    text = WholeForms.plain(text);
    return text.indexOf('\\') < 0
            && text.indexOf('(') < 0
            && text.indexOf('|') < 0
            && !text.endsWith("j")
        ? text
        : itemsAndRemarks(text);
  }

  private static String itemsAndRemarks(String whole) {
    String text = whole;
    if (text.startsWith("\\text{")) {
      Matcher m = STATEMENT.matcher(text);
      text = m.lookingAt() && !CHANGED.matcher(m.group()).find() ? text.substring(m.end()) : text;
    }
    if (text.indexOf("\\to") == 1
        || text.indexOf("\\to") == 2
        || text.indexOf("\\rightarrow") == 1) {
      Matcher m = TENDS.matcher(text);
      text = m.lookingAt() ? text.substring(m.end()) : text;
    }
    text = withoutReason(text);
    if (text.indexOf("\\mapsto") > 0) {
      text = MAPS.matcher(text).replaceFirst("f($1)=");
    }
    text = text.contains(" an") ? INTEGER.matcher(text).replaceAll("\\\\in\\\\mathbb{Z}") : text;
    if (text.contains("(a)") && text.contains("(b)")) {
      text = PART_LABEL.matcher(text).replaceAll(m -> m.group(1).equals("a") ? "" : ", ");
    }
    if (text.contains("\\\\") && !text.contains("\\begin{")) {
      text = ROW_END.matcher(text).replaceAll(", ");
    }
    int bar = text.indexOf(" | ");
    if (bar > 0
        && text.indexOf('|') == text.lastIndexOf('|')
        && text.indexOf('{') < 0
        && text.indexOf('(') < 0) {
      text = text.replace(" | ", ", ");
    }
    if (text.endsWith("j") || text.endsWith("j)")) {
      Matcher m = COMPLEX.matcher(text);
      text = m.matches() ? m.group(1) + "i" : text;
    }
    if (text.indexOf("\\forall") > 0
        || text.indexOf('∀') > 0
        || text.indexOf("\\text{") > 0
        || text.indexOf("\\mathrm{") > 0) {
      text = DOMAIN.matcher(text).replaceFirst(", ");
    }
    return text;
  }

  /**
   * Full-width punctuation, the words for "and" and "or" beside it, subscripts and negative
   * superscripts in plain notation; full-width digits stay as they are.
   */
  private static String plain(String text) {
    String s = text;
    for (String[] pair : WIDE) {
      s = s.replace(pair[0], pair[1]);
    }
    s = SUBSCRIPTS.matcher(s).replaceAll(m -> "_{" + digits(m.group(), '₀') + "}");
    return NEGATIVE_POWER
        .matcher(s)
        .replaceAll(
            m ->
                "^{-"
                    + SUPERSCRIPT_DIGITS
                        .matcher(m.group(1))
                        .replaceAll(d -> String.valueOf("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(d.group())))
                    + "}");
  }

  private static String digits(String subscripts, char zero) {
    StringBuilder digits = new StringBuilder();
    subscripts.chars().forEach(c -> digits.append((char) ('0' + c - zero)));
    return digits.toString();
  }

  /** Without "(since …)" at the end. */
  private static String withoutReason(String text) {
    int open = text.indexOf("(since ");
    open = open < 0 ? text.indexOf("(because ") : open;
    if (open <= 0 || !text.endsWith(")") && !text.endsWith(")}")) {
      return text;
    }
    String before = text.substring(0, open);
    int command = before.lastIndexOf("\\text{");
    boolean inText = command >= 0 && before.indexOf('}', command) < 0;
    return withoutSigns(inText ? before + "}" : before);
  }

  private static String unit(MatchResult m) {
    return Matcher.quoteReplacement(
        "\\text{ "
            + m.group(1)
            + (m.group(2) == null ? "" : "^" + m.group(2))
            + "/"
            + m.group(3)
            + (m.group(4) == null ? "" : "^" + m.group(4))
            + "}");
  }

  /**
   * The rows of an aligned display as one line: a row that begins with a sign continues the one
   * above.
   */
  private static String withoutAlignment(String text) {
    if (!text.contains("\\begin{")) {
      return text;
    }
    String plain = text;
    Matcher column = COLUMN.matcher(text);
    if (text.contains("\\begin{array}") && column.matches()) {
      plain = "\\begin{aligned}" + column.group(1) + "\\end{aligned}";
    }
    if (!ALIGNMENT.matcher(plain).find()) {
      return text;
    }
    String rows = ALIGNMENT.matcher(plain).replaceAll(" ").replace("&", " ").strip();
    rows = rows.endsWith("\\\\") ? rows.substring(0, rows.length() - 2) : rows;
    return NEXT_ROW.matcher(CONTINUED_ROW.matcher(rows).replaceAll(" ")).replaceAll(", ");
  }

  private static String withoutSigns(String text) {
    int start = 0;
    int end = text.length();
    for (int length = 1; length > 0 && start < end; start += length) {
      length = signAt(text, start);
    }
    for (int length = 1; length > 0 && start < end; end -= length) {
      length = signBefore(text, start, end);
    }
    String body = text.substring(start, end);
    boolean dollars = body.startsWith("\\$") && body.endsWith("\\$") && body.length() > 4;
    return dollars ? body.substring(0, body.length() - 2) : body;
  }

  private static int signAt(String text, int at) {
    char c = text.charAt(at);
    if (Character.isWhitespace(c) || c == ':' && !text.startsWith(":=", at)) {
      return 1;
    }
    for (String sign : BEFORE) {
      if (c == sign.charAt(0) && text.startsWith(sign, at)) {
        int next = at + sign.length();
        boolean longer =
            Character.isLetter(sign.charAt(sign.length() - 1))
                && next < text.length()
                && Character.isLetter(text.charAt(next));
        return longer ? 0 : sign.length();
      }
    }
    return 0;
  }

  private static int signBefore(String text, int start, int end) {
    char c = text.charAt(end - 1);
    if (Character.isWhitespace(c) && !(end - 2 >= start && text.charAt(end - 2) == '\\')) {
      return 1;
    }
    if (c == '.') {
      boolean dots =
          end - 2 >= start && (text.charAt(end - 2) == '.' || text.charAt(end - 2) == '\\');
      return dots ? 0 : 1;
    }
    for (String sign : AFTER) {
      if (c == sign.charAt(sign.length() - 1)
          && end - sign.length() >= start
          && text.startsWith(sign, end - sign.length())) {
        boolean escaped = sign.length() == 1 && end - 2 >= start && text.charAt(end - 2) == '\\';
        return escaped ? 0 : sign.length();
      }
    }
    return 0;
  }

  /** Without "The answer is" and the like before the value. */
  private static String withoutIntroduction(String text) {
    int at = text.startsWith("\\text") ? text.indexOf('{') + 1 : 0;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    boolean letter = at < text.length() && "tofcrdeasvhmTOFCRDEASVHM".indexOf(text.charAt(at)) >= 0;
    if (!letter || text.length() < at + 4 || !Character.isLetter(text.charAt(at + 1))) {
      return text;
    }
    Matcher m = INTRODUCTION.matcher(text);
    if (!m.lookingAt() || m.end() == text.length()) {
      return text;
    }
    boolean opened = text.startsWith("\\text");
    boolean closed = m.group(1) != null;
    if (opened && !closed) {
      return "\\text{" + text.substring(m.end());
    }
    String rest = text.substring(m.end());
    return rest.toLowerCase(Locale.ROOT).startsWith("not ") ? text : rest;
  }
}
