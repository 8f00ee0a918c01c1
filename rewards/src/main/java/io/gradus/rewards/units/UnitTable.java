package io.gradus.rewards.units;

import io.gradus.rewards.number.Rational;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The known units by name: SI units with their prefixes, customary units, time, angles, currencies.
 * Factors are exact (NIST Special Publication 811).
 */
final class UnitTable {
  /**
   * A factor to the base units of its dimensions, and the powers of the dimensions.
   *
   * @param dimensions powers by the name of the dimension; none for a pure number
   */
  record Unit(Rational factor, TreeMap<String, Integer> dimensions) {
    static final Unit ONE = new Unit(Rational.ONE, new TreeMap<>());

    static Unit of(String dimension) {
      return new Unit(Rational.ONE, new TreeMap<>(Map.of(dimension, 1)));
    }

    Unit times(Unit o, int power) {
      TreeMap<String, Integer> product = new TreeMap<>(dimensions);
      o.dimensions.forEach((d, p) -> product.merge(d, p * power, Integer::sum));
      product.values().removeIf(p -> p == 0);
      return new Unit(factor.times(o.factor.power(power)), product);
    }

    Unit scale(Rational by) {
      return new Unit(factor.times(by), dimensions);
    }
  }

  private static final Map<String, Unit> KNOWN = new HashMap<>();
  private static final String[][] PREFIXES = {
    {"n", "nano", "1/1000000000"},
    {"u", "micro", "1/1000000"},
    {"µ", "micro", "1/1000000"},
    {"m", "milli", "1/1000"},
    {"c", "centi", "1/100"},
    {"d", "deci", "1/10"},
    {"k", "kilo", "1000"},
    {"M", "mega", "1000000"},
    {"G", "giga", "1000000000"},
  };

