package io.gradus.analysis.plan;

/** Predicted log loss of a size at so many prompts. */
@FunctionalInterface
interface LossFunction {
  /** Natural logarithm of the loss at N = {@code params} and D = {@code data}. */
  double logLoss(double params, double data);
}
