/**
 * Other systems' runs as curves: exports, logs and stores of verl, TRL, prime-rl, Weights &amp;
 * Biases, TensorBoard and MLflow, and any table.
 *
 * <p>A reader for each layout makes {@link io.gradus.analysis.importing.RunLog}s, metrics by step;
 * the mapping file ({@link io.gradus.analysis.importing.RunMapping}) says which of them are scores
 * and counts and what the log leaves out, above all model sizes. What comes out are points of
 * {@code io.gradus.analysis.curves}; what they mean is left to the fits.
 */
package io.gradus.analysis.importing;
