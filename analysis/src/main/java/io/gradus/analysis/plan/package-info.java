/**
 * Which run to buy: model sizes, steps, group sizes and reuse that fit a budget, ranked by the loss
 * that a law predicts for them ({@link io.gradus.analysis.plan.Planner}), and the small run that
 * would tell the best choices apart.
 *
 * <p>Which law predicts best is decided in {@code io.gradus.analysis.compare}; where runs that have
 * begun will end is left to {@code io.gradus.analysis.forecast}. Plain Java, no Spark.
 */
package io.gradus.analysis.plan;
