package io.gradus.rewards.extract;

import io.gradus.rewards.units.CountedNouns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words right after a value in prose. They may name what is counted, and then or at once begin
 * what the sentence says further: a preposition with its noun, a reason, a relative clause. Any
 * other word may change the number ("42 reversed", "42 and change", "42 in base 7") and leaves
 * doubt.
 */
final class Beside {
  /** Words that begin another part of the sentence, or verbs that the value is the subject of. */
  private static final Set<String> CONTINUES =
      words(
          "because since as when if where for in at on of per out after before which that who whose"
              + " with within without from by and not rather instead is are was were be been being"
              + " will would can could has have had does did must should may might cannot or nor"
              + " but though although yet however unless except total altogether left remaining"
              + " each every overall so hence therefore thus to until during while whereas here"
              + " there then now once upon through across between among over under above below more"
              + " additional different distinct other such away together apart satisfies works"
              + " given using via the a an this these those it they we you he she i makes gives"
              + " equals means remain remains came come go went only all any exactly also i.e ie"
              + " e.g namely according indeed again qed too short minus plus times beyond past off"
              + " respectively worth leftover extra available");

  private static final Set<String> NUMBERS =
      words(
          "zero one two three four five six seven eight nine ten eleven twelve twenty thirty forty"
              + " fifty hundred");

  /** After "in": the number is written in another way, or below zero. */
  private static final Set<String> NOTATIONS =
      words(
          "base binary octal hex hexadecimal ternary roman debt reverse deficit arrears disguise");

  /** After "at": a bound. */
  private static final Set<String> BOUNDS = words("minimum maximum most least best worst max min");

  /** After "and": more than the number. */
  private static final Set<String> MORE =
      words(
          "counting change below under less fewer then a an up above more over half some maybe"
              + " possibly perhaps upwards beyond rising falling one two three another");

  /** After "if": the number is doubted. */
  private static final Set<String> DOUBTED =
      words("not that any anything even only so ever at you");

  private static final Set<String> OPEN_DIRECTIONS =
      words("over under above below beyond short off up down past away too more");

  private static final Set<String> SIGNS =
      words(
          "sign signs digits digit swapped reversed opposite negative minus remainder reverse"
              + " exchanged");

  private static final Set<String> GUESSES =
      words("guess suppose presume assume reckon imagine fear hope bet");

  /** Verbs and predicates that reject their subject. */
  private static final Set<String> REJECTS =
      words(
          "fails fail failed contradicts violates exceeds overshoots undershoots misses lacks"
              + " extraneous invalid discarded rejected excluded eliminated ruled dropped ignored"
              + " thrown impossible wrong incorrect false unlikely inadmissible spurious absurd"
              + " mistaken misleading doubtful too guess candidate bound estimate not never"
              + " nonsense contradiction unlikely close near almost nearly less greater smaller"
              + " larger bigger intermediate partial preliminary provisional tentative placeholder");

  /** Of these, those that reject a number with its noun: "42 apples is wrong". */
  private static final Set<String> WRONG =
      words(
          "wrong incorrect false impossible extraneous invalid discarded rejected excluded ruled"
              + " mistaken guess unlikely intermediate partial preliminary provisional tentative"
              + " placeholder");

  /** Of what the number would be only a part or a function. */
  private static final Set<String> PARTS =
      words(
          "half third quarter fourth fifth tenth twice double triple thrice part fraction portion"
              + " multiple factor divisor square cube root reciprocal inverse opposite negative"
              + " piece digit percent than close near");

  private static final Set<String> WHOLES = words("answer result solution unknown target");

  private static final Set<String> OPERATIONS =
      words(
          "reversed doubled squared cubed halved tripled quadrupled raised rounded truncated"
              + " flipped inverted multiplied divided reduced increased decreased added subtracted"
              + " negated swapped excluded rejected discarded failed based mirrored capped floored"
              + " shifted rotated signed transposed conjugated scaled");

  /**
   * What is known of a value.
   *
   * @param named whether it has a unit or currency, so that "over" and the like follow a noun
   * @param one whether it is one, after which a noun stands in the singular
   * @param subject whether it begins its clause, so that a verb may follow: "of these, 42 passed"
   */
  record Value(boolean named, boolean one, boolean subject) {
    static final Value NUMBER = new Value(false, false, false);
    static final Value WITH_UNIT = new Value(true, false, false);
  }