  static {
    Unit meter = Unit.of("length");
    Unit gram = Unit.of("mass");
    Unit second = Unit.of("time");
    Unit newton = gram.scale(Rational.of(1000)).times(meter, 1).times(second, -2);
    Unit joule = newton.times(meter, 1);
    Unit watt = joule.times(second, -1);
    Unit cubicMeter = Unit.ONE.times(meter, 3);
    Unit liter = cubicMeter.scale(Rational.of(1, 1000));
    withPrefixes(meter, "m", "meter metre");
    withPrefixes(gram, "g", "gram");
    withPrefixes(second, "s", "second");
    withPrefixes(newton, "N", "newton");
    withPrefixes(joule, "J", "joule");
    withPrefixes(watt, "W", "watt");
    withPrefixes(newton.times(meter, -2), "Pa", "pascal");
    withPrefixes(Unit.ONE.times(second, -1), "Hz", "hertz");
    withPrefixes(Unit.of("volt"), "V", "volt");
    withPrefixes(Unit.of("ampere"), "A", "ampere amp");
    withPrefixes(Unit.of("ohm"), "Ω", "ohm");
    withPrefixes(Unit.of("mole"), "mol", "mole");
    withPrefixes(Unit.of("electronvolt"), "eV", "electronvolt");
    withPrefixes(Unit.of("calorie"), "cal", "calorie");
    withPrefixes(Unit.of("byte"), "B", "byte");
    withPrefixes(liter, "L", "liter litre");
    withPrefixes(liter, "l", "");
    define(meter, "127/5000", "in inch inches ''");
    define(meter, "381/1250", "ft foot feet '");
    define(meter, "1143/1250", "yd yds yard yards");
    define(meter, "201168/125", "mi mile miles");
    define(gram, "1", "gm gms");
    define(gram, "1000000", "tonne tonnes");
    define(gram, "45359237/100000", "lb lbs pound pounds");
    define(gram, "45359237/1600000", "oz ounce ounces");
    define(Unit.of("ton"), "1", "ton tons");
    define(second, "1", "sec secs");
    define(second, "60", "min mins minute minutes");
    define(second, "3600", "h hr hrs hour hours");
    define(second, "86400", "day days");
    define(second, "604800", "week weeks wk wks");
    define(Unit.of("month"), "1", "month months");
    define(Unit.of("month"), "12", "yr yrs year years");
    define(cubicMeter, "473176473/125000000000", "gal gals gallon gallons");
    define(cubicMeter, "473176473/500000000000", "qt qts quart quarts");
    define(cubicMeter, "473176473/1000000000000", "pt pts pint pints");
    define(cubicMeter, "1/1000000", "cc ccs");
    define(Unit.ONE.times(meter, 2), "10000", "ha hectare hectares");
    define(Unit.ONE.times(meter, 2), "316160658/78125", "acre acres");
    define(Unit.of("dollar"), "1", "$ dollar dollars usd buck bucks");
    define(Unit.of("dollar"), "1/100", "cent cents ¢");
    define(Unit.of("euro"), "1", "€ euro euros eur");
    define(Unit.of("pound sterling"), "1", "£ gbp");
    define(Unit.of("rupee"), "1", "₹ rs rupee rupees");
    define(Unit.of("yen"), "1", "¥ yen");
    define(Unit.of("yuan"), "1", "yuan rmb cny 元");
    define(meter, "1", "米");
    define(meter, "1/100", "厘米");
    define(meter, "1000", "千米 公里");
    define(gram, "1", "克");
    define(gram, "1000", "千克 公斤");
    define(second, "1", "秒");
    define(second, "60", "分钟");
    define(second, "3600", "小时");
    define(second, "86400", "天");
    define(Unit.ONE.times(meter, 2), "1", "平方米");
    define(Unit.ONE.times(meter, 2), "1/10000", "平方厘米");
    define(cubicMeter, "1", "立方米");
    define(cubicMeter, "1/1000000", "立方厘米");
    define(liter, "1", "升");
    define(Unit.of("kelvin"), "1", "K kelvin kelvins");
    define(Unit.of("celsius"), "1", "°c celsius");
    define(Unit.of("fahrenheit"), "1", "°f fahrenheit");
    define(Unit.of("radian"), "1", "rad rads radian radians");
    define(Unit.of("noun unit"), "1", "unit units");
    KNOWN.put("mph", KNOWN.get("mile").times(KNOWN.get("hour"), -1));
    KNOWN.put("kmh", KNOWN.get("km").times(KNOWN.get("hour"), -1));
    KNOWN.put("kph", KNOWN.get("kmh"));
    KNOWN.put("rpm", Unit.of("noun revolution").times(KNOWN.get("minute"), -1));
    KNOWN.put("kWh", KNOWN.get("kW").times(KNOWN.get("hour"), 1));
  }

  private UnitTable() {}

  private static Rational rational(String factor) {
    int slash = factor.indexOf('/');
    long top = Long.parseLong(slash < 0 ? factor : factor.substring(0, slash));
    return Rational.of(top, slash < 0 ? 1 : Long.parseLong(factor.substring(slash + 1)));
  }

  private static void define(Unit base, String factor, String names) {
    for (String name : names.split(" ")) {
      KNOWN.put(name, base.scale(rational(factor)));
    }
  }

  private static void withPrefixes(Unit unit, String symbol, String names) {
    KNOWN.put(symbol, unit);
    for (String[] prefix : PREFIXES) {
      KNOWN.putIfAbsent(prefix[0] + symbol, unit.scale(rational(prefix[2])));
    }
    for (String name : names.isEmpty() ? new String[0] : names.split(" ")) {
      for (String plural : new String[] {"", "s"}) {
        KNOWN.put(name + plural, unit);
        for (String[] prefix : PREFIXES) {
          KNOWN.put(prefix[1] + name + plural, unit.scale(rational(prefix[2])));
        }
      }
    }
  }

  /** The unit of a name: symbols as they are written, words and longer symbols in any case. */
  static Optional<Unit> find(String name) {
    Unit exact = KNOWN.get(name);
    if (exact == null && name.length() > 1) {
      exact = KNOWN.get(name.toLowerCase(java.util.Locale.ROOT));
    }
    return Optional.ofNullable(exact);
  }
}
