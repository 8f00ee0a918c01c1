/**
 * Which law predicts best what it did not see: later steps and larger sizes, scored beside the
 * baseline that says a curve stays where it is ({@link io.gradus.analysis.compare.LawStudy}). A law
 * that was compared is saved and read again with its bootstrap, so that it can predict without its
 * curves.
 *
 * <p>The fits are those of {@code io.gradus.analysis.fit}, their intervals those of {@code
 * io.gradus.analysis.uncertainty}; what follows for runs and budgets is left to {@code forecast}
 * and {@code plan}. Plain Java, no Spark.
 */
package io.gradus.analysis.compare;
