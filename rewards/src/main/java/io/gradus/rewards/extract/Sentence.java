package io.gradus.rewards.extract;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a sentence claims. A value counts with the words around it: those before it must lead
 * to it ("is a total of"), those after it may name what is counted ("42 red apples"); a word that
 * bounds, negates, hedges or changes the number makes the claim doubtful. Where a sentence has
 * several values, the first after words that lead to it counts; values in "in 2 hours", "out of
 * 50", "when x = 2" tell circumstances.
 */
final class Sentence {
  private static final int LONGEST_WORDS = 80;

  /** Longer sentences are not read: no pattern here may see more. */
  private static final int LONGEST = 2_000;

  private static final Pattern CODE =
      Pattern.compile(
          "\\b(?:print|range|return|def|import|while|lambda|len)\\s?[(\\[]|\\bimport"
              + " \\w|^\\s{0,9}(?:def|return|for \\w{1,9} in) ");
  private static final Pattern MONEY = Pattern.compile("\\\\?[$](?=\\s?\\d)");

  /** What begins here explains or tells by the way. */
  private static final Pattern ASIDE =
      Pattern.compile(
          "(?i)\\s(?:because|since|as long as|given that|compared)\\b|;|\\s[(\\[]|, (?:which is"
              + " (?:less|more)|not|rather|instead)\\b");

  private static final Pattern DENIED_REST =
      Pattern.compile("(?i)(?:,|\\s\\(|\\band)?\\s(?:not|rather than|instead of)\\s.*");

  private static final Pattern CASES =
      Pattern.compile("(?i)\\b(?:option|case|possibility|scenario) (?:one|two|1|2|a|b|i|ii)\\b");
  private static final Pattern IS =
      Pattern.compile("\\b(?:is|are|equals|be|was)\\b:?\\s{1,3}", Pattern.CASE_INSENSITIVE);
  private static final Pattern APPROXIMATE =
      Pattern.compile(
          "(?i)(?:approximately|approx\\.?|about|roughly|≈|~|∼|\\\\approx|\\\\sim)\\s{0,2}(?:a"
              + " |\\$)?[$\\\\(-]{0,3}$");
  private static final Pattern ABOUT =
      Pattern.compile(
          "[$\\\\( ]{0,4}(?:≈|~|∼|\\\\approx|\\\\sim)[$\\\\( ]{0,4}-?\\d[\\d,]{0,30}[$\\\\)"
              + " ]{0,4}");
  private static final Pattern WHOLE = Pattern.compile("[-−$]{0,3}\\d[\\d,]*(?:[^\\d.].*)?");
  private static final Pattern MINUS =
      Pattern.compile("(?i)(?:\\b(?:minus|negative)|(?<![\\w)\\]}])[-−])\\s{0,2}[\"']?$");
  private static final Pattern BUT = Pattern.compile("(?i)\\bbut\\b(?: rather)?");

  /** A value that says what it counts: with a unit or a currency. */
  private static final Pattern NAMED = Pattern.compile("[$€£%°]|\\p{L}$");

