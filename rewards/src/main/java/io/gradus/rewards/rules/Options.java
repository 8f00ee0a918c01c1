package io.gradus.rewards.rules;

import io.gradus.rewards.equivalent.Equivalence;
import io.gradus.rewards.equivalent.Tolerance;
import io.gradus.rewards.number.Budget;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a question, and which of them a piece of text names: by its letter, by its letter
 * with its text, or by its text or something equal to it.
 *
 * @param texts the options' texts by letter; empty when only letters are known
 */
record Options(Map<String, String> texts) {
  private static final Equivalence EQUIVALENCE = new Equivalence(Tolerance.DEFAULT);
  private static final Pattern WRAPPING =
      Pattern.compile(
          "\\\\(?:text|textbf|mathrm|mathbf|boxed|bf|rm)\\s?(?=\\{)|\\*\\*|__|\\\\[()\\[\\]]|\\\\(?=\\$)|[$`✅✓✔]|</?(?:b|strong|em|i)>");
  private static final Pattern TEXT =
      Pattern.compile("\\\\(?:text|textbf|textrm|mathrm|mathbf|mbox)\\s?\\{([^{}]{0,400})\\}");
  private static final Pattern AROUND =
      Pattern.compile(
          "^(?:#{1,6}\\s|>\\s)|^[\"“'‘](?=[^\"”'’]*[\"”'’]$)|(?<=^[\"“'‘][^\"”'’]{1,200})[\"”'’]$");
  private static final Pattern NAMING =
      Pattern.compile(
          "(?i)^(?:that )?(?:the )?(?:correct |right |best |final"
              + " )?(?:option|choice|answer|letter)\\b[: ]*(?:is\\b[: ]*)?|^that (?=\\S)");
  private static final Pattern LETTER =
      Pattern.compile("[(\\[{<]{0,2}([A-Za-z])[)\\]}>]{0,2}[.:)]?");
  private static final Pattern LETTER_AND_TEXT =
      Pattern.compile("(?s)[(\\[]?([A-Z])(?:[)\\].:]+|(?=\\s))(.*)");
  private static final Pattern IN_BRACKETS = Pattern.compile("\\((.*)\\)");

  /** The letter that a piece of text names and nothing else. */
  Optional<String> resolve(String claim) {
    String plain = plain(claim);
    Matcher alone = LETTER.matcher(plain);
    if (alone.matches()) {
      return known(alone.group(1).toUpperCase(Locale.ROOT));
    }
    Optional<String> byText = byText(plain);
    Matcher both = LETTER_AND_TEXT.matcher(plain);
    if (byText.isEmpty() && both.matches()) {
      String rest = both.group(2).strip();
      Matcher bracketed = IN_BRACKETS.matcher(rest);
      String named = bracketed.matches() ? bracketed.group(1) : rest;
      Optional<String> letter = known(both.group(1));
      Optional<String> meant = byText(named);
      boolean set = !Character.isWhitespace(plain.charAt(both.end(1)));
      boolean others =
          texts.isEmpty()
              ? SEVERAL.matcher(rest).find()
              : isLetter(rest) || SEVERAL.matcher(rest).find();
      boolean contradicts =
          !texts.isEmpty() && meant.isEmpty() && !letter.map(l -> covers(l, named)).orElse(false);
      boolean agrees =
          meant.isPresent()
              ? meant.equals(letter)
              : (set || bracketed.matches()) && !others && !contradicts;
      return agrees ? letter : Optional.empty();
    }
    return byText;
  }

  private static final Pattern SEVERAL =
      Pattern.compile(
          "(?:^|[\\s,;/(])[(]?[A-H][).:](?:\\s|$)|^[A-H]$|\\b(?:or|and|/) [(]?[A-H]\\b");

  /** Whether a text begins with an option's text, or has nothing of it: an explanation. */
  private boolean covers(String letter, String text) {
    String own = key(plain(texts.getOrDefault(letter, "")));
    String said = key(text);
    return said.startsWith(own) || own.startsWith(said) && !said.isEmpty() || said.length() > 40;
  }

  boolean isLetter(String text) {
    return LETTER.matcher(text).matches();
  }

  Optional<String> known(String letter) {
    boolean known = texts.isEmpty() || texts.containsKey(letter);
    return known ? Optional.of(letter) : Optional.empty();
  }

  /** The only option with a text, or with one equal to it. */
  Optional<String> byText(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String key = key(text);
    List<String> same =
        texts.entrySet().stream()
            .filter(o -> key(plain(o.getValue())).equals(key))
            .map(Map.Entry::getKey)
            .toList();
    if (same.isEmpty()) {
      Budget budget = new Budget(Equivalence.OPERATIONS);
      same =
          texts.entrySet().stream()
              .filter(o -> EQUIVALENCE.decide(plain(o.getValue()), text, budget).equal())
              .map(Map.Entry::getKey)
              .toList();
    }
    return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
  }

  static String plain(String text) {
    String flat = text.indexOf('\\') < 0 ? text : TEXT.matcher(text).replaceAll("$1");
    String plain = WRAPPING.matcher(flat).replaceAll("").strip();
    while (plain.startsWith("{") && plain.endsWith("}")) {
      plain = plain.substring(1, plain.length() - 1).strip();
    }
    while (plain.endsWith(".")
        || plain.endsWith(",")
        || plain.endsWith(";")
        || plain.endsWith("!")
        || plain.endsWith("。")) {
      plain = plain.substring(0, plain.length() - 1).strip();
    }
    plain = AROUND.matcher(plain).replaceAll("").strip();
    return NAMING.matcher(plain).replaceFirst("").strip();
  }

  private static String key(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
