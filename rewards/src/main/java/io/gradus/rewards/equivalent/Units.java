package io.gradus.rewards.equivalent;

import io.gradus.rewards.number.Rational;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Units of measurement, currencies, and nouns that only count. */
final class Units {
  /** A factor to the base unit of a dimension, and the powers of dimensions. */
  private record Unit(Rational factor, TreeMap<String, Integer> dimensions) {
    Unit times(Unit o, int power) {
      TreeMap<String, Integer> product = new TreeMap<>(dimensions);
      o.dimensions.forEach((d, p) -> product.merge(d, p * power, Integer::sum));
      product.values().removeIf(p -> p == 0);
      return new Unit(factor.times(o.factor.power(power)), product);
    }
  }

  private static final Map<String, Unit> KNOWN = new HashMap<>();

  static {
    define("length", "1", "m meter meters metre metres");
    define("length", "1/100", "cm centimeter centimeters centimetre centimetres");
    define("length", "1/1000", "mm millimeter millimeters millimetre millimetres");
    define("length", "1/10", "dm decimeter decimeters");
    define("length", "1000", "km kilometer kilometers kilometre kilometres");
    define("length", "127/5000", "in inch inches");
    define("length", "381/1250", "ft foot feet");
    define("length", "1143/1250", "yd yard yards");
    define("length", "201168/125", "mi mile miles");
    define("mass", "1", "g gram grams gm");
    define("mass", "1000", "kg kilogram kilograms");
    define("mass", "1/1000", "mg milligram milligrams");
    define("mass", "45359237/100000", "lb lbs pound pounds");
    define("mass", "45359237/1600000", "oz ounce ounces");
    define("time", "1", "s sec secs second seconds");
    define("time", "60", "min mins minute minutes");
    define("time", "3600", "h hr hrs hour hours");
    define("time", "86400", "day days");
    define("time", "604800", "week weeks");
    define("month", "1", "month months");
    define("month", "12", "yr yrs year years");
    define("volume", "1", "l liter liters litre litres");
    define("volume", "1/1000", "ml milliliter milliliters");
    define("dollar", "1", "$ dollar dollars usd");
    define("dollar", "1/100", "cent cents ¢");
    define("euro", "1", "€ euro euros eur");
    define("pound sterling", "1", "£ gbp");
    define("rupee", "1", "₹ rs rupee rupees");
    define("yen", "1", "¥ yen");
    KNOWN.put("mph", unit("length", "201168/125").times(unit("time", "3600"), -1));
    KNOWN.put("kmh", unit("length", "1000").times(unit("time", "3600"), -1));
    KNOWN.put("kph", KNOWN.get("kmh"));
  }

  private Units() {}

  private static Unit unit(String dimension, String factor) {
    int slash = factor.indexOf('/');
    long top = Long.parseLong(slash < 0 ? factor : factor.substring(0, slash));
    long bottom = slash < 0 ? 1 : Long.parseLong(factor.substring(slash + 1));
    return new Unit(Rational.of(top, bottom), new TreeMap<>(Map.of(dimension, 1)));
  }

  private static void define(String dimension, String factor, String names) {
    for (String name : names.split(" ")) {
      KNOWN.put(name, unit(dimension, factor));
    }
  }

  /** What a value in one unit is multiplied by for another; nothing when they do not compare. */
  static Optional<Rational> factor(String from, String to) {
    String f = tidy(from);
    String t = tidy(to);
    if (f.equals(t)) {
      return Optional.of(Rational.ONE);
    }
    Optional<Unit> a = parse(f);
    Optional<Unit> b = parse(t);
    if (a.isEmpty() || b.isEmpty() || !a.get().dimensions.equals(b.get().dimensions)) {
      return Optional.empty();
    }
    return Optional.of(a.get().factor.over(b.get().factor));
  }

  private static String tidy(String unit) {
    return unit.toLowerCase(Locale.ROOT)
        .replace("\\,", " ")
        .replaceAll("[\\\\{}]", "")
        .replaceAll("\\s+", " ")
        .replace("²", "^2")
        .replace("³", "^3")
        .strip();
  }

  private static Optional<Unit> parse(String text) {
    Unit product = new Unit(Rational.ONE, new TreeMap<>());
    int power = 1;
    int nextPower = 1;
    for (String word : text.replace("/", " / ").trim().split("[ .*]+")) {
      if (word.equals("/") || word.equals("per")) {
        power = -1;
        continue;
      }
      if (word.equals("square") || word.equals("sq") || word.equals("cubic") || word.equals("cu")) {
        nextPower = word.startsWith("sq") ? 2 : 3;
        continue;
      }
      int caret = word.indexOf('^');
      String name = caret < 0 ? word : word.substring(0, caret);
      if (caret >= 0) {
        try {
          nextPower = Integer.parseInt(word.substring(caret + 1));
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
      }
      if (word.equals("squared") || word.equals("cubed") || Math.abs(nextPower) > 6) {
        return Optional.empty();
      }
      product = product.times(named(name), power * nextPower);
      nextPower = 1;
    }
    return Optional.of(product);
  }

  /** A known unit, or a dimension of its own for a noun, singular and plural alike. */
  private static Unit named(String name) {
    Unit known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    String noun =
        name.endsWith("s") && name.length() > 3 ? name.substring(0, name.length() - 1) : name;
    return new Unit(Rational.ONE, new TreeMap<>(Map.of("noun " + noun, 1)));
  }
}
