package io.gradus.jobs.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gradus.jobs.config.TrackingConfig.Mlflow;
import io.gradus.jobs.store.RunRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to a server, and what becomes of it when the server fails. */
class MlflowReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant BEGUN = Instant.ofEpochSecond(1_800_000_000L);

  private final List<String> calls = new ArrayList<>();
  private final List<JsonNode> bodies = new ArrayList<>();
  private final Deque<Integer> failures = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();
  private String found = "{}";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/2.0/mlflow/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestURI().toString().substring("/api/2.0/mlflow/".length());
    calls.add(call);
    byte[] body = exchange.getRequestBody().readAllBytes();
    bodies.add(body.length == 0 ? JSON.nullNode() : JSON.readTree(body));
    int status = failures.isEmpty() ? 200 : failures.remove();
    String reply =
        switch (call) {
          case "experiments/create" -> "{\"experiment_id\": \"7\"}";
          case "runs/search" -> found;
          case "runs/create" -> "{\"run\": {\"info\": {\"run_id\": \"abc\"}}}";
          default -> "{\"experiment\": {\"experiment_id\": \"7\"}}";
        };
    byte[] bytes =
        (status == 200 ? reply : "{\"error_code\": \"E\"}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private MlflowReport report() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return MlflowReport.of(new Mlflow(address, "a b"), record(), "file:/s", notes::add);
  }

  private static RunRecord record() {
    return new RunRecord(
        "tiny-s1",
        "llama",
        "base",
        "m",
        "d".repeat(64),
        42,
        "synthetic",
        "e".repeat(64),
        1,
        2,
        1,
        "{\"seed\": 1, \"store\": {\"path\": null}, \"operators\": {\"+\": 6}}",
        "",
        new RunRecord.Environment(
            "0.1", "3.5.7", "17", "2.7.1", "Linux", 1, 1, "float32", "float32", BEGUN),
        "");
  }

  private static StepMetrics step(int step) {
    return new StepMetrics(
        step, BEGUN.plusMillis(10L * step), new TreeMap<>(Map.of("update/kl", 0.5 * step)));
  }

  @Test
  void aNewRunIsMadeWithItsSettingsAndThenFilled() {
    failures.add(404);
    MlflowReport report = report();
    report.committed(List.of(step(0), step(1)));
    report.committed(List.of(step(2)));
    report.finished(BEGUN.plusSeconds(9));
    assertThat(notes).isEmpty();
    assertThat(calls)
        .containsExactly(
            "experiments/get-by-name?experiment_name=a+b",
            "experiments/create",
            "runs/search",
            "runs/create",
            "runs/log-batch",
            "runs/log-batch",
            "runs/log-batch",
            "runs/update");
    assertThat(bodies.get(1)).hasToString("{\"name\":\"a b\"}");
    assertThat(bodies.get(2).path("filter").asText())
        .isEqualTo("tags.`gradus.run_id` = 'tiny-s1' and tags.`gradus.store` = 'file:/s'");
    assertThat(bodies.get(3).path("start_time").asLong()).isEqualTo(1_800_000_000_000L);
    assertThat(bodies.get(4).path("params"))
        .hasToString(
            "[{\"key\":\"operators.x2b\",\"value\":\"6\"},{\"key\":\"params\",\"value\":\"42\"},"
                + "{\"key\":\"seed\",\"value\":\"1\"}]");
    assertThat(bodies.get(5))
        .hasToString(
            "{\"run_id\":\"abc\",\"metrics\":["
                + "{\"key\":\"update/kl\",\"value\":0.0,\"timestamp\":1800000000000,\"step\":0},"
                + "{\"key\":\"update/kl\",\"value\":0.5,\"timestamp\":1800000000010,\"step\":1}]}");
    assertThat(bodies.get(7))
        .hasToString("{\"run_id\":\"abc\",\"status\":\"FINISHED\",\"end_time\":1800000009000}");
  }

  @Test
  void aRunThatGoesOnIsTakenUpAgain() {
    found = "{\"runs\": [{\"info\": {\"run_id\": \"old\"}}]}";
    report().committed(List.of(step(5)));
    assertThat(calls)
        .containsExactly(
            "experiments/get-by-name?experiment_name=a+b",
            "runs/search",
            "runs/update",
            "runs/log-batch");
    assertThat(bodies.get(2)).hasToString("{\"run_id\":\"old\",\"status\":\"RUNNING\"}");
    assertThat(bodies.get(3).path("run_id").asText()).isEqualTo("old");
  }

  @Test
  void whatCouldNotBeSentGoesWithTheNextCommit() {
    MlflowReport report = report();
    report.committed(List.of(step(0)));
    failures.add(503);
    report.committed(List.of(step(1)));
    report.committed(List.of(step(2)));
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("MLflow did not get this commit: http://127.0.0.1:")
        .endsWith("/api/2.0/mlflow/runs/log-batch: HTTP 503 {\"error_code\": \"E\"}");
    assertThat(bodies.get(bodies.size() - 1).path("metrics").findValuesAsText("step"))
        .containsExactly("1", "2");
  }

  @Test
  void aServerThatKeepsFailingIsLeftAlone() {
    failures.addAll(List.of(500, 500, 500));
    MlflowReport report = report();
    for (int step = 0; step < 6; step++) {
      report.committed(List.of(step(step)));
    }
    assertThat(calls).hasSize(3);
    assertThat(notes).hasSize(3);
    assertThat(notes.get(2)).startsWith("MLflow did not get this commit, nor of later ones: ");
  }

  @Test
  void noServerIsANoteToo() {
    MlflowReport report = report();
    server.stop(0);
    report.committed(List.of(step(0)));
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("MLflow did not get this commit: http://127.0.0.1:")
        .contains("/api/2.0/mlflow/experiments/get-by-name: ");
  }

  @Test
  void credentialsAreThoseOfTheEnvironment() {
    assertThat(MlflowClient.authorization(Map.of())).isEmpty();
    assertThat(MlflowClient.authorization(Map.of("MLFLOW_TRACKING_TOKEN", "t")))
        .isEqualTo(Optional.of("Bearer t"));
    // RFC 7617 has this pair as its example.
    assertThat(
            MlflowClient.authorization(
                Map.of(
                    "MLFLOW_TRACKING_USERNAME", "Aladdin",
                    "MLFLOW_TRACKING_PASSWORD", "open sesame")))
        .isEqualTo(Optional.of("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
  }
}