  private static final Pattern YEAR = Pattern.compile(" (?:1[5-9]|20)\\d\\d\\b");
  private static final Pattern TEXT =
      Pattern.compile("\\\\(?:text|textrm|mathrm|mbox|textbf)\\s?\\{([^{}]{0,80})\\}");
  private static final Pattern COMMAND = Pattern.compile("\\\\[a-zA-Z)\\]\\\\]");
  private static final Pattern TO_PLACES =
      Pattern.compile(
          "\\s{0,2}(?:to|at|in|with) (?:\\d{1,2}|one|two|three|four|five|six)"
              + " (?:significant|decimal|sig|d\\.?p|digits|places)");
  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}'’-]*");
  private static final Pattern CLOSING = Pattern.compile("(?:[$)\\]}*_`\"'”’]|\\\\[)\\]])*+");
  private static final Pattern RANGE =
      Pattern.compile(
          "\\s{0,3}(?:[-–—/:×*^±]|\\\\(?:pm|times|cdot|div))\\s{0,3}[$(\\\\]{0,3}\\d|\\s{0,3}(?:±|\\+(?!\\s{0,2}[\\d(])|\\\\pm|‰|\\^|²|³)");

  /** Anywhere later in the sentence: what was said is doubted. */
  private static final Pattern DISCLAIMER =
      Pattern.compile(
          "(?i)\\b(?:which|that|this|it) (?:is|was|seems|looks|must be|would be|can be)(?:"
              + " \\w{1,12}ly| also| still)?"
              + " (?:wrong|incorrect|false|impossible|absurd|mistaken|too (?!many"
              + " ways)\\w|unlikely|not (?:right|correct|possible|true|the answer|what|it|an?"
              + " integer|valid|allowed))|\\b(?:it|this|that|answer) (?:could|might|may)(?: also|"
              + " well| still)? be\\b|\\bnot (?:sure|certain|confident)\\b|\\bunsure\\b|\\bjust a"
              + " guess\\b|\\bonly a guess\\b|\\btrue (?:value|answer) is (?:un|not)|\\bwho"
              + " knows\\b|(?:\\b(?:which|that|this|it) (?:is|was|would be|can be)(?: \\w{1,12}ly| also| still|"
              + " just| but| at best)?\\s|[,(–—-]\\s?(?:(?:only|just|merely|at best|as|being)"
              + " )?)(?:an?|my|our) (?:\\w{1,12} ){0,2}(?:estimate|bound|guess|conjecture|placeholder|overestimate|underestimate)\\b|\\b(?:roughly|loosely) speaking\\b|\\bplus or minus\\b|\\bgive or take\\b|\\bif"
              + " (?:my \\w{1,12}|memory|i(?: \\w{1,12}){0,2}) (?:is|was|serves?|are|remember|recall)\\b|\\bif (?:i am|i'm|that is|it is|this is) (?:right|correct|not)\\b");

  /** The value holds in another case only: "would be the answer if", "if the tax were zero". */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "(?i)(?:(?!\\b(?:because|since|as|for|otherwise|else)\\b)[^.;]){0,80}?(?:\\b(?:would|could|might)"
              + " (?:\\w{1,12}ly |only |still |then |also |indeed )?(?:be|hold|work|follow|apply|suffice|do|come|result)\\b[^.;]{0,80}?\\b(?:if|unless|had|were|without|provided)\\b|\\bwould"
              + " (?:only |then |also )?have (?:been|worked|held|followed|sufficed)\\b|\\b(?:if|unless|provided)"
              + " (?:only )?(?:(?!then\\b)[^\\s,;.]{1,20} ){1,6}?(?:were|weren['’]t|had|hadn['’]t)\\b"
              + "|\\b(?:if|unless|provided|assuming|were|had)\\b[^.;]{1,80}\\b(?:but|yet|though|although|however|and),? "
              + "(?:it|that|this|they|we|there)(?: (?:is|are|was|were|does|do|did) ?not|"
              + " (?:is|are|was|were|does|do|did)n['’]t)\\b)");

  private static final int LOOKED_AT = 5;
  private static final int LONGEST = 200;

  private Beside() {}

  private static Set<String> words(String list) {
    return Set.copyOf(List.of(list.split(" ")).stream().distinct().toList());
  }

  /**
   * Whether what follows a value may change or doubt it.
   *
   * @param after the sentence after the value and its unit
   * @param value what is known of the value
   */
  static boolean mayChange(String after, Value value) {
    Matcher closing = CLOSING.matcher(after);
    closing.lookingAt();
    int from = closing.end();
    String rest = plain(after.substring(from, Math.min(after.length(), from + LONGEST)));
    if (rest.isEmpty() || TO_PLACES.matcher(rest).lookingAt()) {
      return false;
    }
    if (RANGE.matcher(rest).lookingAt() || isDisclaimed(rest)) {
      return true;
    }
    boolean adjacent = from == 0 && Character.isLetter(rest.charAt(0));
    List<String> words = clause(rest);
    return !words.isEmpty() && !adjacent && changes(words, value);
  }

  /** What a text says beside mathematics, up to its next command. */
  private static String plain(String rest) {
    if (rest.indexOf('\\') < 0) {
      return rest;
    }
    String plain = TEXT.matcher(rest).replaceAll("$1");
    Matcher command = COMMAND.matcher(plain);
    return command.find() ? plain.substring(0, command.start()) : plain;
  }

  /** Whether later words of the sentence doubt what was said. */
  static boolean isDisclaimed(String after) {
    return DISCLAIMER.matcher(after).find() || ELSEWHERE.matcher(after).lookingAt();
  }

  /** The words up to the next punctuation mark, number or formula. */
  private static List<String> clause(String rest) {
    List<String> words = new ArrayList<>();
    Matcher m = WORD.matcher(rest);
    int end = 0;
    while (words.size() < 2 * LOOKED_AT && m.find(end) && isSpace(rest, end, m.start())) {
      words.add(m.group().toLowerCase(Locale.ROOT).replace('’', '\''));
      end = m.end();
    }
    if (!words.isEmpty()
        && end < rest.length()
        && startsNumber(rest, end)
        && !YEAR.matcher(rest).region(end, rest.length()).lookingAt()) {
      words.add("0");
    }
    return words;
  }

  private static boolean isSpace(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c) && "*_\"“~\\".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsNumber(String text, int from) {
    int i = from;
    while (i < text.length() && " $\\(-".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i < text.length() && Character.isDigit(text.charAt(i));
  }

  private static boolean changes(List<String> words, Value value) {
    int noun = value.named() ? 0 : nounEnd(words, value);
    if (noun < 0) {
      return true;
    }
    if (noun >= words.size()) {
      return false;
    }
    boolean counted = value.named() || noun > 0;
    String word = words.get(noun);
    String next = at(words, noun + 1);
    String then = at(words, noun + 2);
    boolean number = next.equals("0") || NUMBERS.contains(next);
    return switch (word) {
      case "in" ->
          NOTATIONS.contains(next)
              || next.equals("the") && then.equals("red")
              || !counted && number;
      case "at" ->
          BOUNDS.contains(next)
              || next.equals("the") && BOUNDS.contains(at(words, noun + 3))
              || BOUNDS.contains(then) && next.equals("the");
      case "and" -> MORE.contains(next) || next.equals("0");
      case "or", "nor", "unless", "except", "minus", "plus" -> true;
      case "times" -> number || next.equals("as") || next.equals("more") || next.equals("the");
      case "if" -> DOUBTED.contains(next) || words.contains("else") || words.contains("otherwise");
      case "with" -> words.subList(noun, words.size()).stream().anyMatch(SIGNS::contains);
      case "to", "for", "of", "per", "out", "from", "by" ->
          !counted && (number || then.equals("0") && !word.equals("for"));
      case "over", "under", "above", "below", "beyond", "short", "off", "past", "away", "too" ->
          !counted
                  && (next.isEmpty()
                      || number
                      || OPEN_DIRECTIONS.contains(word) && then.equals("0"))
              || word.equals("short") && next.equals("of")
              || next.equals("zero")
              || next.equals("par")
              || next.equals("freezing")
              || word.equals("too");
      case "not" -> next.isEmpty();
      case "i" -> GUESSES.contains(next);
      case "point" -> number;
      case "digits", "digit" -> false;
      case "is",
              "are",
              "was",
              "were",
              "must",
              "should",
              "can",
              "could",
              "may",
              "might",
              "cannot",
              "does",
              "did",
              "has",
              "would",
              "will" ->
          words.subList(noun, words.size()).stream()
                  .anyMatch(counted ? WRONG::contains : REJECTS::contains)
              || isPart(words.subList(noun, words.size()))
              || words.contains("possible") && !counted
              || word.equals("cannot") && !counted
              || !counted && (word.equals("may") || word.equals("might") || word.equals("could"));
      case "but", "though", "although", "however", "yet" ->
          words.subList(noun, words.size()).stream()
              .anyMatch(
                  w ->
                      w.equals("could")
                          || w.equals("might")
                          || w.equals("may")
                          || w.equals("unsure"));
      default -> REJECTS.contains(word);
    };
  }

  /** "is half of the answer". */
  private static boolean isPart(List<String> words) {
    return words.stream().anyMatch(PARTS::contains) && words.stream().anyMatch(WHOLES::contains);
  }

  private static String at(List<String> words, int i) {
    return i < words.size() ? words.get(i) : "";
  }

  /**
   * How many words name what is counted: none where the sentence goes on at once; -1 where the
   * words do neither.
   */
  private static int nounEnd(List<String> words, Value value) {
    for (int i = 0; i < Math.min(words.size(), LOOKED_AT); i++) {
      String word = words.get(i);
      if (i == 0 && (CONTINUES.contains(word) || REJECTS.contains(word) || word.length() == 1)) {
        return 0;
      }
      if (CountedNouns.isNoun(word)
          || value.one() && CountedNouns.mayBeSingular(word) && !CONTINUES.contains(word)) {
        int end = i + 1;
        while (end < words.size()
            && !CONTINUES.contains(words.get(end))
            && CountedNouns.isNoun(words.get(end))) {
          end++;
        }
        return end;
      }
      if (i == 0 && value.subject() && word.endsWith("ed") && !OPERATIONS.contains(word)) {
        return 0;
      }
      if (i > 0 && CONTINUES.contains(word)) {
        return firstContinues(words);
      }
    }
    return -1;
  }

  /** "42 more cupcake flavours": a word that may do both begins it. */
  private static int firstContinues(List<String> words) {
    return CONTINUES.contains(words.get(0)) ? 0 : -1;
  }
}
