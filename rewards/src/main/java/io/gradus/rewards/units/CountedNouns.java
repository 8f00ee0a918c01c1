package io.gradus.rewards.units;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the words after a number only name what it counts. Anything else may change the number
 * ("17 squared", "17 or more", "17 too many") and leaves doubt, so an unknown word is no noun
 * unless it is a plural.
 */
public final class CountedNouns {
  /** Words that end like a plural or stand before one, and say something else about the number. */
  private static final Set<String> CHANGERS =
      words(
          "not no never neither nor none nothing isn't aren't wasn't cannot can't maybe perhaps"
              + " possibly probably likely guess wrong incorrect false invalid untrue impossible"
              + " rejected excluded and or but than then else except unless if when whenever where"
              + " while until versus instead rather otherwise minus plus times divided multiplied"
              + " squared cubed doubled tripled halved factorial reciprocal inverse root power"
              + " percent percentage remainder modulo mod base binary octal decimal hexadecimal"
              + " negative positive opposite below above under over beyond before past less more"
              + " fewer greater larger smaller bigger most least minimum maximum about around"
              + " approximately almost nearly roughly near exactly only just too also either both"
              + " up down plus/minus half halves third thirds quarter quarters fourths fifths"
              + " sixths sevenths eighths ninths tenths hundredths thousandths millionths dozen"
              + " dozens couple score scores gross tens hundreds thousands millions billions"
              + " trillions is are was were be being been isnt has does equals exceeds works"
              + " remains fails contradicts loses loss losses debt debts deficit short shy missing"
              + " off away yes true this perhaps always sometimes perhaps as was us thus plus"
              + " maximums minimums even odd towards afterwards besides whereas its theirs ours"
              + " hers yours backwards forwards upwards downwards onwards nowadays goes gives makes"
              + " becomes means requires holds seems appears depends needs stands overs unders ups"
              + " downs tops outs ins misses lacks undecided unknown unclear");

  /** Words that may follow the noun and change nothing: "apples left", "dollars in total". */
  private static final Set<String> AFTER_NOUN =
      words(
          "of per in on at from for with each every total altogether remaining left together old"
              + " long wide tall high deep thick apart away needed required sold made given used"
              + " available possible the a an that who which to by heavier lighter taller longer"
              + " older younger later");

  /** Words between the noun and the end that need no second look. */
  private static final Set<String> BEFORE_PLURAL = words("more even odd positive negative");

  private static final Set<String> NUMBERS =
      words(
          "one two three four five six seven eight nine ten eleven twelve twenty hundred thousand");

  private static final Set<String> IRREGULAR =
      words(
          "people men women children feet teeth mice geese sheep fish deer dice oxen cattle police"
              + " series species salmon shrimp trout moose bison cacti fungi data criteria vertices"
              + " indices axes candy money water milk rice flour sugar paper bread gas gasoline"
              + " gold silver time food fruit homework work wood sand juice snow rain oil coffee"
              + " tea chocolate pizza cake pie ice-cream cream cds tvs pcs dvds months paths baths"
              + " moths lengths cloths booths mouths births deaths");

  /** Counted things that stand in the singular after one or a fraction. */
  private static final Set<String> SINGULAR =
      words(
          "apple orange pear egg ball book box bag car bus dog cat bird cow horse pig chicken tree"
              + " flower plant seed leaf page chapter story sheet card coin penny nickel dime"
              + " quarter bill ticket game match goal point unit item piece part slice person man"
              + " woman child student teacher worker player friend boy girl pupil member team group"
              + " class school room house floor row column table chair seat desk bottle cup glass"
              + " jar can bucket spoon plate bowl pot tank pencil pen crayon marker eraser ruler"
              + " notebook toy doll cookie cupcake muffin brownie donut doughnut sandwich burger"
              + " candle pound stone rock brick block tile stamp sticker photo picture song movie"
              + " video phone computer machine robot truck train plane boat ship bike bicycle wheel"
              + " shirt shoe sock hat dress coat button bead necklace ring gift present letter word"
              + " line angle triangle square circle rectangle polygon face edge side vertex digit"
              + " number integer prime factor divisor multiple solution root value way path step"
              + " term case choice set subset element function trip visit lap round turn shot hit"
              + " run kick vote job task lesson call message day week month year hour minute second"
              + " inch foot yard mile acre gallon liter litre pint quart ounce gram ton meter metre"
              + " cent dollar euro pair email change place rest tip profit serving batch loaf scoop"
              + " stick string rope pole post fence wall window door gate bed lamp light key lock"
              + " tool nail screw");

