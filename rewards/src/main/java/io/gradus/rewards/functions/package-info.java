/**
 * The reward functions that configuration can name (correctness, exact_match, format, strict,
 * length_penalty, exact_final, cell_accuracy), their options, and the loading of a user's own
 * class. Each maps a gold answer, a completion and the verdict on it to one number.
 */
package io.gradus.rewards.functions;
