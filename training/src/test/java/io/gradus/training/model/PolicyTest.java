package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.model.Policy.DecodeRequest;
import io.gradus.training.model.Policy.Decoded;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
  private static final int[] IDS = {3, 17, 5, 5, 22, 0, 9, 14, 2, 11};

  @ParameterizedTest
  @EnumSource(names = {"LLAMA", "QWEN2", "QWEN3"})
  void logprobsAndEntropiesAreThoseOfPlainLoops(Architecture architecture) {
    try (Policy policy = TestPolicies.random(architecture)) {
      double[][] expected = new NaiveTransformer(policy).logprobs(IDS);
      Scores scores = policy.score(new TokenBatch(List.of(new Sequence(IDS, 1))), 1);
      for (int t = 1; t < IDS.length; t++) {
        double[] distribution = expected[t - 1];
        assertThat((double) scores.logprobs()[t - 1]).isCloseTo(distribution[IDS[t]], within(2e-5));
        double entropy = -Arrays.stream(distribution).map(lp -> Math.exp(lp) * lp).sum();
        assertThat((double) scores.entropies()[t - 1]).isCloseTo(entropy, within(2e-5));
      }
    }
  }

  @Test
  void temperatureDividesLogits() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      double[][] expected = new NaiveTransformer(policy).logprobs(IDS);
      Scores scores = policy.score(new TokenBatch(List.of(new Sequence(IDS, 1))), 0.7);
      double[] cooled =
          NaiveTransformer.logSoftmax(Arrays.stream(expected[4]).map(lp -> lp / 0.7).toArray());
      assertThat((double) scores.logprobs()[4]).isCloseTo(cooled[IDS[5]], within(2e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void paddingChangesNothing(Architecture architecture) {
    try (Policy policy = TestPolicies.random(architecture)) {
      int[] other = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
      Scores alone = policy.score(new TokenBatch(List.of(new Sequence(IDS, 4))), 1);
      Scores batched =
          policy.score(new TokenBatch(List.of(new Sequence(other, 16), new Sequence(IDS, 4))), 1);
      assertThat(batched.logprobs()).hasSize(1 + IDS.length - 4);
      for (int i = 0; i < alone.logprobs().length; i++) {
        assertThat(batched.logprobs()[1 + i]).isCloseTo(alone.logprobs()[i], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void decodingWithTheCacheGivesTheLogprobsOfTheFullForward(Architecture architecture) {
    try (Policy policy = TestPolicies.random(architecture)) {
      List<int[]> prompts = List.of(new int[] {4, 8, 15, 16}, new int[] {23 - 1}, new int[] {7, 7});
      // id 3 stops rows early, so that finished rows leave the batch on the way
      List<Decoded> rows = policy.decode(request(prompts, 8, 20, new int[] {3, 12}));
      assertThat(rows).hasSize(24);
      assertThat(rows.stream().filter(Decoded::stopped).count()).isBetween(4L, 23L);
      for (int row = 0; row < rows.size(); row++) {
        Decoded decoded = rows.get(row);
        Sequence sequence = Sequence.of(prompts.get(row / 8), decoded.tokens());
        float[] full = policy.score(new TokenBatch(List.of(sequence)), 1).logprobs();
        assertThat(decoded.logprobs()).hasSameSizeAs(full);
        for (int t = 0; t < full.length; t++) {
          assertThat(decoded.logprobs()[t]).isCloseTo(full[t], within(1e-4f));
        }
        int last = decoded.tokens()[decoded.tokens().length - 1];
        assertThat(decoded.stopped()).isEqualTo(last == 3 || last == 12);
        assertThat(decoded.stopped() || decoded.tokens().length == 20).isTrue();
      }
    }
  }

  @Test
  void decodingTwiceGivesTheSameBits() {
    try (Policy policy = TestPolicies.random(Architecture.QWEN3)) {
      List<int[]> prompts = List.of(new int[] {4, 8}, new int[] {5, 6, 7});
      List<Decoded> first = policy.decode(request(prompts, 4, 12, new int[] {3}));
      List<Decoded> second = policy.decode(request(prompts, 4, 12, new int[] {3}));
      for (int row = 0; row < first.size(); row++) {
        assertThat(second.get(row).tokens()).isEqualTo(first.get(row).tokens());
        assertThat(second.get(row).logprobs()).isEqualTo(first.get(row).logprobs());
      }
    }
  }

  @Test
  void greedyDecodingTakesTheLikeliestToken() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      int[] prompt = {4, 8, 15};
      Decoded decoded =
          policy
              .decode(
                  new DecodeRequest(
                      List.of(prompt), new float[1][6], Sampling.greedy(), new int[0]))
              .get(0);
      NaiveTransformer naive = new NaiveTransformer(policy);
      int[] ids = prompt;
      for (int token : decoded.tokens()) {
        double[] next = naive.logprobs(ids)[ids.length - 1];
        int best =
            IntStream.range(0, next.length)
                .reduce((a, b) -> next[a] >= next[b] ? a : b)
                .orElseThrow();
        assertThat(token).isEqualTo(best);
        ids = Sequence.of(ids, new int[] {token}).ids();
      }
    }
  }

  @Test
  void aSnapshotIsThePolicyAgain() {
    try (Policy policy = TestPolicies.random(Architecture.QWEN2);
        Policy rounded = policy.inferenceCopy(TestPolicies.BFLOAT16);
        Policy restored =
            PolicySnapshot.of(policy, Compute.ComputeType.FLOAT32).restore(TestPolicies.FLOAT32);
        Policy halved =
            PolicySnapshot.of(policy, Compute.ComputeType.BFLOAT16).restore(TestPolicies.FLOAT32)) {
      assertThat(TestPolicies.weights(restored)).isEqualTo(TestPolicies.weights(policy));
      assertThat(TestPolicies.weights(halved)).isEqualTo(TestPolicies.weights(rounded));
      assertThat(TestPolicies.weights(halved)).isNotEqualTo(TestPolicies.weights(policy));
    }
  }

  @Test
  void refusesIdsOutsideTheVocabulary() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA)) {
      TokenBatch batch = new TokenBatch(List.of(new Sequence(new int[] {1, 23}, 1)));
      assertThatThrownBy(() -> policy.score(batch, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Token id 23 is outside the vocabulary, expected 0 to 22");
    }
  }

  static DecodeRequest request(List<int[]> prompts, int samples, int tokens, int[] stops) {
    float[][] uniforms = new float[prompts.size() * samples][];
    for (int row = 0; row < uniforms.length; row++) {
      uniforms[row] = CounterRandom.of(11).uniforms(0, row, tokens);
    }
    return new DecodeRequest(prompts, uniforms, Sampling.temperature(1), stops);
  }
}
