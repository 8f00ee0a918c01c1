package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recipe of {@code conf/recipes} on the small run: how work is cut and where it is done
 * changes no loss.
 */
class EquivalentRecipesTest {
  private static final Path RECIPES = Path.of("../conf/recipes");
  private static final int STEPS = 3;

  /** Settings of a recipe that are too large for the small run, or so small that nothing moves. */
  private static final List<String> LARGE =
      List.of(
          "grpo.prompts",
          "grpo.mini-batch",
          "grpo.learning-rate",
          "grpo.schedule.warm-up",
          "rollout.max-tokens",
          "reward.functions",
          "reward.options.length_penalty.buffer");

  static List<String> recipes() {
    try (Stream<Path> files = Files.list(RECIPES)) {
      return files.map(f -> f.getFileName().toString().replace(".conf", "")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its settings as the command line has them, with groups of four at most. */
  private static List<String> settings(String recipe) {
    Config file = ConfigFactory.parseFile(RECIPES.resolve(recipe + ".conf").toFile()).resolve();
    List<String> settings = new ArrayList<>();
    file.entrySet().stream()
        .filter(entry -> !LARGE.contains(entry.getKey()))
        .forEach(
            entry ->
                settings.add(
                    entry.getKey() + "=" + entry.getValue().render(ConfigRenderOptions.concise())));
    String group = "rollout.group-size";
    if (file.hasPath(group) && file.getInt(group) > SmallRun.GROUP) {
      settings.add(group + "=" + SmallRun.GROUP);
    }
    if (file.hasPath("reward.functions")) {
      settings.add("reward.functions=[exact_final, \"length_penalty*0.5\"]");
      settings.add("reward.options.length_penalty.buffer=3");
    }
    return settings;
  }

  private static List<Row> steps(SparkSession spark, String recipe, String name, String... more)
      throws IOException {
    List<String> all = new ArrayList<>(settings(recipe));
    String id = recipe + "-" + name;
    all.addAll(List.of("run.id=" + id, "steps=" + STEPS, "evaluate.every=0", "grpo.mini-batch=2"));
    all.addAll(List.of(more));
    Path store = SmallRun.again(spark, "equivalent", all.toArray(String[]::new));
    return SmallRun.rows(store, Tables.STEPS, "step").stream()
        .filter(row -> row.<String>getAs("run_id").equals(id))
        .toList();
  }

  private static void assertSame(List<Row> some, List<Row> expected, double tolerance) {
    assertThat(some).hasSize(STEPS);
    for (int i = 0; i < STEPS; i++) {
      for (String column : List.of("loss", "gradient_norm", "reward_mean", "entropy")) {
        double value = expected.get(i).<Double>getAs(column);
        assertThat((double) some.get(i).getAs(column))
            .as("%s of step %d", column, i + 1)
            .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void equivalentConfigurationsGiveTheSameLosses(String recipe) throws IOException {
    SparkSession two = TestSpark.session();
    List<Row> expected = steps(two, recipe, "usual");
    assertThat(expected)
        .anySatisfy(row -> assertThat((double) row.getAs("gradient_norm")).isPositive());
    assertSame(steps(two, recipe, "small", "grpo.micro-batch-tokens=16"), expected, 1e-5);
    assertSame(
        steps(two, recipe, "large", "grpo.micro-batch-tokens=4096", "grpo.activations=recomputed"),
        expected,
        1e-5);
    assertSame(steps(two, recipe, "layout", "rollout.prompts-per-batch=3"), expected, 1e-5);
    assertSame(steps(TestSpark.session("local[1]"), recipe, "one-core"), expected, 0);
  }
}
