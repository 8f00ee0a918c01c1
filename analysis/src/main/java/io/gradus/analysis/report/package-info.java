/**
 * What {@code analyze} leaves behind: result tables, figures of a study and report.html.
 *
 * <p>{@link io.gradus.analysis.report.StudyView} holds everything that is shown; figure classes and
 * the page read from it and compute nothing of weight themselves. Fits, findings and forecasts are
 * made elsewhere, and drawing is left to {@code io.gradus.analysis.figures}.
 */
package io.gradus.analysis.report;
