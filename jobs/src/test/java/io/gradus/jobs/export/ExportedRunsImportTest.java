package io.gradus.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.importing.CurveFormat;
import io.gradus.analysis.importing.CurveImport;
import io.gradus.jobs.testkit.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trainers log of exported runs is read back by the mapping beside them. */
class ExportedRunsImportTest {
  @TempDir Path folder;

  private Path export(Trainer trainer) throws IOException {
    Path out = folder.resolve("out-" + trainer.label());
    SmallStudy.export(SmallStudy.settings(folder), trainer, out);
    return out;
  }

  private static List<CurvePoint> imported(CurveFormat format, Path out) {
    return CurveImport.read(
        TestSpark.session(),
        new CurveImport.Settings(
            format,
            out.resolve("logs").toString(),
            Optional.of(out.resolve("curves.conf")),
            "none"));
  }

  @Test
  void aLogOfVerlComesBackAsTheRunThatItWas() throws IOException {
    Path out = export(Trainer.VERL);
    Files.createDirectories(out.resolve("logs"));
    Files.writeString(
        out.resolve("logs/small-t3-s2.log"),
        "step:0 - val-core/test/acc/mean@3:0.25\n"
            + "step:1 - perf/total_num_tokens:500\n"
            + "step:2 - perf/total_num_tokens:700 - val-core/test/acc/mean@3:0.5\n");
    List<CurvePoint> points = imported(CurveFormat.AUTO, out);
    assertThat(points)
        .extracting(
            CurvePoint::runId,
            CurvePoint::step,
            CurvePoint::data,
            CurvePoint::tokens,
            CurvePoint::loss)
        .containsExactly(
            tuple("small-t3-s2", 0, 0.0, 0.0, 0.75), tuple("small-t3-s2", 2, 8.0, 1200.0, 0.5));
    CurvePoint point = points.get(0);
    assertThat(List.of(point.family(), point.variant(), point.benchmark()))
        .containsExactly("tiny", "instruct", "test");
    assertThat(
            List.of(
                point.seed(),
                (long) point.tau(),
                (long) point.groupSize(),
                (long) point.problems()))
        .containsExactly(2L, 3L, 4L, 2L);
    // Two layers of 64: query and output 64 x 64 each, key and value 32 x 64 each, their biases of
    // 64 + 32 + 32, three of 64 x 128, two norms; the last norm.
    assertThat(point.params()).isEqualTo(2 * (2 * 4096 + 2 * 2048 + 128 + 3 * 8192 + 128) + 64);
  }

  @Test
  void aStateOfTrlComesBackWithThePromptsOfItsSteps() throws IOException {
    Path out = export(Trainer.TRL);
    Files.createDirectories(out.resolve("logs"));
    Files.writeString(
        out.resolve("logs/small-t1-s1.json"),
        """
        {"log_history": [
          {"step": 0, "eval_test_accuracy": 0.5},
          {"step": 4, "num_tokens": 900.0, "loss": 0.1},
          {"step": 4, "eval_test_accuracy": 0.75}
        ]}
        """);
    List<CurvePoint> points = imported(CurveFormat.TRL_JSON, out);
    assertThat(points)
        .extracting(CurvePoint::step, CurvePoint::data, CurvePoint::tokens, CurvePoint::loss)
        .containsExactly(tuple(0, 0.0, 0.0, 0.5), tuple(4, 8.0, 900.0, 0.25));
  }
}
