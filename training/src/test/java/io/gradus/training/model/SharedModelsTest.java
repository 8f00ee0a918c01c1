package io.gradus.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.SharedFiles;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.TokenBatch.Sequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logprobs in float32 are those that transformers computed, as {@code expected_logprobs.jsonl} of a
 * model directory has them: one line a sequence of ids, logprob i being that of id i + 1.
 */
class SharedModelsTest {
  /** A tenth of the 2e-3 that is asked for. */
  private static final float TOLERANCE = 2e-4f;

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Expected(int[] ids, float[] logprobs) {}

  private static List<Expected> expected(Path model) throws IOException {
    List<Expected> all = new ArrayList<>();
    for (String line : Files.readAllLines(model.resolve("expected_logprobs.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      all.add(
          new Expected(
              JSON.treeToValue(node.get("input_ids"), int[].class),
              JSON.treeToValue(node.get("logprobs"), float[].class)));
    }
    return all;
  }

  /** Scores each sequence alone, then all in padded batches. */
  private static void check(Path model) throws IOException {
    List<Expected> expected = expected(model);
    assertThat(expected).isNotEmpty();
    List<Sequence> sequences = expected.stream().map(e -> new Sequence(e.ids(), 1)).toList();
    try (Policy policy = Checkpoint.loadPolicy(model, TestPolicies.FLOAT32)) {
      List<Scores> batched = new SequenceScorer(policy, 4096).score(sequences, 1);
      for (int i = 0; i < expected.size(); i++) {
        Scores alone = policy.score(new TokenBatch(List.of(sequences.get(i))), 1);
        compare(alone.logprobs(), expected.get(i).logprobs(), TOLERANCE);
        compare(batched.get(i).logprobs(), alone.logprobs(), 1e-4f);
      }
    }
  }

  private static void compare(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int t = 0; t < expected.length; t++) {
      assertThat(actual[t]).as("token %d", t + 1).isCloseTo(expected[t], within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama", "tiny-qwen2", "tiny-qwen3"})
  void logprobsAreThoseOfTransformers(String name) throws IOException {
    check(SharedFiles.model(name));
  }

  /** Takes half a gigabyte of weights that are not part of any checkout. */
  @Test
  void logprobsOfSmolLm2AreThoseOfTransformers() throws IOException {
    String directory = System.getenv("GRADUS_SMOLLM2");
    assumeTrue(directory != null, "GRADUS_SMOLLM2 does not name SmolLM2-135M-Instruct");
    Path model = Path.of(directory);
    assumeTrue(
        Files.exists(model.resolve("expected_logprobs.jsonl")),
        model + " has no expected_logprobs.jsonl");
    check(model);
  }

  /** Models of many shapes, with sequences of up to 200 tokens, that the benchmarks make. */
  @TestFactory
  Stream<DynamicTest> logprobsOfMadeModelsAreThoseOfTransformers() throws IOException {
    String variable = System.getenv("GRADUS_TEST_MODELS");
    Path made = variable == null ? Path.of("..", "target", "test-models") : Path.of(variable);
    Path accepted = made.resolve("accepted");
    assumeTrue(
        Files.isDirectory(accepted),
        accepted + " does not exist (jobs/bench/make_test_models.py makes it)");
    try (Stream<Path> models = Files.list(accepted)) {
      return models.sorted().toList().stream()
          .map(
              model -> DynamicTest.dynamicTest(model.getFileName().toString(), () -> check(model)));
    }
  }
}
