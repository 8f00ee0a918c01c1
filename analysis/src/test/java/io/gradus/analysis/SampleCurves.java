package io.gradus.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.fit.FittedLaw;
import io.gradus.analysis.fit.ParameterValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Curves for tests: exact losses, or losses of the caller's making. */
public final class SampleCurves {
  public static final int PROMPTS = 512;
  public static final double TOKENS_A_PROMPT = 1000;

  private SampleCurves() {}

  /** One run a size, steps 1 to {@code steps}, exact losses, problems without number's noise. */
  public static List<CurvePoint> exact(
      List<Double> sizes, int steps, int problems, DoubleBinaryOperator lossOfSizeAndData) {
    List<CurvePoint> points = new ArrayList<>();
    for (double size : sizes) {
      for (int step = 1; step <= steps; step++) {
        double data = (double) PROMPTS * step;
        double loss = lossOfSizeAndData.applyAsDouble(size, data);
        points.add(point("run-" + size, size, 1, 8, step, problems, loss));
      }
    }
    return points;
  }

  /** The value of a law's reported parameter, which there is one of. */
  public static double value(FittedLaw fit, String parameter) {
    List<ParameterValue> found =
        fit.parameters().stream().filter(p -> p.parameter().name().equals(parameter)).toList();
    assertThat(found).hasSize(1);
    return found.get(0).value();
  }

  public static CurvePoint point(
      String run, double size, int tau, int groupSize, int step, int problems, double loss) {
    double data = (double) PROMPTS * step;
    double tokens = data * TOKENS_A_PROMPT;
    return new CurvePoint(
        run,
        "test",
        "base",
        size,
        0,
        tau,
        groupSize,
        step,
        data,
        tokens,
        6 * size * tokens,
        "bench",
        problems,
        loss,
        Double.NaN);
  }
}
