package io.gradus.jobs.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.Problem;
import io.gradus.datasets.arithmetic.ArithmeticSettings;
import io.gradus.datasets.importing.GoldCheck;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.jobs.config.ProblemSource.Kind;
import io.gradus.jobs.config.ProblemSource.Order;
import io.gradus.jobs.config.SyntheticConfig;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemLoaderTest {
  @TempDir Path folder;

  /** Sums of two numbers below 4: sixteen questions. */
  private static ProblemSource sums(int count, OptionalInt limit) {
    return new ProblemSource(
        Kind.SYNTHETIC,
        "",
        Order.AS_GIVEN,
        limit,
        Grading.AUTO,
        new SyntheticConfig(
            new ArithmeticSettings(4, "+", 1, 1, List.of(), 0, List.of()), count, 9));
  }

  private static List<Problem> load(ProblemSource source, String split, Set<String> excluded) {
    return new ProblemLoader(TestSpark.session())
        .load(source, split, excluded, GoldCheck.Policy.WARN);
  }

  @Test
  void trainAndTestNeverOverlap() {
    Set<String> test = ProblemLoader.prompts(load(sums(10, OptionalInt.empty()), "test", Set.of()));
    assertThat(test).hasSizeBetween(4, 10);
    Set<String> free =
        ProblemLoader.prompts(load(sums(200, OptionalInt.empty()), "train", Set.of()));
    assertThat(free).as("without exclusions they do").containsAnyElementsOf(test);
    List<Problem> train = load(sums(200, OptionalInt.empty()), "train", test);
    assertThat(train).hasSize(200);
    assertThat(ProblemLoader.prompts(train)).doesNotContainAnyElementsOf(test);
  }

  @Test
  void answersAreModular() {
    for (Problem problem : load(sums(20, OptionalInt.empty()), "train", Set.of())) {
      int a = problem.prompt().charAt(0) - '0';
      int b = problem.prompt().charAt(2) - '0';
      assertThat(problem.prompt()).isEqualTo(a + "+" + b + "=");
      assertThat(problem.answer()).isEqualTo(String.valueOf((a + b) % 4));
    }
  }

  @Test
  void aLimitTakesTheFirst() {
    List<Problem> all = load(sums(12, OptionalInt.empty()), "train", Set.of());
    assertThat(load(sums(12, OptionalInt.of(5)), "train", Set.of())).isEqualTo(all.subList(0, 5));
    assertThat(load(sums(12, OptionalInt.of(50)), "train", Set.of())).isEqualTo(all);
  }

  @Test
  void filesAreImportedInTheirOrder() throws IOException {
    Path file = folder.resolve("problems.jsonl");
    Files.writeString(
        file,
        """
        {"prompt": "Two and two?", "answer": "4"}
        {"prompt": "One and one?", "answer": "2"}
        """);
    ProblemSource source =
        new ProblemSource(
            Kind.JSONL,
            file.toString(),
            Order.AS_GIVEN,
            OptionalInt.empty(),
            Grading.AUTO,
            sums(1, OptionalInt.empty()).synthetic());
    assertThat(load(source, "test", Set.of()))
        .extracting(Problem::prompt, Problem::answer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Two and two?", "4"),
            org.assertj.core.groups.Tuple.tuple("One and one?", "2"));
  }

  @Test
  void aRowThatCannotBeUsedIsNamed() throws IOException {
    Path file = folder.resolve("mixed.jsonl");
    Files.writeString(
        file,
        """
        {"prompt": "Two and two?", "answer": "4"}
        {"prompt": 5, "answer": "2"}
        {"prompt": "One and one?"}
        """);
    ProblemSource source =
        new ProblemSource(
            Kind.JSONL,
            file.toString(),
            Order.AS_GIVEN,
            OptionalInt.empty(),
            Grading.AUTO,
            sums(1, OptionalInt.empty()).synthetic());
    ProblemLoader loader = new ProblemLoader(TestSpark.session());
    assertThat(loader.load(source, "test", Set.of(), GoldCheck.Policy.WARN))
        .extracting(Problem::prompt)
        .containsExactly("Two and two?");
    assertThat(loader.notes())
        .singleElement()
        .asString()
        .startsWith(
            "warning: %1$s: 2 rows cannot be used as jsonl and are left out, 1 problems remain;"
                    .formatted(file)
                + " for instance file:%1$s row 2: prompt is a number, expected a text; file:%1$s row 3:"
                    .formatted(file))
        .endsWith(". `datasets import` puts such rows aside with their faults");
  }

  @Test
  void aFolderThatIsNoTableIsNamed() throws IOException {
    Files.writeString(folder.resolve("x"), "no table");
    ProblemSource source =
        new ProblemSource(
            Kind.TABLE,
            folder.toString(),
            Order.AS_GIVEN,
            OptionalInt.empty(),
            Grading.AUTO,
            sums(1, OptionalInt.empty()).synthetic());
    assertThatThrownBy(() -> load(source, "test", Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            folder
                + ": expected a problems table (Parquet, partitioned by source and split): file:")
        .hasMessageContaining("is not a Parquet file")
        .hasNoCause();
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.jsonl");
    ProblemSource source =
        new ProblemSource(
            Kind.JSONL,
            missing.toString(),
            Order.AS_GIVEN,
            OptionalInt.empty(),
            Grading.AUTO,
            sums(1, OptionalInt.empty()).synthetic());
    assertThatThrownBy(() -> load(source, "test", Set.of())).hasMessageContaining("missing.jsonl");
  }
}
