package io.gradus.analysis.plan;

/**
 * The small run that would narrow the answer most.
 *
 * @param params its size N, in non-embedding parameters
 * @param steps its number of optimisation steps
 * @param data prompts it consumes
 * @param compute floating-point operations it takes; NaN when unknown
 * @param narrows by which share it is expected to lower the standard deviation of the difference
 *     between the two most likely best choices
 */
public record NextRun(double params, int steps, double data, double compute, double narrows) {}
