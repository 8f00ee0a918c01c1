/**
 * Recipes beside each other: whether one of them, or one part of it, changes the level that runs
 * reach, the speed, or neither. Pairs of runs that differ in the recipe alone are compared; laws
 * and findings are about the runs of one recipe, the reference.
 */
package io.gradus.analysis.recipes;
