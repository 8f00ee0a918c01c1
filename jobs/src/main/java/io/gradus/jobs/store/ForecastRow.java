package io.gradus.jobs.store;

/**
 * What a run expected of its remaining steps. See {@link Tables#RUN_FORECASTS} for the meaning of
 * each value; numbers are NaN while there are too few evaluations.
 */
public record ForecastRow(
    String benchmark,
    double finalLoss,
    double low,
    double high,
    double computeWorthSpending,
    String advice,
    String reason) {}
