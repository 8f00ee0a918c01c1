package io.gradus.jobs.store;

import java.time.Instant;
import java.util.Map;

/**
 * What a run is, recorded when it begins. See {@link Tables#RUNS} for the meaning of each value.
 *
 * @param config every setting as JSON ({@code TrainConfig.json})
 * @param modelDigest SHA-256 that identifies the initial weights, whatever their path
 * @param contents what model and problems are, by file and key, as a JSON object of texts; empty in
 *     runs of earlier versions
 * @param problemsDigest SHA-256 that identifies the training problems and their order
 */
public record RunRecord(
    String runId,
    String family,
    String variant,
    String model,
    String modelDigest,
    long parameters,
    String dataset,
    String problemsDigest,
    int tau,
    int groupSize,
    long seed,
    String config,
    String description,
    Environment environment,
    String contents) {

  /** The settings that decide the numbers of the run, by full key, as text. */
  public Map<String, String> decisiveSettings() {
    return RunCheck.decisive(config);
  }

  /**
   * What results are bit-identical for, and when the run began.
   *
   * @param rolloutDtype {@code float32} or {@code bfloat16}, whoever chose it
   * @param updateDtype the same of the update
   */
  public record Environment(
      String gradus,
      String spark,
      String java,
      String libtorch,
      String platform,
      int rolloutThreads,
      int updateThreads,
      String rolloutDtype,
      String updateDtype,
      Instant created) {}
}
