package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.training.hub.Architecture;
import io.gradus.training.model.Policy.DecodeRequest;
import io.gradus.training.model.Policy.Decoded;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SamplingTest {
  private static final int[] PROMPT = {4, 8, 15};
  private static final int DRAWS = 20_000;

  /** The 0.999 quantile of the chi-square distribution with 22 degrees of freedom. */
  private static final double CHI_SQUARE_22 = 48.268;

  @ParameterizedTest
  @EnumSource(Compute.ComputeType.class)
  void frequenciesMatchTheSoftmax(Compute.ComputeType type) {
    try (Policy policy = policy(type)) {
      double[] probabilities = probabilities(policy, 1.3);
      int[] counts = counts(policy, Sampling.temperature(1.3));
      double chiSquare = 0;
      for (int id = 0; id < counts.length; id++) {
        double expected = probabilities[id] * DRAWS;
        assertThat(expected).as("enough draws for the test").isGreaterThan(5);
        chiSquare += (counts[id] - expected) * (counts[id] - expected) / expected;
      }
      assertThat(chiSquare).isLessThan(CHI_SQUARE_22);
    }
  }

  @Test
  void topKKeepsTheLikeliestInTheirProportions() {
    try (Policy policy = policy(Compute.ComputeType.FLOAT32)) {
      double[] probabilities = probabilities(policy, 1);
      List<Integer> ranked = ranked(probabilities);
      int[] counts = counts(policy, new Sampling(1, 1, 3));
      double kept = ranked.subList(0, 3).stream().mapToDouble(id -> probabilities[id]).sum();
      for (int rank = 0; rank < ranked.size(); rank++) {
        int id = ranked.get(rank);
        double expected = rank < 3 ? DRAWS * probabilities[id] / kept : 0;
        assertThat((double) counts[id])
            .isBetween(expected - 4 * Math.sqrt(expected), expected + 4 * Math.sqrt(expected));
      }
    }
  }

  @Test
  void topPKeepsTheFewestThatReachIt() {
    try (Policy policy = policy(Compute.ComputeType.FLOAT32)) {
      double[] probabilities = probabilities(policy, 1);
      List<Integer> ranked = ranked(probabilities);
      int[] counts = counts(policy, new Sampling(1, 0.6, 0));
      double before = 0;
      for (int id : ranked) {
        assertThat(counts[id] > 0).as("rank with %s before it", before).isEqualTo(before < 0.6);
        before += probabilities[id];
      }
    }
  }

  @Test
  void logprobsAreThoseBeforeTopPAndTopK() {
    try (Policy policy = policy(Compute.ComputeType.FLOAT32)) {
      double[] probabilities = probabilities(policy, 0.8);
      for (Decoded row : draw(policy, new Sampling(0.8, 0.5, 2), 50)) {
        assertThat((double) row.logprobs()[0])
            .isCloseTo(
                Math.log(probabilities[row.tokens()[0]]),
                org.assertj.core.api.Assertions.within(1e-5));
      }
    }
  }

  private static Policy policy(Compute.ComputeType type) {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      return policy.inferenceCopy(Compute.cpu(1, type));
    }
  }

  /** What scoring says of every possible next token. */
  private static double[] probabilities(Policy policy, double temperature) {
    List<Sequence> sequences = new ArrayList<>();
    for (int id = 0; id < policy.config().vocabSize(); id++) {
      sequences.add(Sequence.of(PROMPT, new int[] {id}));
    }
    float[] logprobs = policy.score(new TokenBatch(sequences), temperature).logprobs();
    return IntStream.range(0, logprobs.length).mapToDouble(i -> Math.exp(logprobs[i])).toArray();
  }

  private static int[] counts(Policy policy, Sampling sampling) {
    int[] counts = new int[policy.config().vocabSize()];
    draw(policy, sampling, DRAWS).forEach(row -> counts[row.tokens()[0]]++);
    return counts;
  }

  private static List<Decoded> draw(Policy policy, Sampling sampling, int draws) {
    float[][] uniforms = new float[draws][];
    for (int row = 0; row < draws; row++) {
      uniforms[row] = CounterRandom.of(1, "draws").uniforms(0, row, 1);
    }
    return policy.decode(new DecodeRequest(List.of(PROMPT), uniforms, sampling, new int[0]));
  }

  private static List<Integer> ranked(double[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(id -> -probabilities[id]))
        .toList();
  }
}
