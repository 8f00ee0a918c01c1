package io.gradus.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.training.hub.Architecture;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Policy;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TestPolicies;
import io.gradus.training.model.TokenBatch.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupervisedStepTest {
  private static final AdamW OPTIMIZER = new AdamW(0, 0.9, 0.98, 1e-8, 0, 1);

  /** Three targets of 1, 2 and 3 tokens. */
  private static final List<Example> UNEVEN =
      List.of(
          new Example(new int[] {3, 4}, new int[] {5}),
          new Example(new int[] {6}, new int[] {7, 8}),
          new Example(new int[] {9, 10, 11}, new int[] {12, 13, 14}));

  /** After x comes x + 1, then the end, 1. */
  private static List<Example> successors() {
    List<Example> examples = new ArrayList<>();
    for (int x = 2; x < 22; x++) {
      examples.add(new Example(new int[] {0, x}, new int[] {x + 1, 1}));
    }
    return examples;
  }

  private static List<Double> learn(int steps, int microBatchTokens, List<float[]> weights) {
    try (Policy policy =
            Policy.allocate(TestPolicies.config(Architecture.LLAMA), TestPolicies.FLOAT32);
        Learner learner = new Learner(policy)) {
      Initializer.fill(policy, 7);
      SupervisedStep step = new SupervisedStep(learner, OPTIMIZER, microBatchTokens);
      List<Double> losses = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        losses.add(step.run(successors(), 0.01));
      }
      weights.add(TestPolicies.weights(policy));
      return losses;
    }
  }

  @Test
  void theLossIsTheMeanOverTargetTokens() {
    try (Policy policy = TestPolicies.random(Architecture.QWEN3);
        Learner learner = new Learner(policy)) {
      double sum = 0;
      for (Example example : UNEVEN) {
        Sequence sequence = example.sequence();
        for (float logprob :
            new SequenceScorer(policy, 100).score(List.of(sequence), 1).get(0).logprobs()) {
          sum -= logprob;
        }
      }
      double loss = new SupervisedStep(learner, OPTIMIZER, 100).run(UNEVEN, 0.001);
      assertThat(loss).isCloseTo(sum / 6, within(1e-5));
      assertThat(learner.steps()).isEqualTo(1);
    }
  }

  @Test
  void aRateOfZeroChangesNothing() {
    try (Policy policy = TestPolicies.random(Architecture.LLAMA);
        Learner learner = new Learner(policy)) {
      float[] before = TestPolicies.weights(policy);
      new SupervisedStep(learner, OPTIMIZER, 100).run(UNEVEN, 0);
      assertThat(TestPolicies.weights(policy)).isEqualTo(before);
    }
  }

  @Test
  void aMappingIsLearntTwiceWithTheSameBits() {
    List<float[]> weights = new ArrayList<>();
    List<Double> first = learn(80, 1000, weights);
    List<Double> second = learn(80, 1000, weights);
    // as many nats as an even guess among 23 tokens, ln 23 = 3.14, or more
    assertThat(first.get(0)).isGreaterThan(3);
    assertThat(first.get(79)).isLessThan(first.get(0) / 30);
    assertThat(second).isEqualTo(first);
    assertThat(weights.get(1)).isEqualTo(weights.get(0));
  }

  @Test
  void microBatchesDoNotMatter() {
    List<float[]> weights = new ArrayList<>();
    List<Double> whole = learn(3, 1000, weights);
    List<Double> parts = learn(3, 8, weights);
    for (int i = 0; i < whole.size(); i++) {
      assertThat(parts.get(i)).isCloseTo(whole.get(i), within(1e-4 * whole.get(i)));
    }
  }
}
