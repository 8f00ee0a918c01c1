package io.gradus.analysis.uncertainty;

import io.gradus.analysis.law.Parameter;
import java.io.Serializable;

/**
 * A parameter's interval.
 *
 * @param parameter which
 * @param value the fitted value
 * @param low lower end, in the parameter's unit
 * @param high upper end
 * @param identified whether the data determine it
 * @param reason why not, in words; empty when identified
 */
public record ParameterInterval(
    Parameter parameter, double value, double low, double high, boolean identified, String reason)
    implements Serializable {}
