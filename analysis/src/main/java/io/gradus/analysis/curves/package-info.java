/**
 * Test-loss curves: the table {@code curves}, where its rows come from, and what is derived from
 * them by Spark SQL.
 *
 * <p>Curves come from a run store's tables ({@link io.gradus.analysis.curves.StoreCurves}), from
 * curve files and from other systems' logs ({@link io.gradus.analysis.curves.CurveImport}). {@link
 * io.gradus.analysis.curves.Aggregates} registers the aggregate views. Fitting is left to {@code
 * io.gradus.analysis.fit}; smoothing is for the eye only and never goes before a fit.
 */
package io.gradus.analysis.curves;
