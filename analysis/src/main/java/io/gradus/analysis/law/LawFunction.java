package io.gradus.analysis.law;

import java.io.Serializable;

/** A law with its parameters set: loss as a function of N and X. */
public final class LawFunction implements Serializable {
  private final LawModel model;
  private final double[] theta;

  /** The model at θ. */
  public LawFunction(LawModel model, double[] theta) {
    if (theta.length != model.dimension()) {
      throw new IllegalArgumentException(
          "Law %s has %d coordinates, found %d"
              .formatted(model.law().name(), model.dimension(), theta.length));
    }
    this.model = model;
    this.theta = theta.clone();
  }

  /** Predicted loss of a model of {@code params} non-embedding parameters at {@code x} &gt; 0. */
  public double predict(double params, double x) {
    return Math.exp(
        Math.min(0, model.logLoss(theta, model.frame().nu(params), model.frame().z(x))));
  }

  /** The bound law. */
  public LawModel model() {
    return model;
  }

  /** Internal coordinates; a copy. */
  public double[] theta() {
    return theta.clone();
  }
}
