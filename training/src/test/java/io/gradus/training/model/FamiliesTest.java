package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.ModelConfig;
import io.gradus.training.hub.ModelDirectoryWriter;
import io.gradus.training.hub.SafetensorsReader;
import io.gradus.training.hub.WeightLayout.Slice;
import io.gradus.training.hub.WeightType;
import io.gradus.training.model.FamilyModel.Generated;
import io.gradus.training.model.FamilyModel.Scored;
import io.gradus.training.model.Policy.DecodeRequest;
import io.gradus.training.model.Policy.Decoded;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.pretrain.Likelihood;
import io.gradus.training.rollout.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Models of every family and setting that is supported, as transformers computes them. */
class FamiliesTest {
  private static final float TOLERANCE = 3e-5f;

  @TempDir Path directory;

  private interface Check {
    void run(FamilyModel model, Path at) throws IOException;
  }

  private Stream<DynamicTest> each(Check check) throws IOException {
    return FamilyModel.all().stream()
        .map(
            model ->
                DynamicTest.dynamicTest(
                    model.name(),
                    () -> check.run(model, model.writeTo(directory.resolve(model.name())))));
  }

  private static void compare(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int t = 0; t < expected.length; t++) {
      assertThat(actual[t]).as("token %d", t + 1).isCloseTo(expected[t], within(tolerance));
    }
  }

  @TestFactory
  Stream<DynamicTest> logprobsAreThoseOfTransformers() throws IOException {
    return each(
        (model, at) -> {
          try (Policy policy = Checkpoint.loadPolicy(at, TestPolicies.FLOAT32)) {
            List<Scored> expected = model.sequences();
            List<Sequence> sequences =
                expected.stream().map(e -> new Sequence(e.ids(), 1)).toList();
            List<Scores> batched = new SequenceScorer(policy, 4096).score(sequences, 1);
            for (int i = 0; i < expected.size(); i++) {
              compare(batched.get(i).logprobs(), expected.get(i).logprobs(), TOLERANCE);
            }
          }
        });
  }

  /** Prompts of different lengths in one batch, of two samples each. */
  @TestFactory
  Stream<DynamicTest> cachedDecodingIsThatOfTransformers() throws IOException {
    return each(
        (model, at) -> {
          try (Policy policy = Checkpoint.loadPolicy(at, TestPolicies.FLOAT32)) {
            List<Generated> expected = model.generated();
            int limit = expected.get(0).tokens().length;
            List<Decoded> decoded =
                policy.decode(
                    new DecodeRequest(
                        expected.stream().map(Generated::prompt).toList(),
                        new float[2 * expected.size()][limit],
                        Sampling.greedy(),
                        new int[0]));
            for (int row = 0; row < decoded.size(); row++) {
              Generated one = expected.get(row / 2);
              assertThat(decoded.get(row).tokens()).isEqualTo(one.tokens());
              compare(decoded.get(row).logprobs(), one.logprobs(), TOLERANCE);
            }
          }
        });
  }

  private static int[] ids(int stream, int length) {
    float[] uniforms = CounterRandom.of(33).uniforms(stream, 0, length);
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = (int) (uniforms[i] * 67);
    }
    return ids;
  }

  /** Groups that share prompts, shorter and longer than windows and original lengths. */
  private static TokenBatch batch() {
    List<Sequence> sequences = new ArrayList<>();
    int[][] shapes = {{5, 7, 3, 1}, {14, 12, 30, 2}, {40, 9, 33}, {3, 0, 50}, {20, 16}};
    for (int group = 0; group < shapes.length; group++) {
      int[] prompt = ids(100 + group, shapes[group][0]);
      for (int sample = 1; sample < shapes[group].length; sample++) {
        sequences.add(Sequence.of(prompt, ids(10 * group + sample, shapes[group][sample])));
      }
    }
    return new TokenBatch(sequences);
  }

  private static double relativeError(float[] actual, float[] expected, int from, int to) {
    double error = 0;
    double size = 0;
    for (int i = from; i < to; i++) {
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
      size = Math.max(size, Math.abs(expected[i]));
    }
    return error / size;
  }

  @TestFactory
  Stream<DynamicTest> gradientsAreThoseOfAutograd() throws IOException {
    return each(
        (model, at) -> {
          try (Policy policy = Checkpoint.loadPolicy(at, TestPolicies.FLOAT32)) {
            TokenBatch batch = batch();
            float[] weights = CounterRandom.of(34).uniforms(0, 0, batch.scored());
            TokenLoss loss =
                new TokenLoss(
                    Likelihood.of(weights).program(), 0.8, new float[][] {weights}, new double[0]);
            PlainForm.Result plain = new PlainForm(policy).gradient(batch, loss);
            compare(policy.score(batch, 0.8).logprobs(), plain.logprobs(), TOLERANCE);
            float[] kept = gradient(policy, batch, loss, Activations.KEPT);
            for (Slice slice : policy.layout().slices()) {
              // a key's bias adds the same to all scores of a query, if nothing turns the key
              double limit = slice.name().endsWith("k_proj.bias") ? 1e-2 : 5e-5;
              int from = (int) slice.offset();
              assertThat(relativeError(kept, plain.gradient(), from, (int) slice.end()))
                  .as(slice.name())
                  .isLessThan(limit);
            }
            assertThat(gradient(policy, batch, loss, Activations.RECOMPUTED)).isEqualTo(kept);
          }
        });
  }

  private static float[] gradient(
      Policy policy, TokenBatch batch, TokenLoss loss, Activations activations) {
    try (Learner learner = new Learner(policy, activations)) {
      learner.accumulate(batch, loss);
      return TestPolicies.gradient(learner);
    }
  }

  /** Names, shapes, numbers and config.json are those that transformers saved. */
  @TestFactory
  Stream<DynamicTest> whatIsSavedIsWhatWasRead() throws IOException {
    return each(
        (model, at) -> {
          Path saved = directory.resolve(model.name() + "-saved");
          float[] weights;
          ModelConfig config;
          try (Policy policy = Checkpoint.loadPolicy(at, TestPolicies.FLOAT32)) {
            config = policy.config();
            weights = TestPolicies.weights(policy);
            new ModelDirectoryWriter(config.storedAs(WeightType.FLOAT32), policy::read).save(saved);
          }
          try (SafetensorsReader reader =
              SafetensorsReader.open(saved.resolve("model.safetensors"))) {
            Map<String, List<Long>> shapes = new TreeMap<>();
            reader.tensors().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
            assertThat(shapes).isEqualTo(new TreeMap<>(model.tensors()));
          }
          try (Policy policy = Checkpoint.loadPolicy(saved, TestPolicies.FLOAT32)) {
            assertThat(policy.config()).isEqualTo(config);
            assertThat(Arrays.equals(TestPolicies.weights(policy), weights)).isTrue();
          }
          if (config.kept().isPresent()) {
            ObjectNode written =
                (ObjectNode) new ObjectMapper().readTree(saved.resolve("config.json").toFile());
            assertThat(written).isEqualTo(model.config());
          }
        });
  }
}
