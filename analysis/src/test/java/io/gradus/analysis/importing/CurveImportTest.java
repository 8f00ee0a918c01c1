package io.gradus.analysis.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.CurveTable;
import io.gradus.analysis.curves.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveImportTest {
  private static SparkSession spark;
  @TempDir Path dir;

  @BeforeAll
  static void session() {
    spark = TestSpark.fresh();
  }

  @Test
  void wideExportOfWeightsAndBiases() throws IOException {
    Path export =
        file(
            "export.csv",
            "\uFEFF\"Step\",\"small - val/acc\",\"small - val/acc__MIN\",\"big\"\n"
                + "0,0.25,0.2,0.5\n"
                + "2,,,0.75\n"
                + "4,0.5,0.4,1.0\n");
    List<CurvePoint> points =
        read(
            CurveFormat.WANDB_CSV,
            export,
            wandbMapping("small { params = 1e6 }\nbig { params = 2e6, tau = 5 }"));

    assertThat(points)
        .extracting(CurvePoint::runId, CurvePoint::step, CurvePoint::loss, CurvePoint::data)
        .containsExactly(
            tuple("small", 0, 0.75, 0.0),
            tuple("small", 4, 0.5, 40.0),
            tuple("big", 0, 0.5, 0.0),
            tuple("big", 2, 0.25, 20.0),
            tuple("big", 4, 0.0, 40.0));
    CurvePoint perfect = points.get(4);
    // Jeffreys: share 0.5 / 101 of 100 problems.
    double share = 0.5 / 101;
    assertThat(perfect.se()).isCloseTo(Math.sqrt(share * (1 - share) / 100), within(1e-15));
    assertThat(perfect.tau()).isEqualTo(5);
    assertThat(perfect.compute()).isNaN();
  }

  @Test
  void jsonLinesOfVerl() throws IOException {
    file(
        "logs/seven.jsonl",
        "{\"step\": 0, \"data\": {\"val-core/math/acc/mean@1\": 0.1}}\n"
            + "{\"step\": 1, \"data\": {\"perf/total_num_tokens\": 100, \"actor/entropy\": 0.5}}\n"
            + "\n"
            + "{\"step\": 2, \"data\": {\"perf/total_num_tokens\": 150}}\n"
            + "{\"step\": 2, \"data\": {\"val-core/math/acc/mean@1\": 0.3}}\n"
            + "{\"step\": 4, \"data\": {\"perf/total_num_tokens\": 90,"
            + " \"val-core/math/acc/mean@1\": 0.4}}\n");
    List<CurvePoint> points =
        read(
            CurveFormat.VERL_JSONL,
            dir.resolve("logs"),
            file(
                "verl.conf",
                "benchmarks { math { value = \"val-core/math/acc/mean@1\", problems = 500 } }\n"
                    + "defaults { family = qwen2.5, variant = base, group_size = 8,"
                    + " prompts_per_step = 512 }\n"
                    + "runs { seven { params = 6.5e9 } }"));

    assertThat(points).extracting(CurvePoint::step).containsExactly(0, 2, 4);
    assertThat(points.get(0).tokens()).isZero();
    assertThat(points.get(1).tokens()).isEqualTo(250);
    assertThat(points.get(1).compute()).isEqualTo(6 * 6.5e9 * 250);
    assertThat(points.get(2).tokens()).as("tokens of step 3 are missing").isNaN();
    assertThat(points.get(2).data()).isEqualTo(4 * 512);
  }

  @Test
  void trainerStateOfTrl() throws IOException {
    file(
        "runs/tiny/checkpoint-20/trainer_state.json",
        "{\"global_step\": 20, \"log_history\": ["
            + "{\"step\": 10, \"num_tokens\": 4000.0, \"reward\": 0.2},"
            + "{\"step\": 10, \"eval_rewards/accuracy/mean\": 0.4, \"eval_runtime\": 3},"
            + "{\"step\": 20, \"num_tokens\": 9000.0},"
            + "{\"step\": 20, \"eval_rewards/accuracy/mean\": 0.6}]}");
    List<CurvePoint> points =
        read(
            CurveFormat.TRL_JSON,
            dir.resolve("runs"),
            file(
                "trl.conf",
                "benchmarks { test { value = \"eval_rewards/accuracy/mean\", problems = 50 } }\n"
                    + "runs { tiny { family = f, variant = instruct, params = 1000, seed = 3,"
                    + " group_size = 4, prompts_per_step = 8 } }"));

    assertThat(points).hasSize(2);
    assertThat(points.get(1).runId()).isEqualTo("tiny");
    assertThat(points.get(1).loss()).isCloseTo(0.4, within(1e-15));
    assertThat(points.get(1).compute()).isEqualTo(6 * 1000 * 9000.0);
    assertThat(points.get(1).data()).isEqualTo(160);
    assertThat(points.get(1).seed()).isEqualTo(3);
  }

  @Test
  void curveColumnsFromCsvAndParquet() throws IOException {
    Path csv =
        file(
            "curves.csv",
            "run_id,params,step,data,tokens,benchmark,problems,loss,note\n"
                + "a,1000,1,16,500,test,100,0.5,x\n"
                + "a,1000,2,32,,test,100,0.25,\"y, z\"\n");
    String out = dir.resolve("out").toString();
    CurveImport.Summary summary =
        CurveImport.run(
            spark,
            new CurveImport.Settings(CurveFormat.CSV, csv.toString(), Optional.empty(), out));

    assertThat(summary.points()).isEqualTo(2);
    assertThat(summary.runs()).isEqualTo(1);
    assertThat(summary.notes())
        .containsExactly("Training tokens are missing at 1 points, which compute laws leave out.");
    List<CurvePoint> points = CurveTable.read(spark, out);
    assertThat(points.get(0).compute()).isEqualTo(6 * 1000 * 500.0);
    assertThat(points.get(0).variant()).isEqualTo("unknown");
    assertThat(points.get(1).tokens()).isNaN();
    assertThat(points.get(1).se()).isCloseTo(Math.sqrt(25.5 * 75.5) / 101 / 10, within(1e-15));

    CurveImport.Settings again =
        new CurveImport.Settings(
            CurveFormat.PARQUET, out, Optional.empty(), dir.resolve("again").toString());
    assertThat(CurveImport.read(spark, again)).isEqualTo(points);
  }

  @Test
  void onlyACurveTableIsReplaced() throws IOException {
    Path csv =
        file(
            "c.csv",
            "run_id,params,step,data,tokens,benchmark,problems,loss\na,1000,1,16,500,test,9,0.5\n");
    Path out = dir.resolve("tables/one");
    CurveImport.Settings settings =
        new CurveImport.Settings(CurveFormat.CSV, csv.toString(), Optional.empty(), out.toString());
    CurveImport.run(spark, settings);
    CurveImport.run(spark, settings);
    assertThat(CurveTable.read(spark, out.toString())).hasSize(1);
    assertThat(out.getParent().toFile().list()).containsExactly("one");

    Files.writeString(out.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> CurveImport.run(spark, settings))
        .hasMessage(
            out
                + " holds something else than a curve table, expected a new folder or a curve table"
                + " to replace");
    assertThat(out.resolve("notes.txt")).hasContent("mine");

    Path other = dir.resolve("other");
    spark.range(3).write().parquet(other.toString());
    assertThatThrownBy(() -> CurveTable.requireReplaceable(spark, other.toString()))
        .hasMessageContaining("something else than a curve table");
    assertThat(spark.read().parquet(other.toString()).count()).isEqualTo(3);
  }

  @Test
  void badInputNamesItsPlace() throws IOException {
    Path mapping = wandbMapping("small { params = 1e6 }");
    assertFails(CurveFormat.WANDB_CSV, file("a.csv", "Step,other\n1,2\n"), mapping)
        .hasMessageContaining("a.csv: no column of run 'small', found [Step, other]");
    assertFails(CurveFormat.WANDB_CSV, file("b.csv", "Step,small\n1,0.5\n1,0.6\n"), mapping)
        .hasMessageContaining("b.csv: line 3, column 'small': step 1 stands there twice");
    assertFails(CurveFormat.WANDB_CSV, file("c.csv", "Step,small\n1,many\n"), mapping)
        .hasMessageContaining("c.csv: line 2, column 'small': 'many' is not a number");
    assertFails(CurveFormat.WANDB_CSV, file("d.csv", "Step,small\n1,57.1\n"), mapping)
        .hasMessageContaining(
            "run 'small', step 1: score of benchmark 'gsm' is 57.1, expected a number within 0 and"
                + " 1");
    assertFails(CurveFormat.WANDB_CSV, file("e.csv", "Step,small\n1\n"), mapping)
        .hasMessageContaining("e.csv: line 2 has 1 values, expected 2 as the header has");
    assertFails(
            CurveFormat.WANDB_CSV,
            dir.resolve("a.csv"),
            file("m.conf", "benchmarks { gsm {} }\nrun { x {} }\nruns {}"))
        .hasMessageContaining("m.conf: unknown key 'run', expected one of");
    assertFails(
            CurveFormat.VERL_JSONL,
            file("v.jsonl", "{\"step\": 1, \"data\": {\"a\": 1}}\n{\"step\": 2}\n"),
            mapping)
        .hasMessageContaining("v.jsonl: line 2 is not {\"step\": number, \"data\"");
    assertFails(
            CurveFormat.VERL_JSONL,
            file("w.jsonl", "{\"step\": 1, \"data\": {\"a\": 1}}\n"),
            mapping)
        .hasMessageContaining("m")
        .hasMessageContaining("run 'small' is not in");
    assertThatThrownBy(() -> CurveFormat.of("tsv"))
        .hasMessage(
            "Unknown curve format 'tsv', expected one of auto, csv, parquet, wandb-csv,"
                + " verl-jsonl, verl-console, prime-jsonl, trl-json, tensorboard, mlflow");
    assertThatThrownBy(
            () -> new CurveImport.Settings(CurveFormat.TRL_JSON, "x", Optional.empty(), "y"))
        .hasMessageContaining("Format 'trl-json' says nothing of model sizes: give a mapping file");
    assertThatThrownBy(
            () ->
                CurveImport.read(
                    spark,
                    new CurveImport.Settings(
                        CurveFormat.CSV,
                        file("f.csv", "run_id,params,step,data,benchmark,loss\na,1,1,1,t,1.5\n")
                            .toString(),
                        Optional.empty(),
                        "y")))
        .hasMessageContaining("f.csv: line 2: Run a: column loss is 1.5, expected within 0 and 1");
  }

  @Test
  void valuesThatAreNoNumbersAreNamedWhereTheyCount() throws IOException {
    Path mapping =
        file(
            "t.conf",
            "benchmarks { exam { value = acc, problems = 100 } }\n"
                + "defaults { family = f, group_size = 3, prompts_per_step = 10 }\n"
                + "runs { r { params = 1e6 } }");
    String head =
        "{\"log_history\": [{\"step\": 1, \"grad_norm\": NaN, \"acc\": 0.25, \"note\": \"warm\"}";

    assertThat(read(CurveFormat.TRL_JSON, file("good/r/trainer_state.json", head + "]}"), mapping))
        .singleElement()
        .extracting(CurvePoint::loss)
        .isEqualTo(0.75);
    assertFails(
            CurveFormat.TRL_JSON,
            file("bad/r/trainer_state.json", head + ", {\"step\": 2, \"acc\": \"high\"}]}"),
            mapping)
        .hasMessageContaining(
            "run 'r', step 2: score of benchmark 'exam' is not a number, expected a number within 0"
                + " and 1");
    assertFails(
            CurveFormat.TRL_JSON,
            file("cut/r/trainer_state.json", head + ",\n {\"step\": "),
            mapping)
        .hasMessageContaining("r/trainer_state.json: the file, at its line 2, column")
        .hasMessageContaining("is not JSON: Unexpected end-of-input");
    assertThatThrownBy(
            () ->
                CurveImport.read(
                    spark,
                    new CurveImport.Settings(
                        CurveFormat.PARQUET,
                        file("p/x.parquet", "text").getParent().toString(),
                        Optional.empty(),
                        "y")))
        .hasMessageEndingWith("/p/x.parquet is not a Parquet file");
    assertThatThrownBy(
            () ->
                CurveImport.read(
                    spark,
                    new CurveImport.Settings(
                        CurveFormat.CSV,
                        file("g.csv", "run_id,params,step,data,benchmark,loss\na,1,one,1,t,0.5\n")
                            .toString(),
                        Optional.empty(),
                        "y")))
        .hasMessageMatching("[^:]*g.csv: line 2: column 'step' is 'one', expected a number");
  }

  @Test
  void realExportOfFiveSizes() throws IOException {
    Path shared =
        Path.of(Optional.ofNullable(System.getenv("GRADUS_SHARED")).orElse("../../shared"));
    Path export = shared.resolve("data/curves/qwen3_grpo_gsm8k_wandb_export.csv");
    assumeTrue(Files.exists(export), export + " is missing");
    List<CurvePoint> points =
        read(CurveFormat.WANDB_CSV, export, Path.of("../conf/curves/qwen3-gsm8k-wandb.conf"));

    String[] runs = {"0.6b", "1.7b", "4b", "8b", "14b"};
    double[] expected = {0.57, 0.37, 0.38, 0.34, 0.39};
    for (int i = 0; i < runs.length; i++) {
      SimpleRegression line = new SimpleRegression();
      for (CurvePoint p : points) {
        if (p.runId().equals(runs[i]) && p.step() >= 1) {
          line.addData(Math.log10(p.data()), Math.log10(p.loss()));
        }
      }
      assertThat(-line.getSlope()).as(runs[i]).isCloseTo(expected[i], within(0.005));
    }
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      CurveFormat format, Path in, Path mapping) {
    return assertThatThrownBy(() -> read(format, in, mapping))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<CurvePoint> read(CurveFormat format, Path in, Path mapping) {
    String out = dir.resolve("curves-" + format.label()).toString();
    CurveImport.run(
        spark, new CurveImport.Settings(format, in.toString(), Optional.of(mapping), out));
    return CurveTable.read(spark, out);
  }

  private Path wandbMapping(String runs) throws IOException {
    return file(
        "wandb.conf",
        "benchmarks { gsm { problems = 100 } }\n"
            + "defaults { family = f, group_size = 3, prompts_per_step = 10 }\n"
            + "runs {\n"
            + runs
            + "\n}");
  }

  private Path file(String name, String text) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
