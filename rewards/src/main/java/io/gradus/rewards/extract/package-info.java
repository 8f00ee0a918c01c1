/**
 * Finds the text of the final answer in a completion and says why it is that one. Reads text only:
 * nothing is parsed as mathematics here, and nothing is compared.
 */
package io.gradus.rewards.extract;