  /** Chinese counters and what they often count. */
  private static final Set<String> COUNTERS =
      words("个 人 只 本 张 条 支 辆 棵 件 次 种 名 块 页 岁 年 月 日 度 个人 种方法 个苹果");

  private static final Pattern PUNCTUATION = Pattern.compile("[\\\\,.;:!~{}$()]+");

  /** Why a number is what it is: "(since 3 + 4 = 7)". */
  private static final Pattern REASON =
      Pattern.compile(
          "(?:\\(\\s{0,3}(?:since|because|by|using|from|see)\\b[^()]{0,80}\\)|\\(\\s{0,3}(?:an?"
              + " )?(?:prime|composite|even|odd|exact|exactly|integer|in total|total)(?:"
              + " number)?\\s{0,3}\\))\\s{0,3}$");

  private static final int LONGEST_PHRASE = 160;
  private static final int LONGEST = 12;

  private CountedNouns() {}

  private static Set<String> words(String list) {
    return Set.copyOf(List.of(list.split(" ")).stream().distinct().toList());
  }

  /**
   * Whether a phrase after a number names what is counted: a unit, or a noun in the plural with
   * words before and after it that change nothing.
   */
  public static boolean isNoun(String phrase) {
    if (phrase.length() > LONGEST_PHRASE) {
      return false;
    }
    if (Units.isKnown(phrase)) {
      return !phrase.startsWith("'");
    }
    Matcher reason = REASON.matcher(phrase);
    String noun = reason.find() ? phrase.substring(0, reason.start()) : phrase;
    String plain = PUNCTUATION.matcher(noun.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    if (plain.isEmpty() || plain.equals("of them") || Units.isKnown(plain)) {
      return true;
    }
    String[] words = plain.split("\\s+");
    if (words.length > LONGEST) {
      return false;
    }
    for (int i = 0; i < Math.min(words.length, 4); i++) {
      if (isHead(words[i])) {
        return isHarmlessAfter(words, i + 1);
      }
      boolean mayPrecede = i + 1 < words.length && isPlural(words[words.length - 1]);
      boolean known = BEFORE_PLURAL.contains(words[i]) && mayPrecede;
      if (!known && (CHANGERS.contains(words[i]) || !isWord(words[i]))) {
        return false;
      }
    }
    return false;
  }

  private static boolean isHead(String word) {
    if (COUNTERS.contains(word)) {
      return true;
    }
    return !CHANGERS.contains(word)
        && (Units.isKnown(word) || isPlural(word) || SINGULAR.contains(word));
  }

  private static boolean isHarmlessAfter(String[] words, int from) {
    if (from < words.length && words[words.length - 1].equals("of")) {
      return false;
    }
    if (from < words.length && !AFTER_NOUN.contains(words[from]) && !isHead(words[from])) {
      return false;
    }
    for (int i = from; i < words.length; i++) {
      if (NUMBERS.contains(words[i])) {
        return false; // groups of two
      }
      if (CHANGERS.contains(words[i]) && !AFTER_NOUN.contains(words[i]) || !isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(String word) {
    return word.chars().allMatch(c -> Character.isLetter(c) || c == '-' || c == '\'' || c == '’');
  }

  /** Whether a word may be the singular noun after one. */
  public static boolean mayBeSingular(String word) {
    return word.length() >= 3
        && isWord(word)
        && !CHANGERS.contains(word)
        && !NUMBERS.contains(word);
  }

  /** Whether a word has the form of a plural. */
  public static boolean isPlural(String word) {
    if (CHANGERS.contains(word)) {
      return false;
    }
    boolean regular =
        word.length() >= 4
            && word.endsWith("s")
            && !word.endsWith("ss")
            && !word.endsWith("us")
            && !word.endsWith("is")
            && !word.endsWith("'s")
            && !word.endsWith("ths")
            && isWord(word);
    boolean compound =
        word.length() > 4
            && (word.endsWith("men")
                || word.endsWith("people")
                || word.endsWith("children")
                || word.endsWith("ae"));
    return regular || compound || IRREGULAR.contains(word);
  }
}
