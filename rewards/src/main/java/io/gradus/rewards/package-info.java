/** rewards. */
package io.gradus.rewards;
