/**
 * Which law predicts best what it did not see: later steps and larger sizes, scored beside the
 * baseline that says a curve stays where it is.
 */
package io.gradus.analysis.compare;
