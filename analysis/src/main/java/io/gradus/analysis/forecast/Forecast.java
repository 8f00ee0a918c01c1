package io.gradus.analysis.forecast;

import io.gradus.analysis.curves.CurveKey;
import io.gradus.analysis.law.Axis;

/**
 * A predicted loss.
 *
 * @param target a run, or a size that no run has
 * @param law the law that predicts
 * @param axis what {@code x} is
 * @param key the family, variant and benchmark whose curves the law was fitted to
 * @param params non-embedding parameters N
 * @param step the step at {@code x}, -1 where there is no run to count steps by
 * @param x compute or data at which the loss is predicted
 * @param loss predicted loss
 * @param low lower end of the 95 % interval of the underlying loss
 * @param high upper end of that interval
 * @param extrapolation how many times beyond the largest fitted X or N this reaches, at least 1
 */
public record Forecast(
    Target target,
    String law,
    Axis axis,
    CurveKey key,
    double params,
    int step,
    double x,
    double loss,
    double low,
    double high,
    double extrapolation) {}
