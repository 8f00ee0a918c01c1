package io.gradus.jobs.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one commit added to a run. A commit has happened if and only if its manifest is there;
 * numbers run from 0 without gaps, and number 0 opens the run.
 *
 * @param format version of this layout
 * @param through number of the last commit that this one was joined from by a {@link Compaction};
 *     0: it is a commit of its own
 * @param owner random name of the process that committed
 * @param firstStep first step covered
 * @param lastStep last step covered; before {@code firstStep} if the commit covers none
 * @param diverged whether the last step diverged: then its steps are records only, from which no
 *     run resumes, and the manifest goes when they are made anew
 */
record Manifest(
    int format,
    String runId,
    int sequence,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int through,
    String owner,
    int firstStep,
    int lastStep,
    List<FileEntry> files,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean diverged) {
  static final int FORMAT = 1;
  static final String FOLDER = "_manifests";

  private static final String DIVERGED = "diverged";
  private static final String THROUGH = "through";

  private static final ObjectMapper JSON =
      Json.STRICT
          .rebuild()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  @JsonCreator
  Manifest {}

  /** A commit of its own. */
  Manifest(
      int format,
      String runId,
      int sequence,
      String owner,
      int firstStep,
      int lastStep,
      List<FileEntry> files,
      boolean diverged) {
    this(format, runId, sequence, 0, owner, firstStep, lastStep, files, diverged);
  }

  static String folder(String runId) {
    return FOLDER + "/" + runId;
  }

  static String path(String runId, int sequence) {
    return "%s/%08d.json".formatted(folder(runId), sequence);
  }

  /** Its own path. */
  String path() {
    return isJoined()
        ? "%s/%08d-%08d.json".formatted(folder(runId), sequence, through)
        : path(runId, sequence);
  }

  /** Whether it stands for several commits. */
  boolean isJoined() {
    return through > 0;
  }

  /** Number of the last commit that it stands for. */
  int lastSequence() {
    return isJoined() ? through : sequence;
  }

  /** Number of the commit that follows those of a run. */
  static int next(List<Manifest> manifests) {
    return manifests.isEmpty() ? 0 : manifests.get(manifests.size() - 1).lastSequence() + 1;
  }

  /** Its files, each with the run and steps that it belongs to. */
  List<CommittedFile> committed() {
    return files.stream().map(file -> new CommittedFile(file, runId, firstStep, lastStep)).toList();
  }

  boolean hasCheckpoint() {
    return files.stream().anyMatch(FileEntry::isCheckpoint);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a manifest and checks that it is the one its name says. */
  static Manifest parse(byte[] json, String path) {
    Manifest manifest;
    try {
      JsonNode tree = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      // An empty file, or null: of which later versions of Jackson make no manifest, but no error.
      if (!(tree instanceof ObjectNode object)) {
        throw new StoreException(path + " is damaged: no manifest in JSON (no object)");
      }
      if (!object.has(DIVERGED)) {
        object.put(DIVERGED, false);
      }
      if (!object.has(THROUGH)) {
        object.put(THROUGH, 0);
      }
      manifest = JSON.treeToValue(tree, Manifest.class);
    } catch (IOException e) {
      String detail = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
      throw new StoreException(path + " is damaged: no manifest in JSON (" + detail + ")", e);
    }
    if (manifest.format != FORMAT) {
      throw new StoreException(
          "%s has format %d, this version of Gradus reads %d"
              .formatted(path, manifest.format, FORMAT));
    }
    if (!path.equals(manifest.path())) {
      throw new StoreException(
          "%s is damaged: it says that it is number %d of run %s"
              .formatted(path, manifest.sequence, manifest.runId));
    }
    return manifest;
  }
}
