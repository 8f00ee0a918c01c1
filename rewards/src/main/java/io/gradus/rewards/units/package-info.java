/**
 * Units of measurement and the nouns that count: which words beside a number name what is counted,
 * how units convert, and which words leave doubt about the number.
 */
package io.gradus.rewards.units;
