/**
 * Rules for answers that are not mathematics: letters of multiple-choice questions, grids of logic
 * puzzles, programs with tests. Each says, like {@link io.gradus.rewards.Verifier}, whether a
 * completion is right and why, and takes doubt for wrong.
 */
package io.gradus.rewards.rules;
