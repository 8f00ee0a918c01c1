/**
 * Exact numbers and the operation budget they are charged to. Knows nothing of text or of
 * expressions.
 */
package io.gradus.rewards.number;
