package io.gradus.analysis.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Maps values of one axis to 0…1 and chooses its ticks. */
final class Scale {

  /**
   * A tick.
   *
   * @param value in data units
   * @param label empty for a minor tick
   */
  record Tick(double value, String label) {}

  private static final double[][] LOG_MANTISSAS = {
    {1},
    {1, 3},
    {1, 2, 5},
    {1, 2, 3, 5},
    {1, 1.5, 2, 3, 5, 7},
    {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9}
  };
  private static final String[] SUPERSCRIPTS = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

  private final ChartAxis axis;
  private final double low;
  private final double high;

  private Scale(ChartAxis axis, double low, double high) {
    this.axis = axis;
    this.low = low;
    this.high = high;
  }

  /** The scale of an axis over the given values, widened a little so that no mark is cut. */
  static Scale over(ChartAxis axis, List<double[]> values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double[] some : values) {
      for (double v : some) {
        if (shows(axis, v)) {
          min = Math.min(min, v);
          max = Math.max(max, v);
        }
      }
    }
    if (min > max) {
      min = 1;
      max = 10;
    }
    boolean log = axis.kind() == ChartAxis.Kind.LOG;
    double from = log ? Math.log10(min) : min;
    double to = log ? Math.log10(max) : max;
    double span = to > from ? to - from : log ? 0.3 : Math.max(Math.abs(to), 1);
    double pad = to > from ? 0.04 * span : span / 2;
    double low = log ? Math.pow(10, from - pad) : from - pad;
    double high = log ? Math.pow(10, to + pad) : to + pad;
    if (!log && min >= 0 && low < 0) {
      low = 0;
    }
    return new Scale(
        axis,
        Double.isNaN(axis.low()) ? low : axis.low(),
        Double.isNaN(axis.high()) ? high : axis.high());
  }

  private static boolean shows(ChartAxis axis, double value) {
    return Double.isFinite(value) && (axis.kind() == ChartAxis.Kind.LINEAR || value > 0);
  }

  boolean shows(double value) {
    return shows(axis, value);
  }

  /** Position of a value: 0 at the low end, 1 at the high end; may lie outside. */
  double position(double value) {
    if (axis.kind() == ChartAxis.Kind.LOG) {
      return Math.log(value / low) / Math.log(high / low);
    }
    return (value - low) / (high - low);
  }

  /** Ticks from low to high; at most about {@code most} of them carry labels. */
  List<Tick> ticks(int most) {
    return axis.kind() == ChartAxis.Kind.LOG ? logTicks(most) : linearTicks(most);
  }

  private List<Tick> linearTicks(int most) {
    double step = niceStep((high - low) / most);
    if (Math.floor(high / step) - Math.ceil(low / step) < 2) {
      step = niceStep((high - low) / (most + 2));
    }
    List<Tick> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(new Tick(i * step, write(i * step, step)));
    }
    return ticks;
  }

  private List<Tick> logTicks(int most) {
    List<Tick> ticks = new ArrayList<>();
    double decades = Math.log10(high / low);
    List<Double> labelled = new ArrayList<>();
    if (decades > most) {
      int stride = (int) Math.ceil(decades / most);
      for (int e = (int) Math.ceil(Math.log10(low)); e <= Math.log10(high); e++) {
        if (Math.floorMod(e, stride) == 0) {
          labelled.add(Math.pow(10, e));
        }
      }
    } else {
      for (double[] mantissas : LOG_MANTISSAS) {
        List<Double> some = multiples(mantissas);
        // Two labels do not show that an axis is logarithmic; rather one more than asked for.
        if (labelled.size() >= 2 && some.size() > (labelled.size() == 2 ? most + 1 : most)) {
          break;
        }
        labelled = some;
        if (labelled.size() >= Math.min(4, most)) {
          break;
        }
      }
      List<Tick> even =
          labelled.size() < 3 && decades < 1 ? linearTicks(Math.max(3, most - 1)) : List.of();
      if (even.size() > labelled.size()) {
        return even;
      }
    }
    for (double v : labelled) {
      ticks.add(new Tick(v, write(v, v)));
    }
    if (decades <= 8) {
      for (double v : multiples(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9})) {
        if (labelled.stream().noneMatch(l -> Math.abs(l / v - 1) < 1e-9)) {
          ticks.add(new Tick(v, ""));
        }
      }
    }
    return ticks;
  }

  private List<Double> multiples(double[] mantissas) {
    List<Double> values = new ArrayList<>();
    for (int e = (int) Math.floor(Math.log10(low)); e <= Math.log10(high) + 1e-9; e++) {
      for (double m : mantissas) {
        double v = Double.parseDouble(m + "e" + e);
        if (v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9)) {
          values.add(v);
        }
      }
    }
    return values;
  }

  private static double niceStep(double rough) {
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double mantissa = rough / power;
    double nice = mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 2.5 ? 2.5 : 5;
    return (mantissa > 5 ? 10 : nice) * power;
  }

  /**
   * A value with as many digits as ticks at this distance need.
   *
   * @param step distance of neighbouring ticks; on log axes the value itself
   */
  private String write(double value, double step) {
    if (axis.format() == ChartAxis.Format.PERCENT) {
      return trim(value * 100, step * 100) + "%";
    }
    double size = Math.abs(value);
    if (axis.format() == ChartAxis.Format.POWER
        || size >= 1e12
        || (axis.kind() == ChartAxis.Kind.LOG && high >= 1e12)) {
      return power(value);
    }
    return compact(value, step);
  }

  /** A number as 0.2, 15, 20k, 3M or 1.5B. */
  static String compact(double value, double step) {
    double size = Math.abs(value);
    if (size >= 1e9) {
      return trim(value / 1e9, step / 1e9) + "B";
    }
    if (size >= 1e6) {
      return trim(value / 1e6, step / 1e6) + "M";
    }
    if (size >= 1e4) {
      return trim(value / 1e3, step / 1e3) + "k";
    }
    return trim(value, step);
  }

  private static String trim(double value, double step) {
    double magnitude = step == 0 ? 1 : Math.abs(step);
    int digits = Math.max(0, (int) Math.ceil(-Math.log10(magnitude) - 1e-9));
    for (int more = digits; more <= digits + 2; more++) {
      double unit = Math.pow(10, more);
      if (Math.abs(Math.rint(magnitude * unit) - magnitude * unit) < 1e-6 * unit * magnitude) {
        digits = more;
        break;
      }
    }
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }

  private static String power(double value) {
    int exponent = (int) Math.floor(Math.log10(value) + 1e-9);
    double mantissa = value / Math.pow(10, exponent);
    StringBuilder text = new StringBuilder();
    if (Math.abs(mantissa - 1) > 1e-6) {
      text.append(trim(mantissa, mantissa)).append("·");
    }
    text.append("10");
    for (char digit : Integer.toString(exponent).toCharArray()) {
      text.append(digit == '-' ? "⁻" : SUPERSCRIPTS[digit - '0']);
    }
    return text.toString();
  }
}
