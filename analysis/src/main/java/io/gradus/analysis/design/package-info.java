/**
 * What a grid of runs can tell before it is paid for, by simulation: which parameters of the
 * paper's law it would identify, the smallest differences that it would see, and which further run
 * would help most. Assumptions are stated and may be replaced. Plain Java, no Spark.
 */
package io.gradus.analysis.design;
