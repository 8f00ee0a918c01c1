package io.gradus.jobs.study.cost;

import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.WeightLayout;

/**
 * Floating-point operations of forward passes, a multiplication and an addition counted as two.
 *
 * <p>A sequence of n tokens takes 2·W·n + A·n(n+1)/2. W is the number of weights that each token is
 * multiplied with: the layers and the output head, also where that shares the embedding's weights;
 * so W is N of an untied model and N + vocabulary·hidden of a tied one. A = 4·layers·heads·d is the
 * work of one token attending to one position (d for query times key, d for weight times value, in
 * every head, twice). Kaplan et al. (arXiv 2001.08361, section 2.1) count the same way, but all
 * positions for each token, where causal attention sees half of them on average.
 *
 * @param weights W
 * @param attention A
 */
record ForwardFlops(double weights, double attention) {

  static ForwardFlops of(ModelConfig model) {
    double layers = WeightLayout.of(model).parametersWithoutEmbeddingAndHead();
    double head = (double) model.vocabSize() * model.hiddenSize();
    return new ForwardFlops(layers + head, 4.0 * model.layers() * model.heads() * model.headDim());
  }

  /** A sequence read as a whole. */
  double read(double tokens) {
    return 2 * weights * tokens + attention * tokens * (tokens + 1) / 2;
  }

  /** Further tokens written one by one after a sequence whose keys and values are kept. */
  double write(double before, double tokens) {
    return read(before + tokens) - read(before);
  }
}
