package io.gradus.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.jobs.python.PythonEnvironment;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run's event files, read by TensorBoard itself, say what its tables say. */
class TensorBoardTest {
  private static final Path PYTHON = PythonEnvironment.ROOT.resolve("jobs/src/test/python");

  private static List<Row> steps;
  private static JsonNode scalars;

  @BeforeAll
  static void read() throws Exception {
    PythonEnvironment python =
        PythonEnvironment.of("tensorboard", PYTHON.resolve("tensorboard.txt"));
    Path store = SmallRun.reference();
    steps = SmallRun.rows(store, Tables.STEPS, "step");
    String folder = store.resolve("_tensorboard").resolve(SmallRun.ID).toString();
    String printed = python.run(PYTHON, "python", "-W", "ignore", "read_events.py", folder);
    // Warnings may come first.
    String last = printed.strip();
    scalars = new ObjectMapper().readTree(last.substring(last.lastIndexOf('\n') + 1));
  }

  private static double[] column(String tag, int index) {
    JsonNode points = scalars.path(tag);
    double[] values = new double[points.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = points.get(i).get(index).asDouble();
    }
    return values;
  }

  @Test
  void everyStepHasItsNumbers() {
    for (String tag :
        List.of("reward/reward_mean", "update/kl", "length/truncated", "budget/compute")) {
      assertThat(column(tag, 1)).as(tag).containsExactly(1, 2, 3);
      String name = tag.substring(tag.indexOf('/') + 1);
      double[] values = column(tag, 2);
      for (int i = 0; i < 3; i++) {
        double recorded = steps.get(i).<Number>getAs(name).doubleValue();
        assertThat(values[i]).as(tag).isEqualTo((float) recorded);
      }
    }
  }

  @Test
  void evaluationsBeginWithTheInitialPolicy() throws Exception {
    assertThat(column("evaluate/test/pass_at_1", 1)).containsExactly(0, 2, 3);
    List<Row> answers = SmallRun.rows(SmallRun.reference(), Tables.EVALUATIONS, "step");
    double[] initial =
        answers.stream()
            .filter(row -> row.<Integer>getAs("step") == 0)
            .mapToDouble(row -> row.<Boolean>getAs("correct") ? 1 : 0)
            .toArray();
    assertThat(column("evaluate/test/pass_at_1", 2)[0])
        .isCloseTo(DoubleStream.of(initial).average().orElseThrow(), within(1e-7));
  }

  @Test
  void timePassesAsRecorded() throws Exception {
    Row run = SmallRun.rows(SmallRun.reference(), Tables.RUNS, "run_id").get(0);
    double begun = run.<Timestamp>getAs("created").getTime() / 1000.0;
    assertThat(column("evaluate/test/tokens", 0)[0]).isEqualTo(begun);
    double passed = 0;
    for (int i = 0; i < 3; i++) {
      passed += steps.get(i).<Double>getAs("seconds_total");
      assertThat(column("update/loss", 0)[i]).isCloseTo(begun + passed, within(1e-5));
    }
  }
}
