package io.gradus.jobs.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import io.gradus.files.Texts;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of MLflow's REST API (version 2.0) that a run needs.
 *
 * <p>Every method throws an IOException that names the call and quotes the server's answer.
 */
final class MlflowClient {
  /** The server's limits of one log-batch request. */
  private static final int METRICS_PER_REQUEST = 1000;

  private static final int PARAMS_PER_REQUEST = 100;

  private static final String API = "/api/2.0/mlflow/";

  private final URI server;
  private final Optional<String> authorization;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * A client of one server.
   *
   * @param authorization value of the header of that name
   */
  MlflowClient(URI server, Optional<String> authorization, Duration timeout) {
    this.server = server;
    this.authorization = authorization;
    this.timeout = timeout;
    this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
  }

  /** What MLflow's own clients send for these environment variables. */
  static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    if (token != null) {
      return Optional.of("Bearer " + token);
    }
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    if (user == null) {
      return Optional.empty();
    }
    String pair = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  /** A metric's value at a step. */
  record Metric(String key, double value, Instant time, int step) {}

  /** The id of the experiment of this name, which is made if need be. */
  String experiment(String name) throws IOException {
    String query = "?experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    HttpResponse<String> found = send("experiments/get-by-name" + query, Optional.empty());
    if (found.statusCode() == 404) {
      ObjectNode request = Json.STRICT.createObjectNode().put("name", name);
      return post("experiments/create", request).path("experiment_id").asText();
    }
    return checked("experiments/get-by-name", found).at("/experiment/experiment_id").asText();
  }

  /** The newest run of an experiment with these tags. */
  Optional<String> findRun(String experiment, Map<String, String> tags) throws IOException {
    ObjectNode request = Json.STRICT.createObjectNode().put("max_results", 1);
    request.putArray("experiment_ids").add(experiment);
    List<String> terms = new ArrayList<>();
    tags.forEach(
        (key, value) -> terms.add("tags.`%s` = '%s'".formatted(key, value.replace("'", "''"))));
    request.put("filter", String.join(" and ", terms));
    JsonNode id = post("runs/search", request).at("/runs/0/info/run_id");
    return id.isMissingNode() ? Optional.empty() : Optional.of(id.asText());
  }

  /** Makes a run and returns its id. */
  String createRun(String experiment, String name, Instant start, Map<String, String> tags)
      throws IOException {
    ObjectNode request =
        Json.STRICT
            .createObjectNode()
            .put("experiment_id", experiment)
            .put("run_name", name)
            .put("start_time", start.toEpochMilli());
    pairs(request.putArray("tags"), tags);
    return post("runs/create", request).at("/run/info/run_id").asText();
  }

  /** Sets parameters, which MLflow lets nobody change later. */
  void logParams(String run, Map<String, String> params) throws IOException {
    List<Map.Entry<String, String>> all = List.copyOf(params.entrySet());
    for (int from = 0; from < all.size(); from += PARAMS_PER_REQUEST) {
      ObjectNode request = Json.STRICT.createObjectNode().put("run_id", run);
      ArrayNode array = request.putArray("params");
      all.subList(from, Math.min(all.size(), from + PARAMS_PER_REQUEST))
          .forEach(p -> array.addObject().put("key", p.getKey()).put("value", p.getValue()));
      post("runs/log-batch", request);
    }
  }

  /** Adds values of metrics; one that the server has already, time and all, is not added twice. */
  void logMetrics(String run, List<Metric> metrics) throws IOException {
    for (int from = 0; from < metrics.size(); from += METRICS_PER_REQUEST) {
      ObjectNode request = Json.STRICT.createObjectNode().put("run_id", run);
      ArrayNode array = request.putArray("metrics");
      metrics
          .subList(from, Math.min(metrics.size(), from + METRICS_PER_REQUEST))
          .forEach(
              metric ->
                  array
                      .addObject()
                      .put("key", metric.key())
                      .put("value", metric.value())
                      .put("timestamp", metric.time().toEpochMilli())
                      .put("step", metric.step()));
      post("runs/log-batch", request);
    }
  }

  /** Sets a run's status: RUNNING or FINISHED. */
  void update(String run, String status, Optional<Instant> end) throws IOException {
    ObjectNode request = Json.STRICT.createObjectNode().put("run_id", run).put("status", status);
    end.ifPresent(time -> request.put("end_time", time.toEpochMilli()));
    post("runs/update", request);
  }

  private static void pairs(ArrayNode array, Map<String, String> values) {
    values.forEach((key, value) -> array.addObject().put("key", key).put("value", value));
  }

  private JsonNode post(String call, ObjectNode request) throws IOException {
    return checked(call, send(call, Optional.of(request)));
  }

  private HttpResponse<String> send(String call, Optional<ObjectNode> body) throws IOException {
    URI uri = URI.create(server + API + call);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(timeout);
    authorization.ifPresent(value -> request.header("Authorization", value));
    if (body.isPresent()) {
      byte[] json = Json.STRICT.writeValueAsBytes(body.get());
      request.header("Content-Type", "application/json");
      request.POST(HttpRequest.BodyPublishers.ofByteArray(json));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException("%s%s%s: %s".formatted(server, API, name(call), reason), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private JsonNode checked(String call, HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 == 2) {
      return Json.STRICT.readTree(response.body());
    }
    String answer = response.body().strip();
    throw new IOException(
        "%s%s%s: HTTP %d %s"
            .formatted(
                server, API, name(call), response.statusCode(), Texts.shortened(answer, 300)));
  }

  private static String name(String call) {
    int query = call.indexOf('?');
    return query < 0 ? call : call.substring(0, query);
  }
}
