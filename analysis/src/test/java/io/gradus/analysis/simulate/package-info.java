/**
 * Studies whose truth is known: curves drawn from a law with binomial noise, and the check of what
 * fits, intervals and comparisons make of them.
 */
package io.gradus.analysis.simulate;
