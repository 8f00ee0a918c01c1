package io.gradus.analysis.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An MLflow server over its REST interface (api/2.0/mlflow): experiments, their runs, and the
 * history of the metrics that are wanted. The environment's MLFLOW_TRACKING_TOKEN, if set, is sent
 * along.
 */
final class MlflowServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 1000;

  private final String address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  MlflowServer(String address) {
    this.address = address.replaceAll("/+$", "");
  }

  /** Whether a location is a server's address. */
  static boolean isAddress(String location) {
    return location.startsWith("http://") || location.startsWith("https://");
  }

  /**
   * The runs that are not deleted, with their parameters as facts. A run is called by its name, or
   * by its id where another run has the same name.
   *
   * @param experiment the experiment's name or id; empty for all
   * @param wanted metrics whose whole history is read; of others only the last value
   * @throws IllegalArgumentException if there is no such experiment, no run, or no answer
   */
  List<RunLog> read(Optional<String> experiment, Predicate<String> wanted) {
    List<String> experiments = new ArrayList<>();
    List<String> names = new ArrayList<>();
    pages("experiments/search", JSON.createObjectNode(), "experiments")
        .forEach(
            e -> {
              String id = e.path("experiment_id").asText();
              String name = e.path("name").asText();
              names.add(name);
              if (experiment.isEmpty()
                  || experiment.get().equals(name)
                  || experiment.get().equals(id)) {
                experiments.add(id);
              }
            });
    if (experiments.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no experiment '%s', it has %s".formatted(address, experiment.orElse(""), names));
    }
    ObjectNode search = JSON.createObjectNode();
    experiments.forEach(search.putArray("experiment_ids")::add);
    List<RunLog> logs = new ArrayList<>();
    for (JsonNode run : pages("runs/search", search, "runs")) {
      logs.add(run(run, wanted));
    }
    if (logs.isEmpty()) {
      throw new IllegalArgumentException(address + " has no runs");
    }
    return logs.stream().map(log -> MlflowStore.named(log, logs)).toList();
  }

  private RunLog run(JsonNode run, Predicate<String> wanted) {
    String id = run.path("info").path("run_id").asText();
    String name = run.path("info").path("run_name").asText("");
    Map<String, String> facts = new HashMap<>();
    run.path("data")
        .path("params")
        .forEach(p -> facts.put(p.path("key").asText(), p.path("value").asText()));
    NavigableMap<Integer, Map<String, Double>> metrics = RunLog.noMetrics();
    for (JsonNode last : run.path("data").path("metrics")) {
      String metric = last.path("key").asText();
      if (wanted.test(metric)) {
        history(id, metric).forEach(value -> put(metrics, metric, value));
      } else {
        put(metrics, metric, last);
      }
    }
    return new RunLog(name.isEmpty() ? id : name, address + "/" + id, facts, metrics);
  }

  private static void put(
      NavigableMap<Integer, Map<String, Double>> metrics, String metric, JsonNode value) {
    long step = value.path("step").asLong();
    if (step >= 0 && step <= Integer.MAX_VALUE) {
      metrics
          .computeIfAbsent((int) step, s -> new HashMap<>())
          .put(metric, MlflowStore.number(value.path("value").asText()));
    }
  }

  private List<JsonNode> history(String run, String metric) {
    List<JsonNode> all = new ArrayList<>();
    String path = "metrics/get-history?run_id=" + encoded(run) + "&metric_key=" + encoded(metric);
    Optional<String> page = Optional.empty();
    do {
      String next = page.map(p -> "&page_token=" + encoded(p)).orElse("");
      JsonNode answer = send(request(path + "&max_results=" + PAGE + next).GET().build());
      answer.path("metrics").forEach(all::add);
      page = next(answer);
    } while (page.isPresent());
    return all;
  }

  private List<JsonNode> pages(String path, ObjectNode search, String list) {
    List<JsonNode> all = new ArrayList<>();
    ObjectNode body = search.deepCopy().put("max_results", PAGE);
    Optional<String> page = Optional.empty();
    do {
      page.ifPresent(p -> body.put("page_token", p));
      JsonNode answer =
          send(
              request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                  .build());
      answer.path(list).forEach(all::add);
      page = next(answer);
    } while (page.isPresent());
    return all;
  }

  private static Optional<String> next(JsonNode answer) {
    return Optional.of(answer.path("next_page_token").asText("")).filter(t -> !t.isEmpty());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/2.0/mlflow/" + path)).timeout(PATIENCE);
    Optional.ofNullable(System.getenv("MLFLOW_TRACKING_TOKEN"))
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> answer =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new IllegalArgumentException(
            "%s answered with status %d, expected an MLflow server"
                .formatted(request.uri(), answer.statusCode()));
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s gave no answer of an MLflow server: %s".formatted(request.uri(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking " + address, e);
    }
  }
}
