package io.gradus.analysis.compare;

import io.gradus.analysis.law.Axis;

/**
 * How well a law, fitted on part of the curves, predicts the rest.
 *
 * @param law the law's name, or {@link Comparison#BASELINE}
 * @param axis what X is
 * @param variant {@code base} or {@code instruct}
 * @param benchmark the held-out set
 * @param scope as in {@link io.gradus.analysis.fit.FittedLaw}; {@code each size} where every size
 *     was fitted alone
 * @param split what was held out
 * @param points number of held-out points
 * @param error root mean square of ln(observed / predicted loss) over them
 * @param coverage share of them within the law's 95 % prediction intervals
 * @param misfit standard deviation of the errors beyond what noise and, for later steps, the
 *     parameters' uncertainty explain, in log loss; 0 when they explain all
 */
public record HeldOutScore(
    String law,
    Axis axis,
    String variant,
    String benchmark,
    String scope,
    Split split,
    int points,
    double error,
    double coverage,
    double misfit) {}
