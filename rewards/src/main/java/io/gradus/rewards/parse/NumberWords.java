package io.gradus.rewards.parse;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.units.CountedNouns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers in words: "one hundred twenty", "minus five", "two thirds", "half a dozen", "five
 * dollars".
 */
final class NumberWords {
  private static final List<String> ONES =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> ORDINALS =
      List.of(
          "zeroth",
          "first",
          "second",
          "third",
          "fourth",
          "fifth",
          "sixth",
          "seventh",
          "eighth",
          "ninth",
          "tenth",
          "eleventh",
          "twelfth",
          "thirteenth",
          "fourteenth",
          "fifteenth",
          "sixteenth",
          "seventeenth",
          "eighteenth",
          "nineteenth");
  private static final List<String> TENTHS =
      List.of(
          "twentieth",
          "thirtieth",
          "fortieth",
          "fiftieth",
          "sixtieth",
          "seventieth",
          "eightieth",
          "ninetieth");
  private static final Map<String, Long> SCALES =
      Map.of("thousand", 1_000L, "million", 1_000_000L, "billion", 1_000_000_000L);

  private NumberWords() {}

  /** The cardinal or ordinal number that a phrase spells out. */
  static Optional<Rational> number(String phrase) {
    String words = phrase.toLowerCase(Locale.ROOT).replace('-', ' ').strip();
    Optional<Rational> cardinal = cardinal(words);
    return cardinal.isPresent() ? cardinal : ordinal(words);
  }

  /** A number, fraction or count in words, with the noun that is counted. */
  static Optional<Expr> quantity(String words) {
    if (words.startsWith("minus ") || words.startsWith("negative ")) {
      return quantity(words.substring(words.indexOf(' ') + 1))
          .filter(Expr.Num.class::isInstance)
          .map(TermParser::negate);
    }
    Optional<Rational> number = number(words).or(() -> fraction(words)).or(() -> dozens(words));
    if (number.isPresent()) {
      return number.map(Expr.Num::new);
    }
    for (int space = words.lastIndexOf(' '); space > 0; space = words.lastIndexOf(' ', space - 1)) {
      String head = words.substring(0, space);
      Optional<Rational> counted = cardinal(head).or(() -> fraction(head)).or(() -> dozens(head));
      if (counted.isPresent()) {
        String noun = words.substring(space + 1);
        if (noun.equals("of them")) { // "one of them" says which, not how many
          return counted.filter(n -> !n.isOne()).map(Expr.Num::new);
        }
        return CountedNouns.isNoun(noun)
            ? Optional.of(UnitWords.apply(new Expr.Num(counted.get()), noun))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<Rational> cardinal(String words) {
    long total = 0;
    long group = 0;
    String last = "";
    long lowestScale = Long.MAX_VALUE;
    for (String word : words.split("\\s+")) {
      int one = ONES.indexOf(word);
      int ten = TENS.indexOf(word);
      if (word.equals("and") && (last.equals("hundred") || SCALES.containsKey(last))) {
        last = "and";
        continue;
      }
      boolean afterTen = TENS.contains(last) && one >= 1 && one <= 9;
      boolean afterHundred =
          last.isEmpty()
              || last.equals("and")
              || last.equals("hundred")
              || SCALES.containsKey(last);
      if (one >= 0 && (afterTen || afterHundred)) {
        group += one;
      } else if (ten >= 0 && afterHundred) {
        group += 20 + 10L * ten;
      } else if ((word.equals("a") || word.equals("an")) && last.isEmpty()) {
        group = 1;
      } else if (word.equals("hundred") && group < 100 && !last.equals("hundred")) {
        group = Math.max(1, group) * 100;
      } else if (SCALES.containsKey(word) && SCALES.get(word) < lowestScale) {
        lowestScale = SCALES.get(word);
        total += Math.max(1, group) * lowestScale;
        group = 0;
      } else {
        return Optional.empty();
      }
      last = word;
    }
    boolean ends =
        !last.equals("and") && !last.equals("a") && !last.equals("an") && !last.isEmpty();
    return ends ? Optional.of(Rational.of(total + group)) : Optional.empty();
  }

  private static Optional<Rational> ordinal(String words) {
    if (words.equals("hundredth") || words.equals("one hundredth")) {
      return Optional.of(Rational.of(100));
    }
    int small = ORDINALS.indexOf(words);
    if (small >= 0) {
      return Optional.of(Rational.of(small));
    }
    int tenth = TENTHS.indexOf(words);
    if (tenth >= 0) {
      return Optional.of(Rational.of(20 + 10L * tenth));
    }
    int space = words.indexOf(' ');
    int ten = space < 0 ? -1 : TENS.indexOf(words.substring(0, space));
    int one = space < 0 ? -1 : ORDINALS.indexOf(words.substring(space + 1));
    return ten >= 0 && one >= 1 && one <= 9
        ? Optional.of(Rational.of(20 + 10L * ten + one))
        : Optional.empty();
  }

  /** One half, two thirds, five tenths. */
  private static Optional<Rational> fraction(String words) {
    int space = words.lastIndexOf(' ');
    String part = words.substring(space + 1);
    Optional<Rational> count =
        space < 0
            ? Optional.of(Rational.ONE)
            : cardinal(words.substring(0, space).replaceFirst("^an?$", "one"));
    if (part.equals("half") || part.equals("halves")) {
      return count.map(n -> n.over(Rational.TWO));
    }
    if (count.isEmpty() || space < 0) {
      return Optional.empty();
    }
    if (part.equals("quarter") || part.equals("quarters")) {
      return count.map(n -> n.over(Rational.of(4)));
    }
    boolean one = count.get().isOne();
    String singular = one ? part : part.endsWith("s") ? part.substring(0, part.length() - 1) : "";
    int below = Math.max(ORDINALS.indexOf(singular), 0);
    long denominator =
        singular.equals("hundredth") ? 100 : singular.equals("thousandth") ? 1000 : below;
    return denominator >= 3 ? count.map(n -> n.over(Rational.of(denominator))) : Optional.empty();
  }

  /** A dozen, half a dozen, five dozen. */
  private static Optional<Rational> dozens(String words) {
    if (!words.endsWith("dozen")) {
      return Optional.empty();
    }
    String count = words.substring(0, words.length() - "dozen".length()).strip();
    return switch (count) {
      case "", "a", "one" -> Optional.of(Rational.of(12));
      case "half a", "a half" -> Optional.of(Rational.of(6));
      default -> cardinal(count).map(n -> n.times(Rational.of(12)));
    };
  }
}
