package io.gradus.jobs.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.jobs.python.PythonEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A real Airflow runs conf/airflow/dags and submits every task to the Spark of another environment.
 */
class StudyDagIT {
  private static final Path ROOT = PythonEnvironment.ROOT;

  @Test
  void everyTaskIsSubmittedAndSucceeds() throws Exception {
    PythonEnvironment airflow =
        PythonEnvironment.of("airflow", ROOT.resolve("jobs/src/test/python/airflow.txt"));
    PythonEnvironment pyspark =
        PythonEnvironment.of("notebooks", ROOT.resolve("notebooks/requirements.txt"));
    String spark =
        pyspark.run(ROOT, "python", "-c", "import pyspark; print(pyspark.__path__[0])").strip();
    ProcessBuilder bench =
        new ProcessBuilder(ROOT.resolve("jobs/bench/run").toString(), "airflow")
            .redirectErrorStream(true);
    bench.environment().put("GRADUS_AIRFLOW", airflow.home().toString());
    bench.environment().put("SPARK_HOME", spark);
    Process process = bench.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    List<String> tasks =
        printed.lines().filter(line -> line.startsWith("  ")).map(String::strip).toList();
    assertThat(tasks)
        .as(printed)
        .extracting(line -> line.replaceAll(" +", " "))
        .containsExactlyInAnyOrder(
            "plan success",
            "import_problems success",
            "make_models success",
            "list_runs success",
            "train[quickstart-32-base-t1] success",
            "train[quickstart-48-base-t1] success",
            "analyze success",
            "publish success",
            "whole DAG run success");
  }
}