  private static final Pattern PERCENT = Pattern.compile("(?:%|percent)$");
  private static final Pattern OF_NUMBER =
      Pattern.compile("^[$)\\]}*_\\s]{0,5}of [$\\\\(]{0,3}\\d");
  private static final Pattern ONE = Pattern.compile("(?<![\\d.,/^])1$|^one$");
  private static final Pattern NOT =
      Pattern.compile("(?i)\\b(?:not|never|neither|cannot)\\b|n['’]t\\b");
  private static final Pattern EQUALS_LAST =
      Pattern.compile("(?:=|≈|\\\\approx)\\s{0,3}[-+$€£\\\\]{0,3}$");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}|,\\s");

  private final String text;
  private final List<Located> values;

  /** Whether "is" stands before the text. */
  private final boolean predicate;

  private Sentence(String text, boolean predicate) {
    this.text = text;
    this.predicate = predicate;
    values = SentenceValues.find(text);
  }

  /** What a sentence claims. The caller has cut it from its text; a question claims nothing. */
  static Reading read(String sentence) {
    return prepared(sentence, false, Sentence::stated);
  }

  /** The same of what stands after "is". */
  static Reading readPredicate(String sentence) {
    return prepared(sentence, true, Sentence::stated);
  }

  /**
   * The same of a sentence that nothing introduces: the last value counts that is not told by the
   * way.
   */
  static Reading readLast(String sentence) {
    return prepared(sentence, false, Sentence::last);
  }

  /** The same, but only a value counts that words lead straight to. */
  static Reading readLed(String sentence) {
    return prepared(sentence, false, s -> s.led().orElse(Reading.NOTHING));
  }

  private static Reading prepared(
      String sentence, boolean predicate, Function<Sentence, Reading> how) {
    if (sentence.length() > LONGEST) {
      return Reading.NOTHING;
    }
    String tidy =
        Tidy.text(Calculation.plain(Spoken.plain(MixedWords.plain(Plain.text(sentence)))).strip());
    if (tidy.isEmpty()) {
      return Reading.NOTHING;
    }
    if (ABOUT.matcher(tidy).matches()) {
      return Reading.DOUBT;
    }
    Optional<String> chinese = Chinese.value(tidy);
    if (chinese.isPresent()) {
      return Reading.of(chinese.get());
    }
    return Tidy.isBare(tidy) ? bare(tidy) : how.apply(new Sentence(tidy, predicate));
  }

  private static Reading bare(String tidy) {
    boolean sum = tidy.indexOf('=') > 0 && MONEY.matcher(tidy).results().count() > 1;
    return Reading.of(Tidy.withoutDelimiters(sum ? MONEY.matcher(tidy).replaceAll("") : tidy));
  }

  private Reading last() {
    if (CODE.matcher(text).find()) {
      return Reading.NOTHING;
    }
    if (values.size() > 1 && CASES.matcher(text).find()) {
      return Reading.DOUBT;
    }
    Optional<Reading> tail = bareTail();
    if (tail.isPresent()) {
      return tail.get();
    }
    if (values.isEmpty()) {
      return Reading.NOTHING;
    }
    Matcher aside = ASIDE.matcher(text);
    int end = aside.find(values.get(0).end()) ? aside.start() : text.length();
    Optional<Integer> computed = computed(end);
    if (computed.isPresent()) {
      return claim(computed.get());
    }
    for (int i = values.size() - 1; i >= 0; i--) {
      if (values.get(i).start() < end && !isCircumstance(i)) {
        return claim(i);
      }
    }
    return claim(values.size() - 1);
  }

  private Optional<Reading> led() {
    Matcher lead = LeadingWords.LEAD.matcher(text);
    lead.lookingAt();
    if (!values.isEmpty() && lead.end() >= values.get(0).start() && !isCircumstance(0)) {
      return Optional.of(claim(0));
    }
    Optional<Reading> tail = bareTail();
    if (tail.isPresent()) {
      return tail;
    }
    for (int i = values.size() - 1; i >= 0; i--) {
      if (isResult(i)) {
        return Optional.of(claim(i));
      }
    }
    return Optional.empty();
  }

  private Reading stated() {
    if (values.isEmpty()) {
      boolean words =
          text.length() <= LONGEST_WORDS && text.chars().noneMatch(c -> c >= '0' && c <= '9');
      String plain = Tidy.withoutDelimiters(text);
      Matcher denied = DENIED_REST.matcher(plain);
      boolean before = denied.find() && denied.start() > 0;
      return words
          ? Reading.of(before ? plain.substring(0, denied.start()) : plain)
          : Reading.NOTHING;
    }
    if (CODE.matcher(text).find()) {
      return Reading.NOTHING;
    }
    if (values.size() > 1 && CASES.matcher(text).find()) {
      return Reading.DOUBT;
    }
    Optional<Reading> led = led();
    if (led.isPresent()) {
      return led.get();
    }
    for (int i = values.size() - 1; i >= 0; i--) {
      if (!isCircumstance(i)) {
        return claim(i);
      }
    }
    return values.size() > 1 ? Reading.DOUBT : Reading.NOTHING;
  }

  /** What follows the last "is" when it is nothing but an answer, such as x^2 + 1. */
  private Optional<Reading> bareTail() {
    Matcher is = IS.matcher(text);
    int from = -1;
    while (is.find()) {
      from = is.end();
    }
    int lead = from;
    if (from < 0 || from >= text.length() || !Tidy.isBare(Tidy.text(text.substring(from)))) {
      lead = LeftSide.nameOfExpression(text);
      from = text.lastIndexOf('=') + 1;
    }
    if (lead < 0) {
      return Optional.empty();
    }
    String tail = Tidy.text(text.substring(from));
    String clause = text.substring(clauseStart(lead), lead);
    return Tidy.isBare(tail)
        ? Optional.of(
            Doubt.CLAUSE.matcher(clause).find()
                    || Doubt.DENIED_VERB.matcher(clause).find()
                    || Doubt.HEDGE.matcher(clause).find()
                    || Speaker.isAnother(own(lead))
                ? Reading.DOUBT
                : bare(tail))
        : Optional.empty();
  }

  /** The sentence up to an offset, from the last "but" on: others may speak before it. */
  private String own(int end) {
    int but = text.lastIndexOf(" but ", end);
    return text.substring(Math.max(0, but), end);
  }

  private int clauseStart(int at) {
    return Math.max(text.lastIndexOf(',', at - 1), text.lastIndexOf(';', at - 1)) + 1;
  }

  /** Whether words that state a result lead straight to a value. */
  private boolean isResult(int i) {
    int start = values.get(i).start();
    int from = i == 0 ? 0 : values.get(i - 1).end();
    Matcher m = LeadingWords.RESULT.matcher(text).region(from, start);
    int end = -1;
    while (m.find()) {
      end = m.end();
    }
    if (end < 0 || isCircumstance(i)) {
      return false;
    }
    Matcher lead = LeadingWords.LEAD.matcher(text).region(end, start);
    lead.lookingAt();
    return lead.end() >= start;
  }

  /** The last value after "=", or a later one that words state as a result. */
  private Optional<Integer> computed(int end) {
    Optional<Integer> result = Optional.empty();
    for (int i = values.size() - 1; i >= 0; i--) {
      if (values.get(i).start() < end) {
        if (isComputed(i)) {
          return result.isPresent() ? result : Optional.of(i);
        }
        result = result.isEmpty() && isResult(i) ? Optional.of(i) : result;
      }
    }
    return Optional.empty();
  }

  /** Whether a value stands after "=". */
  private boolean isComputed(int i) {
    int from = i == 0 ? 0 : values.get(i - 1).end();
    return EQUALS_LAST.matcher(text.substring(from, values.get(i).start())).find();
  }

  private boolean isCircumstance(int i) {
    return Circumstance.endsIn(text, values.get(i).start());
  }

  private Reading claim(int first) {
    int i = chainEnd(first);
    Located value = values.get(i);
    int clause = clauseStart(i, first);
    String before = text.substring(clause, values.get(first).start());
    Matcher but = BUT.matcher(before);
    int afterBut = -1;
    while (but.find()) {
      afterBut = but.end();
    }
    if (Doubt.ALL_BUT.matcher(before).find()) {
      return Reading.DOUBT;
    }
    if (afterBut >= 0) {
      before = before.substring(afterBut);
    }
    Matcher copula = LeadingWords.COPULA.matcher(before);
    int verb = 0;
    while (copula.find()) {
      verb = copula.end();
    }
    if (Doubt.HEDGE.matcher(before).find() || Speaker.isAnother(own(values.get(first).start()))) {
      return Reading.DOUBT;
    }
    if (Doubt.CLAUSE.matcher(before).find()
        || Doubt.NEGATED_VERB.matcher(before).region(verb, before.length()).find()
        || Doubt.BEFORE.matcher(before).region(verb, before.length()).find()) {
      Reading later = afterBut < 0 && NOT.matcher(before).find() ? afterBut(i) : Reading.DOUBT;
      return later.isClaim()
          ? later
          : NOT.matcher(before).find() ? Reading.NEGATION : Reading.DOUBT;
    }
    String content = value.content();
    if (content.isBlank()) {
      return Reading.NOTHING;
    }
    Optional<String> equation = LeftSide.toSolve(text, value.start());
    if (equation.isPresent()) {
      return Reading.of(equation.get() + " = " + content);
    }
    String unit = UnitText.after(text, value.end());
    if (Leads.mayChange(MINUS.matcher(before).replaceFirst(""), content + unit, predicate)) {
      return Reading.DOUBT;
    }
    String after = text.substring(value.end());
    String afterUnit = text.substring(afterUnit(value));
    boolean named = !unit.isEmpty() || NAMED.matcher(content).find();
    if (PERCENT.matcher(content + unit).find() && OF_NUMBER.matcher(afterUnit).find()) {
      return Reading.DOUBT;
    }
    if (unit.isEmpty() && Doubt.AFTER.matcher(after).find()
        || Beside.mayChange(
            afterUnit,
            new Beside.Value(named, ONE.matcher(content).find(), Afterwards.isSubject(before)))
        || Doubt.AFTER_UNIT.matcher(afterUnit).find()
        || !named && Doubt.AFTER_NUMBER.matcher(after).find()) {
      int result = Afterwards.resultOf(text, value.end(), values);
      return result < 0 ? Reading.DOUBT : prepared(text.substring(result), true, Sentence::stated);
    }
    if (Afterwards.isDoubted(text, i, values, named)) {
      return Reading.DOUBT;
    }
    String near = text.substring(Math.max(0, value.start() - 30), value.start());
    if (APPROXIMATE.matcher(near).find() && WHOLE.matcher(content).matches()) {
      return Reading.DOUBT;
    }
    String signed = MINUS.matcher(near).find() ? "-" + content : content;
    boolean inWords = !unit.isEmpty() && unit.startsWith("\\text{ ") && isWords(content);
    return Reading.of(
        inWords ? "\\text{" + signed + unit.substring("\\text{".length()) : signed + unit);
  }

  private static boolean isWords(String content) {
    return content.chars().allMatch(c -> Character.isLetter(c) || c == '-' || c == ' ');
  }

  /** Where the unit after a value ends. */
  private int afterUnit(Located value) {
    return UnitText.end(text, value.end());
  }

  /** The value after "but" where the one before it is denied: "not 3 but 2". */
  private Reading afterBut(int i) {
    Matcher but = BUT.matcher(text).region(values.get(i).end(), text.length());
    if (!but.find() || i + 1 >= values.size() || values.get(i + 1).start() < but.end()) {
      return Reading.NEGATION;
    }
    return Sentence.read(text.substring(but.end()));
  }

  /** The value after the last "=" that only mathematics separates from a value. */
  private int chainEnd(int i) {
    for (int j = values.size() - 1; j > i; j--) {
      String between = text.substring(values.get(i).end(), values.get(j).start());
      if (EQUALS_LAST.matcher(between).find()
          && !WORD.matcher(between).find()
          && between.indexOf(';') < 0) {
        return j;
      }
    }
    return i;
  }

  /**
   * Where the words begin that lead to a value: after the value before it, or a comma or the like.
   */
  private int clauseStart(int i, int first) {
    int from = first == 0 ? 0 : values.get(first - 1).end();
    int start = values.get(first).start();
    int cut = from;
    for (int at = from; at < start; at++) {
      char c = text.charAt(at);
      if (c == ';' || c == ',' && at + 1 < start && at > from + 1) {
        cut = at + 1;
      }
    }
    return cut;
  }
}
