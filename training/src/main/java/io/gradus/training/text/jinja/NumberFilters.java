package io.gradus.training.text.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The filters that make numbers: {@code int}, {@code float}, {@code round}, {@code abs}. */
final class NumberFilters {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private NumberFilters() {}

  /** A text's integer, or that of its decimal number, or else the default. */
  static Object integer(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("default", "base");
    if (bound.get(1).isPresent() && !bound.get(1).get().equals(10L)) {
      throw new JinjaException("filter int supports base 10 only");
    }
    Object byDefault = bound.get(0).orElse(0L);
    if (value instanceof String text) {
      String number = PythonText.strip(text, PythonText::isSpace);
      if (INTEGER.matcher(number).matches()) {
        try {
          return Long.valueOf(number);
        } catch (NumberFormatException e) {
          throw new JinjaException("integer " + number + " is not supported");
        }
      }
      return DECIMAL.matcher(number).matches()
          ? truncated(Double.parseDouble(number))
          : orElse(number, byDefault);
    }
    if (value instanceof Double number) {
      return truncated(number);
    }
    return value instanceof Undefined undefined
        ? fail(undefined)
        : Arithmetic.number(value).<Object>map(number -> number).orElse(byDefault);
  }

  static Object decimal(Object value, Arguments arguments) {
    Object byDefault = arguments.bind("default").get(0).orElse(0.0);
    if (value instanceof String text) {
      String number = PythonText.strip(text, PythonText::isSpace);
      return DECIMAL.matcher(number).matches()
          ? (Object) Double.valueOf(number)
          : orElse(number, byDefault);
    }
    return value instanceof Undefined undefined
        ? fail(undefined)
        : Arithmetic.number(value).<Object>map(Number::doubleValue).orElse(byDefault);
  }

  /** The default for what is no number, where Python knows no further spelling of numbers. */
  private static Object orElse(String text, Object byDefault) {
    String letters = text.toLowerCase(Locale.ROOT).replaceFirst("^[-+]", "");
    boolean other =
        text.codePoints().anyMatch(c -> c == '_' || c > 127 && Character.isDigit(c))
            || List.of("inf", "infinity", "nan").contains(letters);
    if (other) {
      throw new JinjaException("the number '" + text + "' is not supported");
    }
    return byDefault;
  }

  private static Object fail(Undefined undefined) {
    throw undefined.error();
  }

  private static Object truncated(double value) {
    if (!(Math.abs(value) < Long.MAX_VALUE)) {
      throw new JinjaException("integer of " + PythonRepr.decimal(value) + " is not supported");
    }
    return (long) value;
  }

  static Object round(Object value, Arguments arguments) {
    List<Optional<Object>> bound = arguments.bind("precision", "method");
    int precision = bound.get(0).isEmpty() ? 0 : arguments.integer(bound.get(0));
    String method = bound.get(1).isEmpty() ? "common" : arguments.string(bound.get(1));
    Number number = required(value, "round");
    if (precision < 0 || Double.isInfinite(number.doubleValue())) {
      throw new JinjaException("filter round does not support this");
    }
    if (method.equals("common")) {
      return number instanceof Long
          ? number
          : (Object)
              Math.copySign(
                  new BigDecimal(number.doubleValue())
                      .setScale(precision, RoundingMode.HALF_EVEN)
                      .doubleValue(),
                  number.doubleValue());
    }
    double scale = Math.pow(10, precision);
    return switch (method) {
      case "ceil" -> Math.ceil(number.doubleValue() * scale) / scale;
      case "floor" -> Math.floor(number.doubleValue() * scale) / scale;
      default -> throw new JinjaException("filter round knows common, ceil and floor");
    };
  }

  static Object absolute(Object value, Arguments arguments) {
    arguments.none();
    Number number = required(value, "abs");
    return number instanceof Long whole
        ? (Object) Math.absExact(whole)
        : (Object) Math.abs(number.doubleValue());
  }

  private static Number required(Object value, String filter) {
    return Arithmetic.number(value)
        .orElseThrow(
            () ->
                new JinjaException(
                    "filter " + filter + " takes a number, found " + Values.kind(value)));
  }
}
