package io.gradus.analysis;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.curves.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Exact curves of two families whose sizes lie between each other: {@code steep} (1M, 4M, 16M)
 * falls steeply, {@code flat} (2M, 8M, 32M) hardly. {@code exam} is the main benchmark; on {@code
 * quiz} the loss is the square root. steep was trained on fresh data, and its 4M also with τ = 4
 * (loss 1.2 times as high) and with groups of 16 (0.9 times); flat was only ever trained with τ =
 * 5. 64 prompts and 12,800 tokens a step.
 */
public final class TwoFamilies {
  public static final CurveKey STEEP = CurveKey.of("steep", "base", "exam");
  public static final CurveKey FLAT = CurveKey.of("flat", "base", "exam");
  public static final List<Double> STEEP_SIZES = List.of(1e6, 4e6, 16e6);
  public static final List<Double> FLAT_SIZES = List.of(2e6, 8e6, 32e6);
  public static final int STEPS = 40;
  private static final Map<String, Double> EXPONENTS = Map.of("steep", 0.4, "flat", 0.01);

  private TwoFamilies() {}

  /** The loss on {@code exam}: A (N/1M)^-0.1 D^-β with β 0.4 or 0.01. */
  public static double loss(CurveKey key, double params, double data) {
    double amplitude = key.family().equals("steep") ? 4 : 0.8;
    return amplitude * Math.pow(params / 1e6, -0.1) * Math.pow(data, -EXPONENTS.get(key.family()));
  }

  public static List<CurvePoint> curves() {
    List<CurvePoint> points = new ArrayList<>();
    for (int size = 0; size < 3; size++) {
      run(points, STEEP, STEEP_SIZES.get(size), 1, 8, 1);
      run(points, FLAT, FLAT_SIZES.get(size), 5, 8, 1);
    }
    run(points, STEEP, 4e6, 4, 8, 1.2);
    run(points, STEEP, 4e6, 1, 16, 0.9);
    return points;
  }

  private static void run(
      List<CurvePoint> points, CurveKey key, double params, int tau, int groupSize, double factor) {
    for (int step = 1; step <= STEPS; step++) {
      double data = 64.0 * step;
      double loss = factor * loss(key, params, data);
      points.add(point(key, "exam", params, tau, groupSize, step, loss));
      points.add(point(key, "quiz", params, tau, groupSize, step, Math.sqrt(loss)));
    }
  }

  private static CurvePoint point(
      CurveKey key,
      String benchmark,
      double params,
      int tau,
      int groupSize,
      int step,
      double loss) {
    double data = 64.0 * step;
    double tokens = 200 * data;
    return new CurvePoint(
        "%s-%.0f-t%d-g%d".formatted(key.family(), params, tau, groupSize),
        key.family(),
        key.variant().name(),
        params,
        1,
        tau,
        groupSize,
        step,
        data,
        tokens,
        6 * params * tokens,
        benchmark,
        2000,
        loss,
        Double.NaN);
  }
}
