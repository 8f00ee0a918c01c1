package io.gradus.analysis.uncertainty;

import io.gradus.analysis.law.Parameter;
import java.io.Serializable;

/**
 * A parameter's interval.
 *
 * @param parameter the parameter the interval is of
 * @param value the fitted value
 * @param low lower end of the interval, in the parameter's unit
 * @param high upper end of the interval, in the parameter's unit
 * @param identified whether the data determine it
 * @param reason why not, in words; empty when identified
 */
public record ParameterInterval(
    Parameter parameter, double value, double low, double high, boolean identified, String reason)
    implements Serializable {}
