package io.gradus.analysis.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs as other trainers and trackers write them. */
class TrainerLogsTest {
  private static final Path RESOURCES =
      Path.of("../analysis/src/test/resources/io/gradus/analysis/importing");
  private static final String DEFAULTS =
      "defaults { family = qwen2.5, variant = base, group_size = 8, prompts_per_step = 512 }\n";
  private static SparkSession spark;
  @TempDir Path dir;

  @BeforeAll
  static void session() {
    spark = TestSpark.fresh();
  }

  @Test
  void consoleOfVerlUnderRay() throws IOException {
    file(
        "logs/seven.log",
        "INFO worker up, step:one - of many\n"
            + "step:0 - val-core/math/acc/mean@1:np.float64(0.125)\n"
            + "\u001B[36m(TaskRunner pid=4093)\u001B[0m step:1 - actor/grad_norm:nan"
            + " - perf/total_num_tokens:1000 - a/b:c:2.5e-05 - flag:True\n"
            + "Training:  2%|#  | 2/99 [00:10] step:2 - perf/total_num_tokens:500"
            + " - val-core/math/acc/mean@1:0.25 - lr:np.float32(1e-06)\n"
            + "(TaskRunner pid=4093) global_step:3 - val-core/math/acc/mean@1:0.99\n");
    file("logs/notes.txt", "nothing of verl's\n");
    List<CurvePoint> points =
        read(
            CurveFormat.AUTO,
            dir.resolve("logs").toString(),
            "benchmarks { math { value = \"val-core/math/acc/mean@1\", problems = 500 } }\n"
                + DEFAULTS
                + "runs { seven { params = 6.5e9 } }");

    assertThat(points)
        .extracting(CurvePoint::step, CurvePoint::loss, CurvePoint::data, CurvePoint::tokens)
        .containsExactly(tuple(0, 0.875, 0.0, 0.0), tuple(2, 0.75, 1024.0, 1500.0));
  }

  @Test
  void linesWithTheStepBesideTheMetrics() throws IOException {
    file(
        "big/metrics.jsonl",
        "{\"step\": 0, \"eval/aime/avg@32\": 0.25}\n"
            + "{\"step\": 5, \"progress\": {\"total_tokens\": 7000, \"total_samples\": 640},"
            + " \"reward/mean\": 0.5}\n"
            + "{\"step\": 5, \"eval/aime/avg@32\": 0.375}\n");
    List<CurvePoint> points =
        read(
            CurveFormat.AUTO,
            dir.toString(),
            "data { value = \"progress/total_samples\", counts = so-far }\n"
                + "benchmarks { aime { value = \"eval/aime/avg@32\" } }\n"
                + "runs { big { params = 7e9, family = f, group_size = 16 } }");

    assertThat(points)
        .extracting(CurvePoint::runId, CurvePoint::step, CurvePoint::loss)
        .containsExactly(tuple("big", 0, 0.75), tuple("big", 5, 0.625));
    assertThat(points.get(1).tokens()).isEqualTo(7000);
    assertThat(points.get(1).data()).as("samples, not steps times prompts").isEqualTo(640);
  }

  @Test
  void eventFilesOfTensorBoard() throws IOException {
    String mapping =
        "benchmarks { t { value = \"val/acc\", problems = 100 } }\n"
            + DEFAULTS
            + "runs { tensorboardx { params = 1e6 }, tensorboard { params = 2e6 } }";
    List<CurvePoint> points =
        read(CurveFormat.AUTO, RESOURCES.resolve("tensorboard").toString(), mapping);

    assertThat(points)
        .extracting(CurvePoint::runId, CurvePoint::step, CurvePoint::loss, CurvePoint::tokens)
        .containsExactly(
            tuple("tensorboard", 0, 0.5, Double.NaN),
            tuple("tensorboard", 2, 0.25, Double.NaN),
            tuple("tensorboardx", 0, 0.75, 0.0),
            tuple("tensorboardx", 2, 0.5, 300.0),
            tuple("tensorboardx", 4, 0.25, 1000.0));
  }

