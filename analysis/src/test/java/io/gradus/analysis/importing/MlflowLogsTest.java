package io.gradus.analysis.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.gradus.analysis.curves.CurvePoint;
import io.gradus.analysis.curves.TestSpark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's runs, from its folder and from its server. */
class MlflowLogsTest {
  private static final String DEFAULTS =
      "defaults { family = qwen2.5, variant = base, group_size = 8, prompts_per_step = 512 }\n";
  private static SparkSession spark;
  @TempDir Path dir;

  @BeforeAll
  static void session() {
    spark = TestSpark.fresh();
  }

  @Test
  void fileStoreOfMlflow() throws IOException {
    mlflowRun("1", "aa11", "small", "active", "1e6");
    mlflowRun("1", "bb22", "'big''s'", "active", "4e6");
    mlflowRun("1", "cc33", "gone", "deleted", "9e6");
    mlflowRun("2", "dd44", "other", "active", "9e6");
    file("store/1/meta.yaml", "experiment_id: '1'\nlifecycle_stage: active\nname: scaling\n");
    file("store/2/meta.yaml", "experiment_id: '2'\nlifecycle_stage: active\nname: else\n");
    String mapping =
        "experiment = scaling\n"
            + "columns { params = \"model/params\" }\n"
            + "benchmarks { gsm8k { value = \"val-core/gsm8k/acc/mean_at_1\" } }\n"
            + DEFAULTS;
    List<CurvePoint> points = read(CurveFormat.AUTO, dir.resolve("store").toString(), mapping);

    assertThat(points)
        .extracting(CurvePoint::runId, CurvePoint::params, CurvePoint::step, CurvePoint::loss)
        .containsExactly(
            tuple("small", 1e6, 0, 0.75),
            tuple("small", 1e6, 1, 0.5),
            tuple("big's", 4e6, 0, 0.75),
            tuple("big's", 4e6, 1, 0.5));
    assertThat(points.get(1).tokens()).isEqualTo(300);

    mlflowRun("1", "ee55", "small", "active", "2e6");
    assertThat(read(CurveFormat.MLFLOW, dir.resolve("store").toString(), mapping))
        .extracting(CurvePoint::runId)
        .as("two runs of one name go by their ids")
        .containsExactly("aa11", "aa11", "big's", "big's", "ee55", "ee55");
  }

  private void mlflowRun(String experiment, String id, String name, String stage, String params)
      throws IOException {
    String run = "store/" + experiment + "/" + id + "/";
    file(
        run + "meta.yaml",
        "artifact_uri: x\nlifecycle_stage: %s\nrun_id: %s\nrun_name: %s\n"
            .formatted(stage, id, name));
    file(run + "params/model/params", params);
    file(run + "metrics/val-core/gsm8k/acc/mean_at_1", "17 0.25 0\n18 0.5 1\n");
    file(run + "metrics/perf/total_num_tokens", "18 300.0 1\n");
    file(run + "metrics/actor/grad_norm", "18 nan 1\n");
  }

  @Test
  void serverOfMlflow() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String api = "/api/2.0/mlflow/";
    answer(
        server,
        api + "experiments/search",
        "{\"experiments\": [{\"experiment_id\": \"7\", \"name\": \"scaling\"}]}");
    answer(
        server,
        api + "runs/search",
        "{\"runs\": [{\"info\": {\"run_id\": \"aa\", \"run_name\": \"small\"}, \"data\": {"
            + "\"params\": [{\"key\": \"N\", \"value\": \"1e6\"}],"
            + "\"metrics\": [{\"key\": \"acc @1\", \"value\": 0.5, \"step\": 1},"
            + " {\"key\": \"grad\", \"value\": \"NaN\", \"step\": 1}]}}]}");
    server.createContext(
        api + "metrics/get-history",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          assertThat(query).contains("run_id=aa", "metric_key=acc @1".replace(" ", "+"));
          String body =
              query.contains("page_token=next")
                  ? "{\"metrics\": [{\"key\": \"acc\", \"value\": 0.5, \"step\": 1}]}"
                  : "{\"metrics\": [{\"key\": \"acc\", \"value\": 0.25, \"step\": 0}],"
                      + " \"next_page_token\": \"next\"}";
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://localhost:" + server.getAddress().getPort() + "/";
      String mapping =
          "columns { params = N }\nbenchmarks { t { value = \"acc @1\" } }\n" + DEFAULTS;
      assertThat(read(CurveFormat.AUTO, address, "experiment = scaling\n" + mapping))
          .extracting(CurvePoint::runId, CurvePoint::params, CurvePoint::step, CurvePoint::loss)
          .containsExactly(tuple("small", 1e6, 0, 0.75), tuple("small", 1e6, 1, 0.5));
      assertThatThrownBy(() -> read(CurveFormat.AUTO, address, "experiment = none\n" + mapping))
          .hasMessageContaining("has no experiment 'none', it has [scaling]");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpServer server, String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
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
