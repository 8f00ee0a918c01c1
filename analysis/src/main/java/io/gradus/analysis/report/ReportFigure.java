package io.gradus.analysis.report;

import io.gradus.analysis.figures.Figure;

/**
 * A figure of the report.
 *
 * @param figure what is drawn
 * @param caption what the reader should take from it and how it was made
 */
public record ReportFigure(Figure figure, String caption) {}
