package io.gradus.rewards.units;

import io.gradus.rewards.number.Rational;
import io.gradus.rewards.units.UnitTable.Unit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Units as written beside a number: whether they are known, and how they convert. */
public final class Units {
  private static final Map<String, String> SINGULAR =
      Map.of(
          "people",
          "person",
          "men",
          "man",
          "women",
          "woman",
          "children",
          "child",
          "teeth",
          "tooth",
          "mice",
          "mouse",
          "geese",
          "goose");

  /** Words after a unit that only say where or how it is measured. */
  private static final Pattern TAIL =
      Pattern.compile(
          " (?:old|long|wide|tall|high|deep|left|remaining|total|in total|in all|altogether|away"
              + "|per person each|each)$");

  /** Phrases that add nothing to a number and name nothing. */
  private static final Set<String> EMPTY =
      Set.of("in all", "in total", "total", "altogether", "each", "left", "remaining", "times");

  private static final Pattern SPACES = Pattern.compile("[\\s~]+");
  private static final Pattern NOISE = Pattern.compile("\\\\[,;:! ]|[\\\\{}]");
  private static final Pattern SEPARATOR = Pattern.compile("[ .*·⋅]+");
  private static final Pattern POWER = Pattern.compile("(\\D+?)\\^?(-?\\d)");

  private static final int LONGEST = 120;

  private Units() {}

  /** What a value in one unit is multiplied by for another; nothing when they do not compare. */
  public static Optional<Rational> factor(String from, String to) {
    if (from.equals(to)) {
      return Optional.of(Rational.ONE);
    }
    if (from.length() > LONGEST || to.length() > LONGEST) {
      return Optional.empty();
    }
    String f = tidy(from);
    String t = tidy(to);
    if (f.equals(t)) {
      return Optional.of(Rational.ONE);
    }
    Optional<Unit> a = parse(f);
    Optional<Unit> b = parse(t);
    if (a.isEmpty() || b.isEmpty() || !a.get().dimensions().equals(b.get().dimensions())) {
      return Optional.empty();
    }
    return Optional.of(a.get().factor().over(b.get().factor()));
  }

  /** Whether a phrase is a unit of measurement or a product or quotient of such units. */
  public static boolean isKnown(String phrase) {
    if (phrase.length() > LONGEST) {
      return false;
    }
    String t = tidy(phrase);
    return EMPTY.contains(t)
        || parse(t)
            .filter(u -> u.dimensions().keySet().stream().noneMatch(Units::isOtherNoun))
            .isPresent();
  }

  private static boolean isOtherNoun(String dimension) {
    return dimension.startsWith("noun ") && !dimension.equals("noun unit");
  }

  private static String tidy(String unit) {
    String plain = NOISE.matcher(unit).replaceAll(m -> m.group().startsWith("\\") ? " " : "");
    plain = plain.replace("²", "^2").replace("³", "^3").replace("−", "-").replace("/", " / ");
    plain = SPACES.matcher(plain).replaceAll(" ").strip();
    plain = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    Matcher tail = TAIL.matcher(plain);
    return tail.find() ? plain.substring(0, tail.start()) : plain;
  }

  private static Optional<Unit> parse(String text) {
    Unit product = Unit.ONE;
    int side = 1;
    int nextPower = 1;
    String last = "";
    for (String word : SEPARATOR.split(text)) {
      String lower = word.toLowerCase(Locale.ROOT);
      switch (lower) {
        case "/", "per", "a", "an", "each" -> side = -1;
        case "square", "sq" -> nextPower = 2;
        case "cubic", "cu" -> nextPower = 3;
        case "squared", "cubed" -> {
          if (last.isEmpty()) {
            return Optional.empty();
          }
          product = product.times(named(last), side * (lower.equals("squared") ? 1 : 2));
        }
        default -> {
          Matcher power = POWER.matcher(word);
          boolean powered = power.matches();
          last = powered ? power.group(1).replace("^", "") : word;
          if (last.isEmpty() || last.chars().anyMatch(c -> c == '^' || Character.isDigit(c))) {
            return Optional.empty();
          }
          int exponent = powered ? Integer.parseInt(power.group(2)) : nextPower;
          if (Math.abs(exponent) > 6) {
            return Optional.empty();
          }
          product = product.times(named(last), side * exponent);
          nextPower = 1;
        }
      }
    }
    return text.isEmpty() || last.isEmpty() ? Optional.empty() : Optional.of(product);
  }

  /** A known unit, or a dimension of its own for a noun, singular and plural alike. */
  private static Unit named(String name) {
    return UnitTable.find(name).orElseGet(() -> Unit.of("noun " + singular(name)));
  }

  private static String singular(String name) {
    String noun = name.toLowerCase(Locale.ROOT);
    if (SINGULAR.containsKey(noun)) {
      return SINGULAR.get(noun);
    }
    if (noun.length() <= 3 || !noun.endsWith("s") || noun.endsWith("ss")) {
      return noun;
    }
    if (noun.endsWith("ies")) {
      return noun.substring(0, noun.length() - 3) + "y";
    }
    boolean es =
        noun.endsWith("xes")
            || noun.endsWith("ches")
            || noun.endsWith("shes")
            || noun.endsWith("sses");
    return noun.substring(0, noun.length() - (es ? 2 : 1));
  }
}
