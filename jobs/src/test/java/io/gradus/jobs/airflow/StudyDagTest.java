package io.gradus.jobs.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.jobs.python.PythonEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/airflow/dags as a real Airflow reads it. {@code jobs/bench/run airflow} runs it. */
class StudyDagTest {
  private static final Path PYTHON = PythonEnvironment.ROOT.resolve("jobs/src/test/python");

  @TempDir static Path home;
  private static JsonNode found;

  @BeforeAll
  static void read() throws Exception {
    PythonEnvironment python = PythonEnvironment.of("airflow", PYTHON.resolve("airflow.txt"));
    String dags = PythonEnvironment.ROOT.resolve("conf/airflow/dags").toString();
    ProcessBuilder reader = python.process("python", "-W", "ignore", "read_dags.py", dags);
    reader.environment().put("AIRFLOW_HOME", home.toString());
    reader.environment().put("AIRFLOW__CORE__LOAD_EXAMPLES", "False");
    Process process = reader.directory(PYTHON.toFile()).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    // Warnings may come first.
    String last = printed.strip();
    found = new ObjectMapper().readTree(last.substring(last.lastIndexOf('\n') + 1));
  }

  private static JsonNode tasks() {
    return found.at("/dags/gradus_study/tasks");
  }

  @Test
  void isReadWithoutErrors() {
    assertThat(found.path("errors")).hasToString("{}");
    assertThat(found.path("dags").fieldNames()).toIterable().containsExactly("gradus_study");
  }

  @Test
  void tasksFollowOneAnotherAsDocumented() {
    Map<String, List<String>> after = new TreeMap<>();
    tasks()
        .fields()
        .forEachRemaining(
            task -> {
              List<String> ids = new ArrayList<>();
              task.getValue().path("after").forEach(id -> ids.add(id.asText()));
              after.put(task.getKey(), ids);
            });
    // Each has its arguments from plan.
    assertThat(after)
        .isEqualTo(
            Map.of(
                "plan", List.of(),
                "import_problems", List.of("plan"),
                "make_models", List.of("import_problems", "plan"),
                "list_runs", List.of("plan"),
                "train", List.of("list_runs", "make_models", "plan"),
                "analyze", List.of("plan", "train"),
                "publish", List.of("analyze")));
  }

  @Test
  void aTaskForEachRunIsSubmittedAndMayBeRetried() {
    assertThat(tasks().at("/train/mapped").asBoolean()).isTrue();
    for (String task : List.of("make_models", "train", "analyze")) {
      assertThat(tasks().at("/" + task + "/type").asText()).isEqualTo("SparkSubmitOperator");
    }
    tasks().forEach(task -> assertThat(task.path("retries").asInt()).isEqualTo(2));
  }

  @Test
  void theFormAsksForWhatAStudyNeeds() {
    JsonNode params = found.at("/dags/gradus_study/params");
    assertThat(params.path("conf").asText()).isEqualTo("classpath:quickstart.conf");
    assertThat(params.fieldNames())
        .toIterable()
        .contains("store", "report", "publish", "settings", "import_source", "spark_conf");
  }
}
