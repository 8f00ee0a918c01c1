package io.gradus.analysis.fit;

import io.gradus.analysis.law.Parameter;
import java.io.Serializable;

/** A reported parameter with its fitted value, in natural units. */
public record ParameterValue(Parameter parameter, double value) implements Serializable {}
