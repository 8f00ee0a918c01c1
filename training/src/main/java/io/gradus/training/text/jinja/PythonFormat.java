package io.gradus.training.text.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's two ways to put values into a text: {@code %} and {@code str.format}. */
final class PythonFormat {
  private static final Pattern PERCENT =
      Pattern.compile("%(0?)([0-9]*)(?:\\.([0-9]+))?([a-zA-Z%])|%");
  private static final Pattern BRACES =
      Pattern.compile("\\{\\{|\\}\\}|\\{([A-Za-z_][A-Za-z_0-9]*|[0-9]*)\\}|[{}]");

  private PythonFormat() {}

  /** {@code format % values} with {@code %s}, {@code %r}, {@code %d} and {@code %f}. */
  static String percent(String format, List<?> values) {
    Matcher matcher = PERCENT.matcher(format);
    StringBuilder text = new StringBuilder();
    int used = 0;
    int at = 0;
    while (matcher.find()) {
      text.append(format, at, matcher.start());
      at = matcher.end();
      if (matcher.group().equals("%%")) {
        text.append('%');
        continue;
      }
      if (matcher.group(4) == null || used >= values.size()) {
        throw new JinjaException("'" + matcher.group() + "' of a format is not supported here");
      }
      text.append(padded(matcher, values.get(used++)));
    }
    if (used < values.size()) {
      throw new JinjaException("a format uses " + used + " of " + values.size() + " values");
    }
    return text.append(format.substring(at)).toString();
  }

  private static String padded(Matcher spec, Object value) {
    boolean precise = spec.group(3) != null;
    String shown =
        switch (spec.group(4)) {
          case "s" -> precise ? refused(spec) : Values.text(value);
          case "r" -> precise ? refused(spec) : PythonRepr.of(value);
          case "d", "i" -> precise ? refused(spec) : whole(spec, value);
          case "f" -> fixed(spec, value, precise ? Integer.parseInt(spec.group(3)) : 6);
          default -> refused(spec);
        };
    int width = spec.group(2).isEmpty() ? 0 : Integer.parseInt(spec.group(2));
    int missing = Math.max(0, width - PythonText.length(shown));
    boolean zeros = !spec.group(1).isEmpty() && "dif".contains(spec.group(4));
    boolean minus = zeros && shown.startsWith("-");
    return (minus ? "-" : "")
        + (zeros ? "0" : " ").repeat(missing)
        + (minus ? shown.substring(1) : shown);
  }

  private static String refused(Matcher spec) {
    throw new JinjaException("'" + spec.group() + "' of a format is not supported");
  }

  private static String whole(Matcher spec, Object value) {
    Number number = Arithmetic.number(value).orElseThrow(() -> noNumber(spec, value));
    return Long.toString(
        number instanceof Long exact ? exact : new BigDecimal(number.doubleValue()).longValue());
  }

  private static String fixed(Matcher spec, Object value, int digits) {
    double number = Arithmetic.number(value).orElseThrow(() -> noNumber(spec, value)).doubleValue();
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return refused(spec);
    }
    String shown =
        new BigDecimal(number).abs().setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return (Math.copySign(1, number) < 0 ? "-" : "") + shown;
  }

  private static JinjaException noNumber(Matcher spec, Object value) {
    return new JinjaException(
        "'" + spec.group() + "' of a format takes a number, found " + Values.kind(value));
  }

  /** {@code format.format(…)} with plain fields: {@code {}}, {@code {0}}, {@code {name}}. */
  static String braces(String format, List<Object> values, Map<String, Object> named) {
    Matcher matcher = BRACES.matcher(format);
    StringBuilder text = new StringBuilder();
    int next = 0;
    int at = 0;
    boolean numbered = false;
    while (matcher.find()) {
      text.append(format, at, matcher.start());
      at = matcher.end();
      String field = matcher.group(1);
      if (matcher.group().length() == 2 && field == null) {
        text.append(matcher.group().charAt(0));
        continue;
      }
      if (field == null) {
        throw new JinjaException("this format is not supported: " + format);
      }
      boolean index = !field.isEmpty() && Character.isDigit(field.charAt(0));
      numbered |= index;
      if (field.isEmpty() && numbered || index && next > 0) {
        throw new JinjaException("a format mixes fields with and without numbers");
      }
      if (field.isEmpty() || index) {
        int position = index ? Integer.parseInt(field) : next++;
        if (position >= values.size()) {
          throw new JinjaException("a format has more fields than values");
        }
        text.append(Values.text(values.get(position)));
      } else if (named.containsKey(field)) {
        text.append(Values.text(named.get(field)));
      } else {
        throw new JinjaException("a format lacks the value " + field);
      }
    }
    return text.append(format.substring(at)).toString();
  }
}
