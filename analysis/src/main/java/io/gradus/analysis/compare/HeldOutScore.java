package io.gradus.analysis.compare;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;

/**
 * How well a law, fitted on part of the curves, predicts the rest.
 *
 * @param contender the law that was scored, or the baseline
 * @param axis what X is
 * @param key whose curves it was fitted to and predicts
 * @param split what was held out
 * @param points number of held-out points
 * @param error root mean square of ln(observed / predicted loss) over the held-out points
 * @param coverage share of the held-out points within the law's 95 % prediction intervals
 * @param misfit standard deviation of the errors beyond what noise and, for later steps, the
 *     parameters' uncertainty explain, in log loss; 0 when they explain all
 */
public record HeldOutScore(
    Contender contender,
    Axis axis,
    CurveKey key,
    Split split,
    int points,
    double error,
    double coverage,
    double misfit) {}
