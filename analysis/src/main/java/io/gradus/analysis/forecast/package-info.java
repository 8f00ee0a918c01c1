/**
 * Where unfinished runs and unseen sizes will end, with intervals ({@link
 * io.gradus.analysis.forecast.Forecaster}), and whether a running training is worth the rest of its
 * compute ({@link io.gradus.analysis.forecast.RunningForecaster}).
 *
 * <p>The laws come from {@code io.gradus.analysis.compare}. Which run to start next is left to
 * {@code io.gradus.analysis.plan}, and stopping a run to whoever asked. Plain Java, no Spark.
 */
package io.gradus.analysis.forecast;
