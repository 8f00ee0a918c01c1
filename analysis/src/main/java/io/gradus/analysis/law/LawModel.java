package io.gradus.analysis.law;

import java.io.Serializable;
import java.util.List;

/**
 * A law over given sizes, as fitting sees it: the logarithm of the loss and its gradient in
 * internal coordinates θ, where every coordinate has a scale near 1 and a box of bounds.
 */
public interface LawModel extends Serializable {

  /** The law this is a model of. */
  ScalingLaw law();

  /** The coordinates it lives in. */
  Frame frame();

  /** Number of internal coordinates. */
  int dimension();

  /** Lower bounds of θ, [dimension]; a copy. */
  double[] lower();

  /** Upper bounds of θ, [dimension]; a copy. */
  double[] upper();

  /**
   * A θ to begin from.
   *
   * @param firstLoss a typical loss where X is smallest
   * @param lastLoss a typical loss where X is largest
   * @param span ln of the ratio of the largest and the smallest X
   */
  double[] start(double firstLoss, double lastLoss, double span);

  /**
   * Natural logarithms of the loss, and their gradients, for points of one size.
   *
   * @param theta internal coordinates, [dimension]
   * @param nu ln(N / reference) of the points
   * @param z ln(X / reference), read from {@code from} to {@code to}
   * @param logLoss written from 0 to {@code to − from}
   * @param jacobian row-major [to − from, dimension], written from its beginning
   */
  void evaluate(
      double[] theta, double nu, double[] z, int from, int to, double[] logLoss, double[] jacobian);

  /** Natural logarithm of the loss at one point, without gradient. */
  double logLoss(double[] theta, double nu, double z);

  /** The parameters as they are reported, fixed ones last. */
  List<Parameter> parameters();

  /** Values of {@link #parameters} at θ, in natural units. */
  double[] reported(double[] theta);
}
