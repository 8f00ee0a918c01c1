package io.gradus.jobs.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.datasets.Problem;
import io.gradus.rewards.Gold;
import io.gradus.training.rollout.RolloutPrompt;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsDigestTest {
  private static EncodedProblem problem(String id, String answer, int... ids) {
    Problem problem =
        new Problem(id, "s", "train", 0, List.of(), "?", answer, Double.NaN, Map.of());
    return new EncodedProblem(problem, new RolloutPrompt(id, ids), Gold.math("2"));
  }

  @Test
  void dependsOnIdsPromptsAnswersAndOrder() {
    EncodedProblem a = problem("a", "1", 5, 6);
    EncodedProblem b = problem("b", "2", 7);
    String digest = ProblemsDigest.of(List.of(a, b));
    assertThat(ProblemsDigest.of(List.of(problem("a", "1", 5, 6), b))).isEqualTo(digest);
    assertThat(
            List.of(
                ProblemsDigest.of(List.of(b, a)),
                ProblemsDigest.of(List.of(a)),
                ProblemsDigest.of(List.of(problem("c", "1", 5, 6), b)),
                ProblemsDigest.of(List.of(problem("a", "3", 5, 6), b)),
                ProblemsDigest.of(List.of(problem("a", "1", 5, 7), b))))
        .doesNotContain(digest)
        .doesNotHaveDuplicates();
  }
}
