/**
 * The whole analysis in one call: {@link io.gradus.analysis.Analysis} takes curves from a store or
 * a folder and leaves tables, figures and a report, as {@link io.gradus.analysis.AnalysisSettings}
 * asks for.
 *
 * <p>This package only joins the others, so none of them may depend on it. From the ground up:
 * {@code curves} (the data), {@code law} (the formulas), {@code fit}, {@code uncertainty}, {@code
 * compare} (which law predicts best), {@code forecast} and {@code findings}, {@code plan}, {@code
 * figures} and {@code report}.
 */
package io.gradus.analysis;
