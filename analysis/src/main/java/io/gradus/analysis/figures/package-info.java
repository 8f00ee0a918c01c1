/**
 * Figures as SVG and PNG, drawn from one description.
 *
 * <p>A {@link io.gradus.analysis.figures.Figure} holds panels, a panel holds axes and series;
 * {@link io.gradus.analysis.figures.Layout} says for which width it is drawn, so that a phone gets
 * its own layout rather than a shrunken one. Both file formats come from the same drawing calls
 * ({@code Canvas}). Text is measured and, in PNG, drawn with the two subset Roboto fonts in the
 * resources (Apache 2.0), so that a machine without fonts or fontconfig gives the same bytes as any
 * other. Colours are safe for colour-blind readers and fall in lightness, so that they survive a
 * grey printer. The package knows nothing of laws or Spark.
 */
package io.gradus.analysis.figures;
