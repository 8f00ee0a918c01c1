package io.gradus.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.datasets.Problem;
import io.gradus.jobs.pipeline.PromptEncoder.EncodedProblem;
import io.gradus.rewards.Gold;
import io.gradus.training.rollout.RolloutPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  @TempDir Path model;

  /** Computed with Python's hashlib from the length as 4 bytes and the UTF-8 bytes. */
  @Test
  void ofATextIsTheSumOfItsLengthAndBytes() {
    assertThat(Digests.of("abc"))
        .isEqualTo("d04b72a650ce0f8ce4963330a53ee2832733d2baeffff3c1d8e256cca096d120");
    assertThat(Digests.of("é"))
        .isEqualTo("d1e9fa6240157ad2f9401c2bd40da3305678208a1985ff66beae448907f52b8f");
  }

  @Test
  void ofAModelIsThatOfItsConfigurationWeightsAndTokenizer() throws IOException {
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("model.safetensors"), "weights");
    String digest = Digests.ofModel(model);
    Files.writeString(model.resolve("optimizer.safetensors"), "moments");
    Files.writeString(model.resolve("state.json"), "{}");
    Files.writeString(model.resolve("README.md"), "a model");
    assertThat(Digests.ofModel(model)).isEqualTo(digest);
    Files.writeString(model.resolve("tokenizer.json"), "{}");
    String withTokenizer = Digests.ofModel(model);
    assertThat(withTokenizer).isNotEqualTo(digest);
    Files.writeString(model.resolve("model.safetensors"), "others!");
    assertThat(Digests.ofModel(model)).isNotIn(digest, withTokenizer);
  }

  private static EncodedProblem problem(String id, String answer, int... ids) {
    Problem problem =
        new Problem(id, "s", "train", 0, List.of(), "?", answer, Double.NaN, Map.of());
    return new EncodedProblem(problem, new RolloutPrompt(id, ids), Gold.math("2"));
  }

  @Test
  void ofProblemsDependsOnIdsPromptsAnswersAndOrder() {
    EncodedProblem a = problem("a", "1", 5, 6);
    EncodedProblem b = problem("b", "2", 7);
    String digest = Digests.ofProblems(List.of(a, b));
    assertThat(Digests.ofProblems(List.of(problem("a", "1", 5, 6), b))).isEqualTo(digest);
    assertThat(
            List.of(
                Digests.ofProblems(List.of(b, a)),
                Digests.ofProblems(List.of(a)),
                Digests.ofProblems(List.of(problem("c", "1", 5, 6), b)),
                Digests.ofProblems(List.of(problem("a", "3", 5, 6), b)),
                Digests.ofProblems(List.of(problem("a", "1", 5, 7), b))))
        .doesNotContain(digest)
        .doesNotHaveDuplicates();
  }
}
