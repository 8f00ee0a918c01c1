package io.gradus.rewards.extract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a box without what only decorates it: arrows before it, ticks and line ends after
 * it, braces under it, "The answer is", and connectives of other languages.
 */
final class BoxText {
  private static final Pattern LEADING =
      Pattern.compile(
          "^(?:\\s|:|=(?=\\s?[\\d\\\\-])|\\\\\\\\(?![a-zA-Z])|\\\\[,;:! ]|~|[∴⇒→✅✓✔☑]|\\\\(?:therefore|implies|Rightarrow|Longrightarrow|rightarrow|longrightarrow|to|quad|qquad|hfill)(?![A-Za-z])){1,20}");
  private static final Pattern TRAILING =
      Pattern.compile(
          "(?:\\s|[✓✔✅☑∎□■]|\\\\(?:checkmark|blacksquare|square|Box|qed)(?![A-Za-z])|\\\\\\\\|(?<!\\\\)\\\\text\\{[\\s.!]{0,4}\\}){1,20}$");
  private static final Pattern FONT =
      Pattern.compile(
          "\\\\(?:bf|it|rm|sf|tt|sc|sl|em|bfseries|itshape|rmfamily|sffamily|ttfamily)(?![A-Za-z])\\s?");
  private static final Pattern TENDS =
      Pattern.compile("^([A-Za-z])\\s{0,3}\\\\(?:to|rightarrow)\\s{0,3}(?=[-\\d\\\\])");
  private static final Pattern UNDER =
      Pattern.compile(
          "\\\\(?:underbrace|overbrace|underline|overset\\{!\\}|stackrel\\{!\\}|overset\\{\\\\text\\{def\\}\\}|uuline|framebox|fbox|cancelto\\{[^{}]{0,9}\\})\\{([^{}]{0,200})\\}(?:[_^]\\{(?:[^{}]|\\{[^{}]{0,60}\\}){0,60}\\})?");
  private static final Pattern MONEY = Pattern.compile("^\\\\\\$\\s?([\\d.,]{1,30})\\s?\\\\?\\$$");
  private static final Pattern QUOTED =
      Pattern.compile("^[\"“'‘`]{1,2}([^\"“”'‘’`]{1,200})[\"”'’`]{1,2}$");
  private static final Pattern QUOTES =
      Pattern.compile(
          "[\"“'‘`]{1,2}\\s?([^\"“”'‘’`]{1,200}?)\\s?[\"”'’`]{1,2}\\.?|\\\\text\\s?\\{\\s?[\"“'‘`]{1,2}([^\"“”'‘’`{}]{1,200})[\"”'’`]{1,2}\\.?\\s?\\}");
  private static final Pattern NEGATIVE =
      Pattern.compile(
          "(?i)^(?:\\\\(?:text|mathrm|textbf)\\s?\\{)?\\s?(?:minus|negative)\\s?(?:\\}\\s?)?(?=[\\d$\\\\])");
  private static final Pattern TEXT =
      Pattern.compile("\\\\(?:text|textbf|mathrm|mbox|textrm)\\s?\\{([^{}]{0,200})\\}");
  private static final Pattern PROSE =
      Pattern.compile(
          "(?s)^\\s{0,3}(?!sin|cos|tan|log|ln|sqrt|max|min|gcd|lcm|exp|arc|det|lim|mod)[A-Za-z][a-z]{1,19}\\b(?!\\()(?![^\\n]{0,80}(?:January|February|March|April|May|June|July|August|September|October|November|December|\\dth\\b|\\dst\\b|\\dnd\\b|\\drd\\b))(?:[^\\\\]|\\\\[d]?frac){0,200}\\d.*");
  private static final Pattern OR_TEXT =
      Pattern.compile(
          "(?i)(?<=[\\w)}\\]\\s])\\\\text\\s?\\{(?:\\s{0,3}(?:oder|ou|или|或|或者)\\s{0,3}|\\s{1,3}o\\s{1,3})\\}");
  private static final Pattern AND_TEXT =
      Pattern.compile(
          "(?i)(?<=[\\w)}\\]\\s])\\\\text\\s?\\{(?:\\s{0,3}(?:et|und|и|和|与)\\s{0,3}|\\s{1,3}[ye]\\s{1,3})\\}");
  private static final Pattern OR =
      Pattern.compile("(?<=[\\d)}])\\s(?:oder|ou|или)\\s(?=[\\d(\\\\a-z-])");
  private static final Pattern AND =
      Pattern.compile("(?<=[\\d)}])\\s(?:et|und|и)\\s(?=[\\d(\\\\a-z-])");
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?<=\\d|\\})\\s?(?:\\\\text\\s?\\{\\s{0,3})?(元|个|人|只|本|天|种|次|块|件|颗|条|名|位|张|支|岁|分钟|小时|秒|平方厘米|平方米|立方厘米|立方米|厘米|毫米|千米|公里|米|克|千克|公斤|升)(?:\\s{0,3}\\})?$");

  private BoxText() {}

  static String plain(String content) {
    String text = MixedWords.plain(FONT.matcher(unquoted(content.strip())).replaceAll(""));
    text = withoutStart(LEADING, text);
    text = mayTrail(text) ? TRAILING.matcher(text).replaceFirst("") : text;
    text = Tidy.text(text);
    if (text.indexOf('\\') >= 0) {
      Matcher money = MONEY.matcher(text);
      text = money.matches() ? "\\$" + money.group(1) : text;
      Matcher tends = TENDS.matcher(text);
      text = tends.lookingAt() ? tends.group(1) + "=" + text.substring(tends.end()) : text;
      for (int i = 0; i < 3 && UNDER.matcher(text).find(); i++) {
        text = UNDER.matcher(text).replaceAll("$1");
      }
      text = withoutStart(LEADING, text);
    }
    Matcher quoted = QUOTED.matcher(text);
    text = quoted.matches() ? quoted.group(1).strip() : text;
    Matcher negative = NEGATIVE.matcher(text);
    text = negative.lookingAt() ? "-" + text.substring(negative.end()) : text;
    text = languages(text);
    return prose(text);
  }

  /** A value in quotes of any kind. */
  static String unquoted(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if ("\"“'‘`\\".indexOf(first) < 0) {
      return text;
    }
    Matcher quoted = QUOTES.matcher(text);
    return quoted.matches() ? quoted.group(1) == null ? quoted.group(2) : quoted.group(1) : text;
  }

  private static String withoutStart(Pattern start, String text) {
    Matcher m = start.matcher(text);
    return m.lookingAt() ? text.substring(m.end()) : text;
  }

  /** Whether a text may end with something that only decorates it, by its last character. */
  private static boolean mayTrail(String text) {
    char last = text.isEmpty() ? '0' : text.charAt(text.length() - 1);
    return last > '\u007f' || Character.isWhitespace(last) || "\\}kexd".indexOf(last) >= 0;
  }

  private static String languages(String text) {
    boolean words = false;
    for (int i = 0; i < text.length() && !words; i++) {
      char c = text.charAt(i);
      words = c > '\u024f' || c == 'e' || c == 'o' || c == 'u' || c == 'y';
    }
    if (!words) {
      return text;
    }
    String plain = text;
    if (plain.contains("\\text")) {
      plain = OR_TEXT.matcher(plain).replaceAll("\\\\text{ or }");
      plain = AND_TEXT.matcher(plain).replaceAll("\\\\text{ and }");
    }
    plain = OR.matcher(plain).replaceAll(" or ");
    plain = AND.matcher(plain).replaceAll(" and ");
    plain =
        plain.replace("或者", " or ").replace("或", " or ").replace("和", " and ").replace("、", ", ");
    plain =
        plain
            .replace('，', ',')
            .replace('（', '(')
            .replace('）', ')')
            .replace('：', ':')
            .replace('；', ';');
    return counted(plain);
  }

  /** Chinese units and counters; 万 and the like change the number and stay. */
  private static String counted(String text) {
    Matcher m = COUNTED.matcher(text);
    if (!m.find()) {
      return text;
    }
    String unit =
        switch (m.group(1)) {
          case "厘米" -> "\\text{ cm}";
          case "毫米" -> "\\text{ mm}";
          case "米" -> "\\text{ m}";
          case "千米", "公里" -> "\\text{ km}";
          case "平方厘米" -> "\\text{ cm}^2";
          case "平方米" -> "\\text{ m}^2";
          case "立方厘米" -> "\\text{ cm}^3";
          case "立方米" -> "\\text{ m}^3";
          case "克" -> "\\text{ g}";
          case "千克", "公斤" -> "\\text{ kg}";
          case "升" -> "\\text{ L}";
          case "分钟" -> "\\text{ minutes}";
          case "小时" -> "\\text{ hours}";
          case "秒" -> "\\text{ seconds}";
          case "天" -> "\\text{ days}";
          default -> "";
        };
    return text.substring(0, m.start()) + unit;
  }

  /** "The value of x is 185" in a box is 185. What leaves doubt stays as it is. */
  private static String prose(String text) {
    String flat = TEXT.matcher(text).replaceAll("$1");
    if (!PROSE.matcher(flat).matches() || Doubt.BEFORE.matcher(flat).find()) {
      return text;
    }
    Reading stated =
        Statements.last(flat, 0).map(Statements.Statement::reading).orElse(Reading.NOTHING);
    Reading reading = stated.isClaim() ? stated : Sentence.readLed(flat);
    return reading.isClaim() ? reading.value().orElseThrow() : text;
  }
}
