/**
 * What {@code analyze} leaves behind: result tables, figures of a study and report.html.
 *
 * <p>{@link io.gradus.analysis.report.StudyView} holds everything that is shown; figure classes and
 * the page read from it and compute nothing of weight themselves.
 */
package io.gradus.analysis.report;
