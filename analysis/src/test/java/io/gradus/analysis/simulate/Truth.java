package io.gradus.analysis.simulate;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * A law with known parameters over data D, in the range of real post-training runs.
 *
 * @param law the generating law's name
 * @param parameters true values of the reported parameters by name; amplitudes at Nref = 1e10,
 *     which is the reference of seven sizes from 0.5 to 72 billion
 * @param loss loss of (N, D)
 */
public record Truth(String law, Map<String, Double> parameters, DoubleBinaryOperator loss) {
  private static final double NREF = 1e10;
  private static final double[] LEVELS = {2.0e9, 0.30, 0.42};

  /** Copies the parameters. */
  public Truth {
    parameters = Map.copyOf(parameters);
  }

  /** One truth for every law. */
  public static List<Truth> all() {
    return List.of(
        logLinear(),
        smooth(),
        inverseExponential(),
        power(),
        floor(),
        additive(),
        saturating(),
        exponential(),
        sigmoid(),
        bent());
  }

  private static double efficiency(double kMax, double n0, double params) {
    return kMax / (1 + n0 / params);
  }

  private static Truth logLinear() {
    Map<String, Double> parameters = new java.util.HashMap<>(Map.of("Kmax", 0.45, "N0", 8e9));
    for (double size : SimulatedStudy.SEVEN_SIZES.sizes()) {
      parameters.put(
          "E[" + java.math.BigDecimal.valueOf(size).toPlainString() + "]", intercept(size));
    }
    return new Truth(
        "log-linear",
        parameters,
        (n, d) -> Math.pow(10, intercept(n) - efficiency(0.45, 8e9, n) * Math.log10(d)));
  }

  /** E(N) such that the curves start at 0.7 to 0.25 at the first step, bending with N. */
  private static double intercept(double params) {
    double first = LEVELS[1] + LEVELS[2] / (1 + params / LEVELS[0] / 4);
    return Math.log10(first) + efficiency(0.45, 8e9, params) * Math.log10(512);
  }

  private static Truth bent() {
    Map<String, Double> parameters =
        new java.util.HashMap<>(Map.of("Kmax", 0.45, "N0", 8e9, "c", 0.5, "X1", 2000.0));
    for (double size : SimulatedStudy.SEVEN_SIZES.sizes()) {
      parameters.put("e[" + java.math.BigDecimal.valueOf(size).toPlainString() + "]", level(size));
    }
    return new Truth(
        "log-linear-bent",
        parameters,
        (n, d) -> {
          double fallen = (1 - Math.pow((d + 2000) / (5120 + 2000), -0.5)) / 0.5;
          return Math.pow(10, level(n)) * Math.exp(-efficiency(0.45, 8e9, n) * fallen);
        });
  }

  /** log10 loss at 5,120 prompts. */
  private static double level(double params) {
    return Math.log10(0.15 + LEVELS[2] / (1 + params / LEVELS[0] / 4));
  }

  private static Truth smooth() {
    return new Truth(
        "log-linear-smooth",
        Map.of("Kmax", 0.4, "N0", 6e9),
        (n, d) -> {
          double size = Math.log10(n / NREF);
          double level = -0.62 - 0.28 * size - 0.04 * size * size;
          return Math.pow(10, level - efficiency(0.4, 6e9, n) * Math.log10(d / 5120));
        });
  }

  private static Truth inverseExponential() {
    return new Truth(
        "inverse-exponential",
        Map.of("Kmax", 0.5, "N0", 9e9, "X0", 150.0),
        (n, d) -> Math.pow(150 / d, efficiency(0.5, 9e9, n)));
  }

  private static Truth power() {
    return new Truth(
        "power",
        Map.of("alpha", 0.25, "beta", 0.22, "log10_A", 2.6),
        (n, d) -> Math.pow(10, 2.6) * Math.pow(n, -0.25) * Math.pow(d, -0.22));
  }

  private static Truth floor() {
    return new Truth(
        "power-floor",
        Map.of("floor", 0.06, "alpha", 0.3, "beta", 0.5, "log10_A", 3.7),
        (n, d) -> 0.06 + Math.pow(10, 3.7) * Math.pow(n, -0.3) * Math.pow(d, -0.5));
  }

  private static Truth additive() {
    return new Truth(
        "power-additive",
        Map.of("E", 0.04, "A", 1e8, "alpha", 0.7, "B", 40.0, "beta", 0.45),
        (n, d) -> 0.04 + Math.pow(1e8 / n, 0.7) + Math.pow(40 / d, 0.45));
  }

  private static Truth saturating() {
    Map<String, Double> parameters =
        Map.of(
            "alpha", 0.6, "beta", 0.8, "N0", 2e8, "B0", 600.0, "pB", 0.35, "C0", 1800.0, "pC", 0.2);
    return new Truth(
        "saturating",
        parameters,
        (n, d) -> {
          double b = 600 * Math.pow(NREF / n, 0.35);
          double c = 1800 * Math.pow(NREF / n, 0.2);
          return Math.pow(Math.pow(2e8 / n, 0.8) + b / (d + c), 0.6);
        });
  }

  private static Truth exponential() {
    Map<String, Double> parameters =
        Map.of("floor", 0.13, "drop", 0.3, "X0", 9000.0, "pF", 0.25, "pS", 0.1, "pX", 0.2);
    return new Truth(
        "exponential",
        parameters,
        (n, d) -> {
          double size = NREF / n;
          double reducible = Math.exp(-d / (9000 * Math.pow(size, 0.2)));
          return 0.13 * Math.pow(size, 0.25) + 0.3 * Math.pow(size, 0.1) * reducible;
        });
  }

  private static Truth sigmoid() {
    Map<String, Double> parameters =
        Map.of(
            "A", 0.88, "start", 0.5, "B", 1.4, "Xmid", 6000.0, "pA", 0.3, "pStart", 0.12, "pX",
            0.15);
    return new Truth(
        "sigmoid",
        parameters,
        (n, d) -> {
          double size = NREF / n;
          double last = 0.12 * Math.pow(size, 0.3);
          double first = 0.5 * Math.pow(size, 0.12);
          double middle = 6000 * Math.pow(size, 0.15);
          return first - (first - last) / (1 + Math.pow(middle / d, 1.4));
        });
  }
}
