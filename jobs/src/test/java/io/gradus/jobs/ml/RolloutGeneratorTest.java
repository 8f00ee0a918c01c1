package io.gradus.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.jobs.config.DeviceConfig.Choice;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.SamplingConfig;
import io.gradus.jobs.inference.GenerateJob;
import io.gradus.training.model.Sampling;
import io.gradus.training.text.ChatOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutGeneratorTest {
  private static final StructType PROBLEMS =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("question", DataTypes.StringType)
          .add("gold", DataTypes.StringType);

  @TempDir static Path folder;
  private static SparkSession spark;
  private static String model;

  @BeforeAll
  static void start() throws IOException {
    spark = session();
    model = SmallModel.write(folder.resolve("model"), 5).toString();
  }

  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate();
  }

  static Dataset<Row> problems() {
    return session()
        .createDataFrame(
            List.of(
                RowFactory.create("e", "9-4=", "5"),
                RowFactory.create("a", "1+2=", "3"),
                RowFactory.create("d", "3*3=", "9"),
                RowFactory.create("b", "2+5=", "7"),
                RowFactory.create("c", "8-8=", "0")),
            PROBLEMS);
  }

  private static RolloutGenerator generator() {
    return generator(model);
  }

  static RolloutGenerator generator(String model) {
    return new RolloutGenerator()
        .setModelUrl(model)
        .setInputCol("question")
        .setKeyCol("id")
        .setTemplate("plain")
        .setBatchSize(2)
        .setSamples(3)
        .setMaxTokens(6)
        .setSeed(11);
  }

  /** Rows in an order of their own. */
  static List<String> sorted(Dataset<Row> rows) {
    List<String> all = new ArrayList<>();
    rows.collectAsList().forEach(row -> all.add(row.json()));
    all.sort(Comparator.naturalOrder());
    return all;
  }

  @Test
  void samplesAreThoseOfTheCommandForTheSameKeys() throws IOException {
    Path prompts = folder.resolve("prompts.jsonl");
    Files.write(
        prompts,
        problems().sort("id").collectAsList().stream()
            .map(
                row ->
                    "{\"id\": \"%s\", \"prompt\": \"%s\"}"
                        .formatted(row.getString(0), row.getString(1)))
            .toList());
    Path out = folder.resolve("out.jsonl");
    GenerateJob.run(
        spark,
        new GenerateJob.Request(
            Path.of(model),
            prompts,
            out,
            ChatOptions.NONE,
            new SamplingConfig(new Sampling(1, 1, 0), 6),
            Optional.of("--max-tokens"),
            3,
            2,
            Dtype.FLOAT32,
            1,
            Choice.CPU,
            List.of(),
            11),
        note -> {});
    List<Row> rows =
        generator()
            .transform(problems())
            .select("id", "rollout.*")
            .sort("id", "sample")
            .collectAsList();
    List<String> lines = Files.readAllLines(out);
    assertThat(rows).hasSameSizeAs(lines).hasSize(15);
    for (int i = 0; i < rows.size(); i++) {
      JsonNode line = new ObjectMapper().readTree(lines.get(i));
      Row row = rows.get(i);
      assertThat(row.getString(0)).isEqualTo(line.get("id").textValue());
      assertThat(row.getInt(1)).isEqualTo(line.get("sample").intValue());
      assertThat(row.getString(2)).isEqualTo(line.get("text").textValue());
      assertThat(row.getList(3)).hasToString(line.get("token_ids").toString().replace(",", ", "));
      assertThat(row.getList(4)).hasToString(line.get("logprobs").toString().replace(",", ", "));
      assertThat(row.getString(5)).isEqualTo(line.get("finish_reason").textValue());
    }
  }

  @Test
  void rowsAloneDecideAndNotTheirPartitions() {
    Dataset<Row> twice = problems().union(problems());
    List<String> expected = sorted(generator().transform(problems()));
    assertThat(expected).hasSize(15);
    for (int partitions : new int[] {1, 4}) {
      spark.conf().set("spark.sql.shuffle.partitions", partitions + 2);
      assertThat(sorted(generator().transform(problems().repartition(partitions))))
          .isEqualTo(expected);
    }
    assertThat(sorted(generator().transform(twice).distinct()))
        .as("equal rows get equal samples")
        .isEqualTo(expected);
    assertThat(sorted(generator().setSeed(12).transform(problems()))).isNotEqualTo(expected);
  }

  @Test
  void promptsKeyThemselvesWhereThereIsNoKey() {
    Dataset<Row> prompts = problems().select("question").union(problems().select("question"));
    List<Row> rows =
        generator().setKeyCol("").transform(prompts).sort("question", "rollout").collectAsList();
    assertThat(rows).hasSize(30);
    for (int i = 0; i < rows.size(); i += 2) {
      assertThat(rows.get(i)).as("equal prompts get equal samples").isEqualTo(rows.get(i + 1));
    }
  }

  @Test
  void textsConversationsAndIdsAreThreeWaysToSayTheSame() {
    Dataset<Row> rows =
        problems()
            .selectExpr(
                "id",
                "question AS plain",
                "rtrim('=', question) AS text",
                "array(named_struct('role', 'user', 'content', rtrim('=', question))) AS chat",
                "transform(split(question, ''), c -> instr('0123456789+-*=#', c) + 1) AS ids");
    List<String> plain = rollouts(generator().setInputCol("plain"), rows);
    assertThat(rollouts(generator().setInputCol("text").setTemplate("chat"), rows))
        .isEqualTo(plain);
    assertThat(rollouts(generator().setInputCol("chat"), rows)).isEqualTo(plain);
    assertThat(rollouts(generator().setInputCol("ids"), rows)).isEqualTo(plain);
  }

  private static List<String> rollouts(RolloutGenerator stage, Dataset<Row> rows) {
    return sorted(stage.transform(rows).select("id", "rollout"));
  }

  @Test
  void aNullPromptGivesANullRollout() {
    Dataset<Row> rows = problems().selectExpr("id", "if(id = 'c', null, question) AS question");
    List<Row> nulls =
        generator().transform(rows).where("rollout IS NULL").select("id").collectAsList();
    assertThat(nulls).containsExactly(RowFactory.create("c"));
  }

  @Test
  void stagesSurviveWriteAndRead() throws IOException {
    RolloutGenerator generator =
        generator()
            .setOutputCol("sampled")
            .setTemplateOptions("{\"enable_thinking\": false}")
            .setAnswerPrefix("<think>\n")
            .setTemperature(0.7)
            .setTopP(0.9)
            .setTopK(40)
            .setDtype("bfloat16")
            .setThreads(2)
            .setBuckets(3)
            .setEngine("pytorch");
    String path = folder.resolve("generator").toString();
    new RolloutGenerator().setModelUrl("elsewhere").save(path);
    generator.write().overwrite().save(path);
    RolloutGenerator read = RolloutGenerator.load(path);
    assertThat(read.uid()).isEqualTo(generator.uid());
    assertThat(read.explainParams()).isEqualTo(generator.explainParams());
    assertThat(read.params()).hasSize(18).allMatch(generator::isSet);
    assertThat(read.getOrDefault(read.seed())).isEqualTo(11L);
  }

  private static void assertRefused(RolloutGenerator stage, String message) {
    assertThatThrownBy(() -> stage.transformSchema(problems().schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void wrongColumnsAndSettingsAreNamedBeforeAnythingRuns() {
    assertRefused(generator().setInputCol("prompt"), "No column prompt, found id, question, gold");
    assertRefused(
        generator().setInputCol("gold.text"), "No column gold.text, found a column of string");
    assertRefused(generator().setKeyCol("key"), "No column key, found id, question, gold");
    assertRefused(generator().setOutputCol("gold"), "Column gold exists already");
    assertRefused(
        generator().setModelUrl(" "),
        "modelUrl is not set, expected a Hugging Face model directory");
    assertRefused(
        generator().setEngine("TensorFlow"), "Cannot set engine to TensorFlow, expected PyTorch");
    assertRefused(generator().setBatchSize(0), "Cannot set batchSize to 0, expected at least 1");
    assertRefused(generator().setBuckets(0), "Cannot set buckets to 0, expected at least 1");
    assertRefused(generator().setThreads(0), "Cannot set threads to 0, expected at least 1");
    assertRefused(generator().setSamples(0), "Cannot set samples to 0, expected at least 1");
    assertRefused(generator().setMaxTokens(0), "Cannot set maxTokens to 0, expected at least 1");
    assertRefused(
        generator().setDtype("int8"), "Cannot set dtype to int8, expected float32 or bfloat16");
    assertRefused(
        generator().setTemplate("alpaca"), "Cannot set template to alpaca, expected chat or plain");
    assertRefused(
        generator().setTemperature(-1), "Cannot sample at temperature -1.0, expected 0 or more");
    assertRefused(
        generator().setTopP(0), "Cannot sample with top-p 0.0, expected more than 0 and at most 1");

    StructType other =
        new StructType()
            .add("prompt", DataTypes.DoubleType)
            .add("id", DataTypes.DoubleType)
            .add("text", DataTypes.StringType);
    assertThatThrownBy(() -> generator().setInputCol("prompt").transformSchema(other))
        .hasMessage(
            "Column prompt is double, expected string, array<int> or"
                + " array<struct<role:string,content:string>>");
    assertThatThrownBy(() -> generator().setInputCol("text").transformSchema(other))
        .hasMessage("Column id is double, expected string, int or bigint");
  }

  @Test
  void modelsThatCannotBeUsedAreNamed() throws IOException {
    Path nothing = Files.createDirectory(folder.resolve("nothing"));
    assertThatThrownBy(() -> generator().setModelUrl(nothing.toString()).transform(problems()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "modelUrl = "
                + nothing
                + " has no config.json, expected a Hugging Face model directory");
    assertThatThrownBy(() -> generator().setModelUrl("djl://ai.djl/gpt2").transform(problems()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "modelUrl = djl://ai.djl/gpt2, expected a local directory or one of a Hadoop file"
                + " system");
    Path mute = SmallModel.write(folder.resolve("mute"), 6);
    Files.delete(mute.resolve("chat_template.jinja"));
    assertThatThrownBy(
            () ->
                generator().setModelUrl(mute.toString()).setTemplate("chat").transform(problems()))
        .hasMessage(
            "Column question is for a chat template, but the model has none, expected plain text"
                + " with template = plain, or array<int>");
    Files.delete(mute.resolve("tokenizer.json"));
    assertThatThrownBy(() -> generator().setModelUrl(mute.toString()).transform(problems()))
        .hasMessage(
            "Column question is text, but the model has no tokenizer.json, expected array<int>");
  }

  @Test
  void aPromptThatIsTooLongIsNamedByItsKey() {
    Dataset<Row> rows = problems().selectExpr("id", "if(id = 'd', repeat('1', 19), '1') question");
    assertThatThrownBy(() -> generator().transform(rows).collect())
        .hasStackTraceContaining(
            "The prompt of key 'd' has 19 tokens, expected 1 to 18, the model's positions less"
                + " maxTokens");
  }
}
