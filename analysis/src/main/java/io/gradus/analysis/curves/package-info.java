/**
 * Test-loss curves: what a point is ({@link io.gradus.analysis.curves.CurvePoint}), the table
 * {@code curves} of such points, the answers to single problems behind them, and the views that
 * Spark SQL derives from them ({@link io.gradus.analysis.curves.Aggregates}).
 *
 * <p>Curves of a run store are read here ({@link io.gradus.analysis.curves.StoreCurves}); those of
 * other systems come from {@code io.gradus.analysis.importing}. Fitting is left to {@code
 * io.gradus.analysis.fit}; smoothing is for the eye only and never goes before a fit.
 */
package io.gradus.analysis.curves;
