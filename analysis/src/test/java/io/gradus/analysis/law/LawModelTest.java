package io.gradus.analysis.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LawModelTest {
  private static final List<Double> SIZES = List.of(4e8, 1.5e9, 7e9, 3.2e10, 7.2e10);
  private static final Frame FRAME = Frame.of(Axis.COMPUTE, SIZES, 1e18, 1e24);

  static List<LawModel> models() {
    return Laws.all().stream().map(law -> law.bind(FRAME).orElseThrow()).toList();
  }

  static List<LawModel> modelsOfOneSize() {
    Frame one = Frame.of(Axis.DATA, List.of(7e9), 512, 51200);
    return Laws.all().stream().flatMap(law -> law.bind(one).stream()).toList();
  }

  @ParameterizedTest
  @MethodSource({"models", "modelsOfOneSize"})
  void gradientsAgreeWithDifferences(LawModel model) {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 20; trial++) {
      double[] theta = scattered(model, random);
      double nu = model.frame().nu(model.frame().sizes().get(0));
      double z = 4 * random.nextDouble() - 2;
      double[] gradient = new double[model.dimension()];
      model.evaluate(theta, nu, new double[] {z}, 0, 1, new double[1], gradient);
      for (int i = 0; i < theta.length; i++) {
        double[] moved = theta.clone();
        moved[i] = theta[i] + 1e-6;
        double above = model.logLoss(moved, nu, z);
        moved[i] = theta[i] - 1e-6;
        double below = model.logLoss(moved, nu, z);
        assertThat(gradient[i])
            .as("%s, coordinate %d", model.law().name(), i)
            .isCloseTo((above - below) / 2e-6, within(2e-5 * (1 + Math.abs(gradient[i]))));
      }
    }
  }

  /** The formula in natural units, written down here once more from the reported parameters. */
  @ParameterizedTest
  @MethodSource({"models", "modelsOfOneSize"})
  void reportedParametersPutIntoTheFormulaGiveTheLoss(LawModel model) {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 20; trial++) {
      double[] theta = scattered(model, random);
      Map<String, Double> p = new HashMap<>();
      double[] reported = model.reported(theta);
      List<Parameter> parameters = model.parameters();
      assertThat(reported).hasSameSizeAs(parameters.toArray());
      for (int i = 0; i < reported.length; i++) {
        p.put(parameters.get(i).name(), reported[i]);
      }
      double n = model.frame().sizes().get(trial % model.frame().sizes().size());
      double x = model.frame().referenceX() * Math.exp(2 * random.nextDouble() - 1);
      double expected = Math.log(formula(model.law().name(), p, n, x));
      double actual = model.logLoss(theta, model.frame().nu(n), model.frame().z(x));
      assertThat(actual)
          .as(model.law().name())
          .isCloseTo(expected, within(1e-8 * (1 + Math.abs(expected))));
    }
  }

  private static double formula(String law, Map<String, Double> p, double n, double x) {
    double nRef = p.getOrDefault("Nref", n) / n;
    return switch (law) {
      case "log-linear" -> {
        boolean one = p.containsKey("k");
        double k = one ? p.get("k") : p.get("Kmax") / (1 + p.get("N0") / n);
        double e = one ? p.get("E") : p.get("E[" + (long) n + "]");
        yield Math.pow(10, -k * Math.log10(x) + e);
      }
      case "log-linear-smooth" -> {
        double size = -Math.log10(nRef);
        double k = p.get("Kmax") / (1 + p.get("N0") / n);
        double level = p.get("e0") + p.get("e1") * size + p.get("e2") * size * size;
        yield Math.pow(10, level - k * Math.log10(x / p.get("Xref")));
      }
      case "log-linear-bent" -> {
        boolean one = p.containsKey("k");
        double k = one ? p.get("k") : p.get("Kmax") / (1 + p.get("N0") / n);
        double e = one ? p.get("e") : p.get("e[" + (long) n + "]");
        double y = (x + p.get("X1")) / (p.get("Xref") + p.get("X1"));
        yield Math.pow(10, e) * Math.exp(-k * (1 - Math.pow(y, -p.get("c"))) / p.get("c"));
      }
      case "inverse-exponential" ->
          Math.pow(p.get("X0") / x, p.get("Kmax") / (1 + p.get("N0") / n));
      case "power", "power-floor" ->
          p.getOrDefault("floor", 0.0)
              + Math.pow(
                  10,
                  p.get("log10_A")
                      - p.getOrDefault("alpha", 0.0) * Math.log10(n)
                      - p.get("beta") * Math.log10(x));
      case "power-additive" ->
          p.get("E")
              + Math.pow(p.get("A") / n, p.get("alpha"))
              + Math.pow(p.get("B") / x, p.get("beta"));
      case "saturating" -> {
        double b = p.get("B0") * Math.pow(nRef, p.get("pB"));
        double c = p.get("C0") * Math.pow(nRef, p.get("pC"));
        double inside = Math.pow(p.get("N0") / n, p.get("beta")) + b / (x + c);
        yield Math.pow(inside, p.get("alpha"));
      }
      case "exponential" -> {
        double floor = p.get("floor") * Math.pow(nRef, p.getOrDefault("pF", 0.0));
        double drop = p.get("drop") * Math.pow(nRef, p.getOrDefault("pS", 0.0));
        double x0 = p.get("X0") * Math.pow(nRef, p.getOrDefault("pX", 0.0));
        yield floor + drop * Math.exp(-x / x0);
      }
      case "sigmoid" -> {
        double last = (1 - p.get("A")) * Math.pow(nRef, p.getOrDefault("pA", 0.0));
        double first = (1 - p.get("start")) * Math.pow(nRef, p.getOrDefault("pStart", 0.0));
        double middle = p.get("Xmid") * Math.pow(nRef, p.getOrDefault("pX", 0.0));
        yield first + (last - first) / (1 + Math.pow(middle / x, p.get("B")));
      }
      default -> throw new AssertionError("No formula for " + law);
    };
  }

  private static double[] scattered(LawModel model, SplittableRandom random) {
    double[] theta = model.start(0.6, 0.2, 4);
    double[] lower = model.lower();
    double[] upper = model.upper();
    for (int i = 0; i < theta.length; i++) {
      double moved = theta[i] + 1.2 * random.nextDouble() - 0.6;
      theta[i] = Math.max(lower[i] + 1e-3, Math.min(upper[i] - 1e-3, moved));
    }
    return theta;
  }

  @Test
  void freeInterceptsOfUnseenSizesFollowTheThreeNearest() {
    LawModel model = Laws.named("log-linear").bind(FRAME).orElseThrow();
    double[] theta = model.start(0.6, 0.2, 4);
    // Levels on a straight line over ln N of slope -0.3 for the three largest, elsewhere not.
    double[] levels = {5, -7, 0, 0, 0};
    for (int s = 2; s < 5; s++) {
      levels[s] = -1 - 0.3 * FRAME.nu(SIZES.get(s));
    }
    System.arraycopy(levels, 0, theta, 2, 5);
    double unseen = 1.44e11;
    assertThat(model.logLoss(theta, FRAME.nu(unseen), 0))
        .isCloseTo(-1 - 0.3 * FRAME.nu(unseen), within(1e-9));
  }

  @Test
  void unknownLawsAreNamedTogetherWithTheKnownOnes() {
    assertThatThrownBy(() -> Laws.named("cubic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("No law is called 'cubic'; there are [log-linear, ");
  }

  @Test
  void framesTakeTheGeometricMiddle() {
    Frame frame = Frame.of(Axis.DATA, List.of(1e8, 1e10), 100, 1e6);
    assertThat(frame.referenceX()).isCloseTo(1e4, within(1e-6));
    assertThat(frame.referenceN()).isCloseTo(1e9, within(1e-3));
    assertThatThrownBy(() -> new Frame(Axis.DATA, List.of(2e9, 1e9), 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Sizes must ascend, found [2.0E9, 1.0E9]");
  }
}