  @Test
  void eventFilesThatAreUnfinishedOrDamaged() throws IOException {
    String mapping =
        "benchmarks { t { value = \"val/acc\" } }\n" + DEFAULTS + "runs { r { params = 1e6 } }";
    byte[] whole =
        Files.readAllBytes(RESOURCES.resolve("tensorboard/tensorboard/events.out.tfevents.1.host"));
    Path file = dir.resolve("r/events.out.tfevents.7.host");
    Files.createDirectories(file.getParent());
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));
    assertThat(read(CurveFormat.TENSORBOARD, dir.toString(), mapping))
        .extracting(CurvePoint::step)
        .containsExactly(0);

    byte[] damaged = whole.clone();
    damaged[damaged.length - 10] ^= 1;
    Files.write(file, damaged);
    assertThatThrownBy(() -> read(CurveFormat.TENSORBOARD, dir.toString(), mapping))
        .hasMessageMatching(".*/r/events.out.tfevents.7.host: record \\d is damaged: .*");
    Files.write(file, "Step,r\n1,0.5 and more than a header\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> read(CurveFormat.TENSORBOARD, dir.toString(), mapping))
        .hasMessageEndingWith("record 1 is damaged, or this is no event file");
  }

  @Test
  void longExportOfWeightsAndBiases() throws IOException {
    Path export =
        file(
            "long.csv",
            "Name,_step,eval/acc,num_tokens,note\n"
                + "small,0,0.25,,\"first, \"\"good\"\"\nrun\"\n"
                + "big,0,0.5,,x\n"
                + "small,10,0.5,2000,x\n"
                + "small,11,,2100,x\n"
                + "big,10,0.75,4000,x\n");
    List<CurvePoint> points =
        read(
            CurveFormat.AUTO,
            export.toString(),
            "benchmarks { t { value = \"eval/acc\" } }\n"
                + DEFAULTS
                + "runs { small { params = 1e6 }, big { params = 2e6 } }");

    assertThat(points)
        .extracting(CurvePoint::runId, CurvePoint::step, CurvePoint::loss, CurvePoint::tokens)
        .containsExactly(
            tuple("small", 0, 0.75, 0.0),
            tuple("small", 10, 0.5, 2000.0),
            tuple("big", 0, 0.5, 0.0),
            tuple("big", 10, 0.25, 4000.0));
  }

  @Test
  void anyTableByItsColumns() throws IOException {
    Path tidy =
        file(
            "tidy.tsv.csv",
            "experiment;update;what;score;N;kind\n"
                + "e1;1;err;0.75;1000000;base\n"
                + "e1;2;err;0.5;1000000;base\n"
                + "e2;1;err;0.25;2000000;instruct\n");
    String mapping =
        "step = update\n"
            + "columns { run = experiment, metric = what, value = score, params = N,"
            + " variant = kind }\n"
            + "benchmarks { t { value = err, measures = loss } }\n"
            + "defaults { family = f, group_size = 4, prompts_per_step = 10 }";
    List<CurvePoint> points = read(CurveFormat.CSV, tidy.toString(), mapping);

    assertThat(points)
        .extracting(
            CurvePoint::runId,
            CurvePoint::variant,
            CurvePoint::params,
            CurvePoint::step,
            CurvePoint::loss)
        .containsExactly(
            tuple("e1", "base", 1e6, 1, 0.75),
            tuple("e1", "base", 1e6, 2, 0.5),
            tuple("e2", "instruct", 2e6, 1, 0.25));

    spark
        .read()
        .option("header", "true")
        .option("sep", ";")
        .option("inferSchema", "true")
        .csv(tidy.toString())
        .write()
        .parquet(dir.resolve("tidy").toString());
    assertThat(read(CurveFormat.AUTO, dir.resolve("tidy").toString(), mapping)).isEqualTo(points);
  }

  @Test
  void oneRunPerFileByItsColumns() throws IOException {
    file("runs/a.csv", "step,accuracy,lr\n0,0.25,1e-6\n5,0.5,1e-6\n");
    file("runs/b.csv", "step,accuracy,lr\n0,0.75,1e-6\n");
    List<CurvePoint> points =
        read(
            CurveFormat.CSV,
            dir.resolve("runs").toString(),
            "benchmarks { t { value = accuracy } }\n"
                + DEFAULTS
                + "runs { a { params = 1e6 }, b { params = 2e6 } }");

    assertThat(points)
        .extracting(CurvePoint::runId, CurvePoint::step, CurvePoint::loss)
        .containsExactly(tuple("a", 0, 0.75), tuple("a", 5, 0.5), tuple("b", 0, 0.25));
  }

  @Test
  void autoSaysWhatItFoundAndAsksForSizesByName() throws IOException {
    Path log =
        file(
            "qwen-7b.jsonl",
            "{\"step\": 0, \"data\": {\"val-core/math/acc/mean@1\": 0.125}}\n"
                + "{\"step\": 3, \"data\": {\"val-core/math/acc/mean@1\": 0.25, \"lr\": 1}}\n");
    assertThatThrownBy(
            () ->
                CurveImport.run(
                    spark,
                    new CurveImport.Settings(
                        CurveFormat.AUTO,
                        log.toString(),
                        Optional.empty(),
                        dir.resolve("o").toString())))
        .hasMessageContaining("qwen-7b.jsonl was taken for verl-jsonl: 1 runs.")
        .hasMessageContaining("Columns: lr, val-core/math/acc/mean@1\n")
        .hasMessageContaining("evaluations by their names: val-core/math/acc/mean@1\n")
        .hasMessageContaining("Run 'qwen-7b': 2 steps, 0 to 3\n")
        .hasMessageContaining("Not said there: the non-embedding parameters of 'qwen-7b'.");
    assertThat(dir.resolve("o")).doesNotExist();

    String scores = "benchmarks { math { value = \"val-core/math/acc/mean@1\" } }\n";
    assertThatThrownBy(() -> read(CurveFormat.AUTO, log.toString(), scores + DEFAULTS))
        .hasMessageMatching(
            "Mapping file .*: run 'qwen-7b' of .*qwen-7b.jsonl has no 'params': give its"
                + " non-embedding parameters, such as 6.5e9");
    assertThatThrownBy(
            () ->
                read(
                    CurveFormat.AUTO,
                    log.toString(),
                    scores + DEFAULTS + "runs { qwen-7b { params = \"7b\" } }"))
        .hasMessageMatching("Mapping file .*: run 'qwen-7b' of .*params has type STRING.*(?s:.*)");

    CurveImport.Summary summary =
        CurveImport.run(
            spark,
            new CurveImport.Settings(
                CurveFormat.AUTO,
                log.toString(),
                Optional.of(
                    file("m.conf", scores + DEFAULTS + "runs { qwen-7b { params = 6.5e9 } }")),
                dir.resolve("o").toString()));
    assertThat(summary.found())
        .contains("Run 'qwen-7b': N = 6.500e+09, evaluated at 2 steps, 0 to 3, on math");
  }

  @Test
  void autoRefusesWhatIsNothingAndWhatIsSeveralThings() throws IOException {
    Path none = file("none/readme.md", "step by step\n");
    assertThatThrownBy(() -> read(CurveFormat.AUTO, none.toString(), "benchmarks {}"))
        .hasMessageContaining("readme.md is of no format that is known");
    file("two/a.jsonl", "{\"step\": 0, \"data\": {\"x\": 1}}\n");
    file("two/b.csv", "Step,r\n1,0.5\n");
    assertThatThrownBy(() -> read(CurveFormat.AUTO, dir.resolve("two").toString(), "benchmarks {}"))
        .hasMessageContaining("two holds files of several formats, [wandb-csv, verl-jsonl]");
  }

  @Test
  void csvIsReadAsQuotesDemand() throws IOException {
    Path open = file("open.csv", "Step,a\n1,\"0.5\n2,0.25\n");
    String mapping = "benchmarks { t {} }\n" + DEFAULTS + "runs { a { params = 1 } }";
    assertThatThrownBy(() -> read(CurveFormat.WANDB_CSV, open.toString(), mapping))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("open.csv: ");
    Path broken = file("broken.csv", "Step,a\n1,\"0.5\"x\n");
    assertThatThrownBy(() -> read(CurveFormat.WANDB_CSV, broken.toString(), mapping))
        .hasMessageContaining("broken.csv: line 2 is not CSV");
  }

  private List<CurvePoint> read(CurveFormat format, String in, String mapping) throws IOException {
    return CurveImport.read(
        spark,
        new CurveImport.Settings(
            format,
            in,
            Optional.of(file("mapping.conf", mapping)),
            dir.resolve("unused").toString()));
  }

  private Path file(String name, String text) throws IOException {
    Path path = dir.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }
}
