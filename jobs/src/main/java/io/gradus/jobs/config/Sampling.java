package io.gradus.jobs.config;

/**
 * Distribution that tokens are drawn from.
 *
 * @param temperature above 0
 * @param topP 1: all tokens
 * @param topK 0: all tokens
 * @param maxTokens longest completion
 */
public record Sampling(double temperature, double topP, int topK, int maxTokens) {

  static Sampling of(Section section, int maxTokens) {
    return new Sampling(
        section.number("temperature", Bound.POSITIVE),
        section.number("top-p", Bound.POSITIVE_PROBABILITY),
        section.integer("top-k", Bound.NOT_NEGATIVE),
        maxTokens);
  }
}
