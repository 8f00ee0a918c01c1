/**
 * A policy and its optimiser on disk: a Hugging Face model directory with the AdamW moments beside
 * it, so that what is resumed is, bit for bit, what was left.
 */
package io.gradus.training.checkpoint;
