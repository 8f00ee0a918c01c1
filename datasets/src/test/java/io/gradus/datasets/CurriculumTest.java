package io.gradus.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.CurriculumSettings.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurriculumTest {

  private static List<Problem> problems(int count) {
    return IntStream.range(0, count).mapToObj(i -> ProblemTest.problem("p" + i, i, 0.5)).toList();
  }

  private static List<String> ids(List<Problem> problems) {
    return problems.stream().map(Problem::id).toList();
  }

  private static CurriculumSettings settings(Order order, int reuse) {
    return new CurriculumSettings(order, reuse, 42);
  }

  @Test
  void followsTheSourceAndWrapsAround() {
    List<Problem> mixed = new ArrayList<>(problems(5));
    Collections.reverse(mixed);
    Curriculum curriculum = Curriculum.of(mixed, CurriculumSettings.DEFAULT);
    assertThat(ids(curriculum.batch(0, 2))).containsExactly("p0", "p1");
    assertThat(ids(curriculum.batch(1, 2))).containsExactly("p2", "p3");
    assertThat(ids(curriculum.batch(2, 2))).containsExactly("p4", "p0");
    assertThat(ids(curriculum.batch(3, 2))).containsExactly("p1", "p2");
    assertThat(curriculum.steps(2)).isEqualTo(2);
  }

  @Test
  void easyComesBeforeHardAndTiesKeepTheirOrder() {
    List<Problem> problems =
        List.of(
            ProblemTest.problem("hard", 0, 0.1),
            ProblemTest.problem("easy", 1, 0.9),
            ProblemTest.problem("also easy", 2, 0.9));
    Curriculum curriculum = Curriculum.of(problems, settings(Order.DIFFICULTY, 1));
    assertThat(ids(curriculum.batch(0, 3))).containsExactly("easy", "also easy", "hard");
  }

  @Test
  void reusePassesOneOfEachBlockInTheSameOrder() {
    Curriculum curriculum = Curriculum.of(problems(12), settings(Order.SOURCE, 4));
    List<Problem> subset = curriculum.problems();
    assertThat(subset).hasSize(3);
    for (int block = 0; block < 3; block++) {
      assertThat(subset.get(block).position()).isBetween(block * 4L, block * 4L + 3);
    }
    assertThat(curriculum.steps(3)).isEqualTo(4);
    for (int step = 0; step < 4; step++) {
      assertThat(curriculum.batch(step, 3)).isEqualTo(subset);
    }
  }

  @Test
  void reuseOfOneKeepsEverything() {
    assertThat(Curriculum.of(problems(7), settings(Order.SOURCE, 1)).problems()).hasSize(7);
  }

  @Test
  void reuseLeavesOutAnIncompleteLastBlock() {
    Curriculum curriculum = Curriculum.of(problems(11), settings(Order.SOURCE, 4));
    assertThat(curriculum.problems()).hasSize(2).allMatch(problem -> problem.position() < 8);
  }

  @Test
  void seedsChooseDifferentSubsets() {
    Set<List<String>> subsets = new HashSet<>();
    for (long seed = 0; seed < 8; seed++) {
      CurriculumSettings settings = new CurriculumSettings(Order.SOURCE, 5, seed);
      subsets.add(ids(Curriculum.of(problems(50), settings).problems()));
    }
    assertThat(subsets).hasSize(8);
  }

  @Test
  void shuffledPassesHoldEveryProblemOnceAndDiffer() {
    Curriculum curriculum = Curriculum.of(problems(12), settings(Order.SHUFFLED, 1));
    Set<List<String>> passes = new HashSet<>();
    for (int pass = 0; pass < 6; pass++) {
      List<String> order = new ArrayList<>();
      for (int step = 0; step < 3; step++) {
        order.addAll(ids(curriculum.batch(pass * 3L + step, 4)));
      }
      assertThat(order).doesNotHaveDuplicates().hasSize(12);
      passes.add(order);
    }
    assertThat(passes).hasSize(6);
  }

  @Test
  void shuffledBatchesAcrossPassesHoldNoProblemTwice() {
    Curriculum curriculum = Curriculum.of(problems(7), settings(Order.SHUFFLED, 1));
    List<String> sequence = new ArrayList<>();
    for (int step = 0; step < 70; step++) {
      List<String> batch = ids(curriculum.batch(step, 5));
      assertThat(batch).as("step %d", step).doesNotHaveDuplicates().hasSize(5);
      sequence.addAll(batch);
    }
    for (int pass = 0; pass < 50; pass++) {
      assertThat(sequence.subList(pass * 7, pass * 7 + 7)).doesNotHaveDuplicates();
    }
  }

  @Test
  void batchesDependOnTheStepAlone() {
    Curriculum forward = Curriculum.of(problems(7), settings(Order.SHUFFLED, 1));
    List<List<Problem>> batches = new ArrayList<>();
    for (int step = 0; step < 20; step++) {
      batches.add(forward.batch(step, 3));
    }
    Curriculum resumed = Curriculum.of(problems(7), settings(Order.SHUFFLED, 1));
    for (int step = 19; step >= 0; step--) {
      assertThat(resumed.batch(step, 3)).isEqualTo(batches.get(step));
    }
  }

  @Test
  void refusesWhatCannotBeOrdered() {
    List<Problem> problems = problems(3);
    assertThatThrownBy(() -> Curriculum.of(problems, settings(Order.SOURCE, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A curriculum with reuse factor 4 needs at least 4 problems; found 3.");
    assertThatThrownBy(
            () ->
                Curriculum.of(
                    List.of(problems.get(0), problems.get(0)), CurriculumSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Problem id p0 comes twice; expected distinct ids.");
    Problem unknown = ProblemTest.problem("unknown", 3, Double.NaN);
    assertThatThrownBy(() -> Curriculum.of(List.of(unknown), settings(Order.DIFFICULTY, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Problem unknown has no difficulty; expected a pass rate for the order 'difficulty'.");
    Curriculum curriculum = Curriculum.of(problems, CurriculumSettings.DEFAULT);
    assertThatThrownBy(() -> curriculum.batch(0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "4 prompts a step, expected 1 to 3, the number of distinct problems (reuse factor 1).");
    assertThatThrownBy(() -> curriculum.batch(-1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Step -1, expected 0 or more.");
    assertThatThrownBy(() -> settings(Order.SOURCE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Reuse factor 0, expected 1 (every problem once) or more.");
    assertThatThrownBy(() -> Order.of("random"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Curriculum order 'random', expected one of source, difficulty, shuffled.");
  }
}
