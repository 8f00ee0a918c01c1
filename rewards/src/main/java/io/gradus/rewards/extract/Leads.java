package io.gradus.rewards.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words between the verb and a value, read backwards from the value. Articles, adverbs that
 * only stress, names of what a value is ("the number", "a total of") lead to it; a preposition, a
 * function of it ("the reverse of 42") or a label ("page 42") makes something else of it. After
 * "is" an unknown word leaves doubt; elsewhere it may be the verb ("ran 42 miles").
 */
final class Leads {
  private static final int LOOKED_AT = 12;
  private static final int LONGEST = 160;

  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}'’-]*");
  private static final Pattern OPERATOR =
      Pattern.compile(
          "(?:[±∓<>≠≤≥≮≯+×÷/^%∼~√]|\\\\(?:pm|mp|neq?|l[et]q?|g[et]q?|times|cdot|sqrt|sim|not|lnot|neg))\\s{0,3}[$\\\\(\\[\\s]{0,5}$");

  /** Articles, stress, and what a value is. */
  private static final Set<String> LEADING =
      words(
          "the a an that it its it's this these those there here we you they he she i our my your"
              + " his her their exactly precisely simply just only also merely always still now"
              + " then therefore thus so hence finally indeed namely clearly obviously evidently"
              + " certainly surely definitely really actually naturally consequently accordingly"
              + " again already both all in fact of-course overall ultimately altogether total"
              + " exact final correct right answer result solution value number integer amount"
              + " figure count quantity sum score prime composite even odd natural whole positive"
              + " real rational irrational complex nonnegative non-negative fraction decimal"
              + " percentage mixed simplified reduced set pair ordered triple tuple point vector"
              + " matrix interval function polynomial expression coordinates coordinate time date"
              + " year letter word ratio angle quotient product difference remaining additional"
              + " extra further respectively unique single smallest largest least greatest minimal"
              + " maximal minimum maximum dollars dollar usd us euros euro eur cents rs given found"
              + " as follows course approximately approx about roughly and or either since because"
              + " when if where combined full net same desired required needed requested average"
              + " mean median mode slope equivalent equivalently numerically alone sorry yes ok"
              + " okay well fine sure once new each");

  /** Nouns that "of" may tie to a value: "a total of 42", "the value of 42". */
  private static final Set<String> OF_VALUE =
      words(
          "total value amount sum count profit cost price speed length width height distance area"
              + " volume perimeter probability average mean product score angle temperature slope"
              + " grade salary savings population answer result number quantity weight mass rate"
              + " time age income revenue capacity balance bill difference quotient ratio"
              + " percentage power radius diameter depth gain discount tax tip fee velocity"
              + " acceleration size set list all pair course set maximum minimum charge wage budget"
              + " yield increase solution root");

  /** Nouns that make something else of a value even with "a": "a multiple of 42". */
  private static final Set<String> OPERATES =
      words(
          "multiple factor divisor fraction third quarter half tenth fifth loss debt deficit drop"
              + " decrease decline bound handful square cube power root function percentage part"
              + " portion share majority permutation digit reduction increase bit lot kind sort"
              + " couple minimum maximum multiple range neighbourhood neighborhood proportion"
              + " subset conjugate inverse reciprocal negative hundredth pair digits");

  private static final Set<String> BEFORE_TO =
      words(
          "equal equals up comes come amounts amount adds add sums sum reduces reduce simplifies"
              + " simplify evaluates evaluate leads lead brings bring down corresponds works totals"
              + " boils simplified reduced evaluated rounds rounded rises rose grows grew increases"
              + " increased converges tends back us you out closed drops dropped falls fell"
              + " decreases decreased lowers changes changed goes went narrows and answer point"
              + " need needs needed have has had want wants wanted going able");

  private static final Set<String> BEFORE_AT =
      words(
          "arrive arrives arrived arriving stands stand priced end ends ended valued sold estimated"
              + " finish finished starts start");
  private static final Set<String> BEFORE_WITH =
      words(
          "left up end ends ended leaves leaving stay stays remain remains finish finishes"
              + " finished");
  private static final Set<String> GROWTH =
      words(
          "increase increases increased increasing grew grows grow grown rose rises rise raise"
              + " raises raised improve improves improved gain gains gained exceeds beat beats"
              + " won");

  /** Words of closed classes that say where, how nearly or how surely. */
  private static final Set<String> OTHER =
      words(
          "above across after against along amid among around aside at before behind below beneath"
              + " beside besides between beyond but by despite down during except excluding for"
              + " from in inside into less like minus more near nearby off on onto opposite out"
              + " outside over past per plus round short than through throughout till times to"
              + " toward towards under underneath unlike until unto up upon upwards versus via"
              + " within without worth yet not never neither nor no hardly scarcely barely almost"
              + " nearly closely somewhat something anything nothing everything someone anyone"
              + " somewhere anywhere probably likely presumably supposedly allegedly apparently"
              + " seemingly possibly perhaps maybe potentially arguably conceivably unlikely"
              + " supposed alleged fewer greater smaller larger bigger higher lower lesser twice"
              + " thrice double triple quadruple half halfway quarter third squared cubed modulo"
              + " mod log ln sin cos tan base percent different unequal coprime congruent divisible"
              + " proportional close closer closest nearest next capped bounded limited ending"
              + " containing starting beginning theorem lemma chapter page line step problem"
              + " question exercise equation section table level room route version rule case part"
              + " option item day week lesson unit grade proposition corollary definition example"
              + " note footnote fig eq no number-of ahead north south east west ex former non anti"
              + " pseudo quasi sub super almost-exactly any anybody many few several some every"
              + " other another such what which whose why how");

  /** Labels of something: they matter before a whole number only. */
  private static final Set<String> LABELS =
      words(
          "theorem lemma chapter page line step problem question exercise equation section table"
              + " level room route version rule case part option item day week lesson unit grade"
              + " proposition corollary definition example note footnote fig eq no degree figure");

  private static final Set<String> COPULAS =
      words("is are was were be been equals equal being it's that's here's i'm he's she's");

  /** What a preposition makes another number of: "the number after 42", "ending in 42". */
  private static final Set<String> NAMES =
      words(
          "number integer value digit prime day ending starting beginning ends starts begins year");

  /** Words that begin another clause, with a verb of its own. */
  private static final Set<String> CLAUSES =
      words("that which who and so then because since when if where while as therefore thus hence");

  private static final Pattern CLOCK = Pattern.compile("\\d:\\d\\d");
  private static final Pattern RATE =
      Pattern.compile("\\b(?:per|an?) (?:hour|minute|second)|\\bmph\\b|\\b(?:km|m)/(?:h|s)");
  private static final Pattern WHOLE = Pattern.compile("[$\\\\(\\s]{0,4}\\d[\\d,]*\\W{0,4}");

  private Leads() {}

  private static Set<String> words(String list) {
    return Set.copyOf(List.of(list.split(" ")).stream().distinct().toList());
  }

  /**
   * Whether the words of a clause right before a value make something else of it.
   *
   * @param before the clause up to the value
   * @param value the value's text
   * @param predicate whether "is" stands before the clause
   */
  static boolean mayChange(String before, String value, boolean predicate) {
    String near = before.substring(Math.max(0, before.length() - LONGEST));
    if (OPERATOR.matcher(near).find()) {
      return true;
    }
    int sign =
        Math.max(near.lastIndexOf('='), Math.max(near.lastIndexOf(':'), near.lastIndexOf('≈')));
    List<String> words = new ArrayList<>();
    for (Matcher m = WORD.matcher(near).region(sign + 1, near.length()); m.find(); ) {
      words.add(m.group().toLowerCase(Locale.ROOT).replace('’', '\''));
    }
    if (!words.isEmpty()
        && words.get(words.size() - 1).equals("at")
        && (CLOCK.matcher(value).find() || RATE.matcher(value).find())) {
      return false;
    }
    return !words.isEmpty()
        && changes(words, WHOLE.matcher(value).lookingAt(), predicate && sign < 0);
  }

  private static boolean changes(List<String> words, boolean whole, boolean after) {
    int first = Math.max(0, words.size() - LOOKED_AT);
    for (int i = words.size() - 1; i >= first; i--) {
      String word = words.get(i);
      String previous = i == 0 ? "" : words.get(i - 1);
      switch (word) {
        case "of" -> {
          if (i + 1 < words.size() && words.get(i + 1).equals("course")) {
            continue;
          }
          if (previous.equals("all")) {
            i--;
          } else if (!isOfValue(words, i - 1)) {
            return true;
          } else {
            i--; // its noun
          }
        }
        case "to" -> {
          return !previous.isEmpty() && !BEFORE_TO.contains(previous);
        }
        case "at" -> {
          return !BEFORE_AT.contains(previous);
        }
        case "with" -> {
          return !BEFORE_WITH.contains(previous);
        }
        case "by" -> {
          return words.subList(0, i).stream().noneMatch(GROWTH::contains)
              && !previous.equals("given");
        }
        case "in", "for", "from", "on", "after", "within", "per", "during", "than" -> {
          // circumstances are told apart before
          return word.equals("than") || COPULAS.contains(previous) || NAMES.contains(previous);
        }
        default -> {
          if (COPULAS.contains(word)) {
            return false;
          }
          if (LABELS.contains(word)) {
            return whole;
          }
          if (OTHER.contains(word)) {
            return true;
          }
          if (word.length() > 1 && !LEADING.contains(word)) {
            return isPredicate(words.subList(first, i), after);
          }
        }
      }
    }
    return false;
  }

  /** Whether an unknown word after these is no verb: "is" stands before it in the same clause. */
  private static boolean isPredicate(List<String> before, boolean after) {
    boolean predicate = after;
    for (String word : before) {
      predicate = !CLAUSES.contains(word) && (predicate || COPULAS.contains(word));
    }
    return predicate;
  }

  private static boolean isOfValue(List<String> words, int at) {
    if (at < 0) {
      return false;
    }
    String noun = words.get(at);
    boolean indefinite = false;
    for (int i = at - 1; i >= Math.max(0, at - 4); i--) {
      indefinite |= words.get(i).equals("a") || words.get(i).equals("an");
    }
    return OF_VALUE.contains(noun) && !OPERATES.contains(noun)
        || indefinite && !OPERATES.contains(noun);
  }
}
