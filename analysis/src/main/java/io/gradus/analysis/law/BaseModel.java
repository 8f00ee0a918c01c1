package io.gradus.analysis.law;

import java.util.ArrayList;
import java.util.List;

/** What all models share: frame, bounds, and the single-point prediction. */
abstract class BaseModel implements LawModel {
  private final ScalingLaw law;
  private final Frame frame;
  private final double[] lower;
  private final double[] upper;
  private final List<Parameter> parameters = new ArrayList<>();

  BaseModel(ScalingLaw law, Frame frame, Box box) {
    this.law = law;
    this.frame = frame;
    this.lower = box.lower();
    this.upper = box.upper();
  }

  /** Adds a reported parameter without bounds of its own. */
  final void report(String name, String unit, String meaning, Parameter.Kind kind) {
    report(name, unit, meaning, kind, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Adds a reported parameter with the bounds that its coordinate has, in natural units. */
  final void report(
      String name, String unit, String meaning, Parameter.Kind kind, double low, double high) {
    parameters.add(new Parameter(name, unit, meaning, kind, low, high));
  }

  /** Adds the reference size that amplitudes are stated at. */
  final void reportReferenceN() {
    double n = frame.referenceN();
    report("Nref", "parameters", "size the amplitudes are stated at", Parameter.Kind.FIXED, n, n);
  }

  /** Whether there are several sizes, so that a dependence on N can be fitted. */
  static boolean sloped(Frame frame) {
    return frame.sizes().size() > 1;
  }

  @Override
  public final ScalingLaw law() {
    return law;
  }

  @Override
  public final Frame frame() {
    return frame;
  }

  @Override
  public final int dimension() {
    return lower.length;
  }

  @Override
  public final double[] lower() {
    return lower.clone();
  }

  @Override
  public final double[] upper() {
    return upper.clone();
  }

  @Override
  public final List<Parameter> parameters() {
    return List.copyOf(parameters);
  }

  @Override
  public final double logLoss(double[] theta, double nu, double z) {
    double[] out = new double[1];
    evaluate(theta, nu, new double[] {z}, 0, 1, out, new double[dimension()]);
    return out[0];
  }

  /** θ within the bounds. */
  final double[] clamp(double[] theta) {
    for (int i = 0; i < theta.length; i++) {
      theta[i] = Math.max(lower[i], Math.min(upper[i], theta[i]));
    }
    return theta;
  }
}
