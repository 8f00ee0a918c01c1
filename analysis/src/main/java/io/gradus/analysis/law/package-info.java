/**
 * The forms that test loss may take as a function of model size N and of compute or data X.
 *
 * <p>A {@link io.gradus.analysis.law.ScalingLaw} is a formula; bound to the sizes and the axis of a
 * study it is a {@link io.gradus.analysis.law.LawModel} with values and analytic gradients in
 * normalised logarithmic coordinates, which is what fitting works on. Nothing here knows data,
 * noise or Spark: finding the values is left to {@code io.gradus.analysis.fit}.
 */
package io.gradus.analysis.law;
