/**
 * Synthetic problems: chains of operations modulo a number, for models small enough to train from
 * scratch in seconds.
 *
 * <p>{@link io.gradus.datasets.arithmetic.ArithmeticSplits} is the entry point. It makes test and
 * development problems, and training problems and a pre-training corpus that contain none of them.
 * Every row is a function of the settings, a seed and its index.
 */
package io.gradus.datasets.arithmetic;
