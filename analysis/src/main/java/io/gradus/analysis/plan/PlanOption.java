package io.gradus.analysis.plan;

/**
 * A run that could be bought.
 *
 * @param params non-embedding parameters N
 * @param steps optimisation steps
 * @param groupSize rollouts a prompt
 * @param tau how often each problem is used
 * @param data prompts consumed
 * @param compute training FLOP; NaN when tokens are unknown
 * @param loss predicted final loss
 * @param low lower end of its interval
 * @param high upper end of its interval
 * @param probabilityBest share of draws in which it is the best choice
 * @param extrapolation how many times beyond the data it reaches, at least 1
 */
public record PlanOption(
    double params,
    int steps,
    int groupSize,
    int tau,
    double data,
    double compute,
    double loss,
    double low,
    double high,
    double probabilityBest,
    double extrapolation) {}
