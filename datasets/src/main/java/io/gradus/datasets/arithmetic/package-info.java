/**
 * Synthetic problems: chains of operations modulo a number, for models small enough to train from
 * scratch in seconds.
 *
 * <p>{@link io.gradus.datasets.arithmetic.ArithmeticSplits} is the way in: it makes the test and
 * development problems and, without them, the training problems and the pre-training corpus. Every
 * row is a function of the settings, a seed and its index.
 */
package io.gradus.datasets.arithmetic;
