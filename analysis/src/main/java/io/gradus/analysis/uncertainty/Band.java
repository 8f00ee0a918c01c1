package io.gradus.analysis.uncertainty;

import java.io.Serializable;

/** A predicted loss with its interval. */
public record Band(double loss, double low, double high) implements Serializable {}
