package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.analysis.Analysis;
import io.gradus.analysis.AnalysisSettings;
import io.gradus.analysis.compare.StudySettings;
import io.gradus.analysis.curves.Aggregates;
import io.gradus.analysis.curves.StoreCurves;
import io.gradus.jobs.store.StoreReader;
import io.gradus.jobs.store.Tables;
import io.gradus.jobs.testkit.SmallRun;
import io.gradus.jobs.testkit.TestSpark;
import io.gradus.rewards.spark.MathEqual;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query that Gradus has or prints answers alike with ANSI SQL, which Spark 4 has on, and
 * without, as Spark 3.5 has it: the views, the analysis, and what README, docs and notebooks ask.
 */
class AnsiTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PRINTED =
      Pattern.compile("gradus sql --store \\S+ \"(.+?)\"(?:\\s|$)");
  private static final Pattern IN_NOTEBOOKS =
      Pattern.compile("spark\\.sql\\(f?(?:\"\"\"(.+?)\"\"\"|\"([^\"]+)\")\\)", Pattern.DOTALL);
  private static final List<String> REPORT =
      List.of("curves", "laws", "fits", "forecasts", "findings");

  @TempDir Path folder;

  @Test
  void everyQueryAnswersAlikeWithAnsiRulesAndWithout() throws Exception {
    Map<String, List<String>> with = answers(true);
    Map<String, List<String>> without = answers(false);
    assertThat(with.keySet()).isEqualTo(without.keySet());
    with.forEach((query, rows) -> assertThat(rows).as(query).isEqualTo(without.get(query)));
    assertThat(with).as("queries").hasSizeGreaterThan(35);
  }

  /** Rows of each query, sorted, since few have an order. */
  private Map<String, List<String>> answers(boolean ansi) throws IOException {
    SparkSession spark = TestSpark.session().newSession();
    spark.conf().set("spark.sql.ansi.enabled", ansi);
    // Tables of a few rows: compiling and re-planning would take longer than running.
    spark.conf().set("spark.sql.codegen.wholeStage", false);
    spark.conf().set("spark.sql.adaptive.enabled", false);
    Map<String, List<String>> answers = new LinkedHashMap<>();
    StoreReader.open(spark, SmallRun.reference().toString()).createViews();
    String report = folder.resolve("report-" + ansi).toString();
    StudySettings defaults = StudySettings.DEFAULT;
    Analysis.run(
        spark,
        AnalysisSettings.ofStore(SmallRun.reference().toString(), report)
            .with(
                new StudySettings(
                    defaults.axes(), defaults.laws(), 10, 10, defaults.level(), defaults.seed())));
    StoreCurves.createView(spark);
    List<String> views = new ArrayList<>(Aggregates.createViews(spark));
    assertThat(views).hasSizeGreaterThan(10);
    Tables.ALL.forEach(table -> views.add(table.name()));
    views.add("curves");
    MathEqual.register(spark);
    views.forEach(view -> ask(spark, "SELECT * FROM " + view, answers));
    for (String query : printed()) {
      ask(spark, query, answers);
    }
    ask(spark, "SELECT math_equal(completion, completion) FROM trajectories", answers);
    for (String query : inNotebook("explore_trajectories")) {
      ask(spark, query.replace("{condition}", "NOT e.before AND e.after"), answers);
    }
    for (String query : inNotebook("reward_audit")) {
      ask(spark, query, answers);
    }
    for (String table : REPORT) {
      Dataset<Row> rows = spark.read().parquet(report + "/" + table);
      rows.createOrReplaceTempView(table);
      ask(spark, "SELECT * FROM " + table + " -- of the report", answers);
    }
    for (String query : inNotebook("laws")) {
      ask(spark, query, answers);
    }
    return answers;
  }

  private static void ask(SparkSession spark, String query, Map<String, List<String>> answers) {
    answers.put(query, spark.sql(query).toJSON().collectAsList().stream().sorted().toList());
  }

  private static List<String> printed() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    List<String> queries = new ArrayList<>();
    for (Path page : pages) {
      queries.addAll(found(PRINTED, Files.readString(page)));
    }
    assertThat(queries).hasSizeGreaterThan(5);
    return queries;
  }

  private static List<String> inNotebook(String name) throws IOException {
    Path file = ROOT.resolve("notebooks").resolve(name + ".ipynb");
    List<String> queries = new ArrayList<>();
    int calls = 0;
    for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        StringBuilder source = new StringBuilder();
        cell.path("source").forEach(line -> source.append(line.asText()));
        queries.addAll(found(IN_NOTEBOOKS, source.toString()));
        calls += source.toString().split("spark\\.sql\\(", -1).length - 1;
      }
    }
    assertThat(queries).as(name).isNotEmpty().hasSize(calls);
    return queries;
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> queries = new ArrayList<>();
    Matcher match = pattern.matcher(text);
    while (match.find()) {
      queries.add(match.group(1) != null ? match.group(1) : match.group(2));
    }
    return queries;
  }
}
