package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  private static List<EvaluationRow> answers(int... rightOfTwo) {
    List<EvaluationRow> rows = new ArrayList<>();
    for (int problem = 0; problem < rightOfTwo.length; problem++) {
      for (int sample = 0; sample < 2; sample++) {
        boolean right = sample < rightOfTwo[problem];
        rows.add(
            new EvaluationRow("p" + problem, sample, right, 1, "", Optional.empty(), "", "stop"));
      }
    }
    return rows;
  }

  /** Problems' shares are 1, 0.5, 0, 0.5: mean 0.5, variance (0.25 + 0.25) / 3. */
  @Test
  void errorsAreThoseOfProblemsNotOfAnswers() {
    RunResults results = new RunResults();
    results.add(4, Map.of("test", answers(2, 1, 0, 1)));
    RunResults.Tally tally = results.tallies().get("test").get(4);
    assertThat(tally).isEqualTo(new RunResults.Tally(4, 8, 4, 6));
    assertThat(tally.passAt1()).isEqualTo(0.5);
    assertThat(tally.standardError()).isCloseTo(Math.sqrt(0.5 / 3 / 4), within(1e-15));
  }

  @Test
  void aStoreGivesBackWhatTheRunSaw() throws IOException {
    RunResults results = new RunResults();
    results.resume(TestSpark.session(), SmallRun.reference().toString(), SmallRun.ID);
    assertThat(results.tallies().get("test").keySet()).containsExactly(0, 2, 3);
    long right =
        SmallRun.rows(SmallRun.reference(), Tables.EVALUATIONS, "step").stream()
            .filter(row -> row.<Integer>getAs("step") == 3 && row.<Boolean>getAs("correct"))
            .count();
    RunResults.Tally last = results.tallies().get("test").get(3);
    assertThat(last.right()).isEqualTo(right);
    assertThat(last.problems()).isEqualTo(SmallRun.TEST_PROBLEMS);
    assertThat(last.answers()).isEqualTo(SmallRun.TEST_PROBLEMS * SmallRun.TEST_SAMPLES);
  }

  @Test
  void saysWhatTheModelIsAndNothingOfThePlaceItWasMadeIn() throws IOException {
    Path store = SmallRun.reference();
    Path card = store.resolve("checkpoints/small-s3/step-00000003/README.md");
    Row run = SmallRun.rows(store, Tables.RUNS, "run_id").get(0);
    Row step = SmallRun.rows(store, Tables.STEPS, "step").get(2);
    double pass =
        SmallRun.rows(store, Tables.EVALUATIONS, "step").stream()
            .filter(row -> row.<Integer>getAs("step") == 3)
            .mapToInt(row -> row.<Boolean>getAs("correct") ? 1 : 0)
            .average()
            .orElseThrow();
    assertThat(Files.readString(card))
        .startsWith("---\nlibrary_name: transformers\npipeline_tag: text-generation\n")
        .contains(
            "# small-s3 after 3 steps",
            "A llama model with 6,944 parameters (without the embedding)",
            "| run | `small-s3`, step 3, seed 3 |",
            "base, SHA-256 `" + run.<String>getAs("model_digest") + "` |",
            "| training problems | `synthetic`, SHA-256 `" + run.<String>getAs("problems_digest"),
            "| prompts consumed | 18, 4 completions each |",
            String.format(Locale.ROOT, "| tokens trained on | %,d |", step.<Long>getAs("tokens")),
            String.format(Locale.ROOT, "| test | 3 | %.4f |", pass),
            "| test | 0 | ",
            "\ngrpo.learning-rate = 0.001\n",
            "\nproblems.train.synthetic.count = 24\n")
        .doesNotContain("| test | 2 | ", "store.path", "\nsteps = ", store.toString());
  }
}
