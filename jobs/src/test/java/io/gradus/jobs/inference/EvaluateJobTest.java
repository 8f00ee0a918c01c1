package io.gradus.jobs.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradus.datasets.importing.GoldCheck;
import io.gradus.jobs.config.DeviceConfig.Choice;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.jobs.config.ProblemSource.Kind;
import io.gradus.jobs.config.ProblemSource.Order;
import io.gradus.jobs.config.PromptConfig;
import io.gradus.jobs.config.PromptConfig.Template;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.jobs.store.EvaluationRow;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.rewards.rules.GridPuzzle.Cells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateJobTest {
  @TempDir Path folder;

  private static EvaluationRow row(String problem, int sample, boolean correct, int tokens) {
    return new EvaluationRow(
        problem, sample, correct, tokens, "text", Optional.empty(), "reason", "stop");
  }

  /** Three problems with 1, 0 and 4 right of 4 samples. */
  @Test
  void aReportCountsRightSamplesByProblem() {
    List<EvaluationRow> rows = new ArrayList<>();
    for (int sample = 0; sample < 4; sample++) {
      rows.add(row("a", sample, sample == 2, 10));
      rows.add(row("b", sample, false, 20));
      rows.add(row("c", sample, true, 6));
    }
    EvaluateJob.Report report = EvaluateJob.report(rows, 4, 7);
    assertThat(report.problems()).isEqualTo(3);
    assertThat(report.tooLong()).isEqualTo(7);
    assertThat(report.meanTokens()).isEqualTo(12);
    assertThat(report.passAtK()).extracting(PassAtK::k).containsExactly(1, 2, 4);
    // (1/4 + 0 + 1) / 3, (1/2 + 0 + 1) / 3, (1 + 0 + 1) / 3
    assertThat(report.passAtK().get(0).estimate()).isCloseTo(1.25 / 3, within(1e-12));
    assertThat(report.passAtK().get(1).estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(report.passAtK().get(2).estimate()).isCloseTo(2.0 / 3, within(1e-12));
  }

  private static EvaluateJob.Request request(int maxPromptTokens) throws IOException {
    TrainConfig config = SmallRun.config(Path.of("unused"));
    return new EvaluateJob.Request(
        SmallRun.model(),
        config.problems().test(),
        GoldCheck.Policy.WARN,
        new PromptConfig(Template.PLAIN, Optional.empty(), "", maxPromptTokens),
        config.reward(),
        config.evaluate().sampling(),
        Optional.of("--max-tokens"),
        config.evaluate().samples(),
        config.evaluate().promptsPerBatch(),
        Dtype.FLOAT32,
        1,
        Choice.CPU,
        List.of(),
        config.seed());
  }

  /** The initial evaluation of a run samples with the same key. */
  @Test
  void answersAreThoseOfTheRunsInitialEvaluation() throws IOException {
    EvaluateJob.Report report = EvaluateJob.run(TestSpark.session(), request(8), note -> {});
    assertThat(report.problems()).isEqualTo(SmallRun.TEST_PROBLEMS);
    String out = folder.resolve("answers").toUri().toString();
    EvaluateJob.write(TestSpark.session(), report, out);
    List<String> columns = new ArrayList<>(Tables.EVALUATIONS.names());
    columns.removeAll(List.of("run_id", "step", "benchmark"));
    String[] selected = columns.stream().map(c -> c + " AS " + c).toArray(String[]::new);
    List<Row> written =
        TestSpark.session()
            .read()
            .parquet(out)
            .selectExpr(selected)
            .orderBy("problem_id", "sample")
            .collectAsList();
    List<Row> ofRun =
        io.gradus.jobs.store.StoreReader.open(TestSpark.session(), SmallRun.reference().toString())
            .table(Tables.EVALUATIONS)
            .filter("step = 0")
            .selectExpr(selected)
            .orderBy("problem_id", "sample")
            .collectAsList();
    assertThat(written).hasSize(20).isEqualTo(ofRun);
    long right = written.stream().filter(row -> row.<Boolean>getAs("correct")).count();
    assertThat(report.passAtK().get(0).estimate()).isCloseTo(right / 20.0, within(1e-12));
  }

  /** A folder that holds something is refused, and what it holds stays. */
  @Test
  void answersReplaceNothing() throws IOException {
    Path kept = Files.writeString(folder.resolve("kept"), "old");
    EvaluateJob.Report report = EvaluateJob.report(List.of(row("a", 0, true, 3)), 1, 0);
    String out = folder.toString();
    assertThatThrownBy(() -> EvaluateJob.write(TestSpark.session(), report, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            out + " already exists; expected a new or empty directory (nothing is overwritten).");
    assertThat(folder.toFile().list()).containsExactly("kept");
    assertThat(kept).hasContent("old");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    EvaluateJob.write(TestSpark.session(), report, empty.toString());
    assertThat(TestSpark.session().read().parquet(empty.toString()).count()).isEqualTo(1);
  }

  private EvaluateJob.Request request(String problem, Grading grading) throws IOException {
    EvaluateJob.Request base = request(8);
    Path file = Files.writeString(folder.resolve("problems.jsonl"), problem);
    ProblemSource source =
        new ProblemSource(
            Kind.JSONL,
            file.toString(),
            Order.AS_GIVEN,
            OptionalInt.empty(),
            grading,
            base.problems().synthetic());
    return new EvaluateJob.Request(
        base.model(),
        source,
        base.golds(),
        base.prompt(),
        base.reward(),
        base.sampling(),
        base.lengthKey(),
        3,
        base.promptsPerBatch(),
        base.dtype(),
        base.threads(),
        base.device(),
        base.stopIds(),
        base.seed());
  }

  /** The model knows digits only, so of 3 answers with 4 cells each none is right. */
  @Test
  void cellsOfPuzzlesAreCounted() throws IOException {
    String puzzle =
        "{\"prompt\": \"1+2=\", \"source\": \"logic__zebra\", \"answer\": {\"header\":"
            + " [\"Position\", \"Job\", \"Pet\"], \"rows\": [[\"1\", \"baker\", \"cat\"], [\"2\","
            + " \"judge\", \"owl\"]]}}";
    EvaluateJob.Report report =
        EvaluateJob.run(TestSpark.session(), request(puzzle, Grading.AUTO), note -> {});
    assertThat(report.cells()).contains(new Cells(0, 12));
    assertThat(report.passAtK().get(0).estimate()).isZero();
    assertThat(report.rows())
        .extracting(EvaluationRow::reason)
        .containsExactly("no {…} found", "no {…} found", "no {…} found");
  }

  @Test
  void programsAreLeftOutWithoutASandbox() throws IOException {
    String program = "{\"prompt\": \"1+2=\", \"answer\": \"assert f() == 3\"}";
    EvaluateJob.Request request = request(program, Grading.PROGRAM);
    assertThatThrownBy(() -> EvaluateJob.run(TestSpark.session(), request, note -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            request.problems().location()
                + " is skipped: 1 of its 1 problems ask for programs, which are run only in a"
                + " sandbox of yours; expected its command in reward.sandbox.command");
  }

  @Test
  void promptsThatAreAllTooLongAreAnError() throws IOException {
    EvaluateJob.Request request = request(2);
    assertThatThrownBy(() -> EvaluateJob.run(TestSpark.session(), request, note -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("problems.prompt.max-tokens = 2 leaves no prompt to evaluate");
  }
}
