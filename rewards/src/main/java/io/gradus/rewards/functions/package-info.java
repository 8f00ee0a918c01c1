/** The reward functions that configuration can name, and the loading of the user's own. */
package io.gradus.rewards.functions;
