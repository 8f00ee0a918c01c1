package io.gradus.jobs.tracking;

import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrackingConfig.Mlflow;
import io.gradus.jobs.store.RunRecord;
import io.gradus.jobs.tracking.MlflowClient.Metric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Tells an MLflow server of a run: its settings as parameters, its numbers as metrics, after each
 * commit. A resumed run continues the server's run, which it finds by its tags.
 *
 * <p>Nothing here stops a run. What could not be sent is sent with the next commit; after {@link
 * #FAILURES} failures in a row the server is left alone.
 */
public final class MlflowReport {
  static final int FAILURES = 3;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** What the names of MLflow's parameters may not have. */
  private static final Pattern REFUSED = Pattern.compile("[^A-Za-z0-9_. /-]");

  private final Mlflow settings;
  private final MlflowClient client;
  private final RunRecord record;
  private final String store;
  private final Consumer<String> notes;
  private final List<Metric> unsent = new ArrayList<>();
  private Optional<String> run = Optional.empty();
  private Optional<Instant> ended = Optional.empty();
  private int failures;

  private MlflowReport(
      Mlflow settings,
      MlflowClient client,
      RunRecord record,
      String store,
      Consumer<String> notes) {
    this.settings = settings;
    this.client = client;
    this.record = record;
    this.store = store;
    this.notes = notes;
  }

  /**
   * A report on a run, not begun yet.
   *
   * @param store where the run is kept; with the run's name it says which run of the server is
   *     meant
   * @param notes hears what went wrong
   */
  public static MlflowReport of(
      Mlflow settings, RunRecord record, String store, Consumer<String> notes) {
    Optional<String> authorization = MlflowClient.authorization(System.getenv());
    MlflowClient client = new MlflowClient(settings.server(), authorization, TIMEOUT);
    return new MlflowReport(settings, client, record, store, notes);
  }

  /** Sends the numbers of steps that have been committed. */
  public void committed(List<StepMetrics> steps) {
    for (StepMetrics step : steps) {
      step.values()
          .forEach((key, value) -> unsent.add(new Metric(key, value, step.time(), step.step())));
    }
    send();
  }

  /** Says that the run has all its steps. */
  public void finished(Instant end) {
    ended = Optional.of(end);
    send();
  }

  private void send() {
    if (failures == FAILURES) {
      return;
    }
    try {
      if (run.isEmpty()) {
        run = Optional.of(begin());
      }
      client.logMetrics(run.get(), unsent);
      unsent.clear();
      if (ended.isPresent()) {
        client.update(run.get(), "FINISHED", ended);
      }
      failures = 0;
    } catch (IOException e) {
      failures++;
      notes.accept(
          "MLflow did not get this commit"
              + (failures == FAILURES ? ", nor of later ones: " : ": ")
              + e.getMessage());
    }
  }

  /** The server's run that is this one; made if it is new. */
  private String begin() throws IOException {
    String experiment = client.experiment(settings.experiment());
    Map<String, String> tags = new TreeMap<>();
    tags.put("gradus.run_id", record.runId());
    tags.put("gradus.store", store);
    Optional<String> found = client.findRun(experiment, tags);
    if (found.isPresent()) {
      client.update(found.get(), "RUNNING", Optional.empty());
      return found.get();
    }
    tags.put("gradus.version", record.environment().gradus());
    tags.put("gradus.model_sha256", record.modelDigest());
    tags.put("gradus.problems_sha256", record.problemsDigest());
    Instant begun = record.environment().created();
    String made = client.createRun(experiment, record.runId(), begun, tags);
    client.logParams(made, params());
    return made;
  }

  private Map<String, String> params() {
    Map<String, String> params = new TreeMap<>();
    params.put("params", String.valueOf(record.parameters()));
    Settings.flatten(record.config())
        .forEach(
            (key, value) -> {
              if (!value.isEmpty() && !value.equals("null")) {
                params.put(allowed(key), value);
              }
            });
    return params;
  }

  /** A name that MLflow takes: {@code operators.+} becomes {@code operators.x2b}. */
  private static String allowed(String key) {
    return REFUSED
        .matcher(key)
        .replaceAll(found -> "x" + Integer.toHexString(found.group().charAt(0)));
  }
}
