package io.gradus.jobs.inference;

import io.gradus.files.Folders;
import io.gradus.jobs.policy.Digests;
import io.gradus.jobs.store.ModelCache;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.hub.AdapterDirectory;
import io.gradus.training.hub.ModelDirectoryWriter;
import io.gradus.training.hub.WeightType;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes a whole model of LoRA adapters and the model that they belong to: its weights, in float32,
 * are those that the run sampled with.
 */
public final class MergeJob {
  private final ModelCache models;

  /**
   * @param models of which adapters and their base model may be
   */
  public MergeJob(ModelCache models) {
    this.models = models;
  }

  /**
   * Writes the merged model.
   *
   * @param adapter directory of the adapters, a path or URI
   * @param base directory of the base model; empty: where the adapters' configuration says
   * @param out new local directory
   * @return where the base model was
   * @throws IllegalArgumentException if the base model is not there, or is another one than the
   *     adapters were made for
   */
  public String run(String adapter, Optional<String> base, Path out) throws IOException {
    if (Files.exists(out)) {
      throw new FileAlreadyExistsException(out.toString());
    }
    Path files = models.localAdapter(adapter, "--adapter");
    String location = base.isPresent() ? base.get() : baseOf(adapter, files);
    Path model = models.local(location, "--base");
    requireOwn(files, location, model);
    Compute compute = Compute.cpu(Runtime.getRuntime().availableProcessors(), ComputeType.FLOAT32);
    Path absolute = out.toAbsolutePath();
    Folders.make(absolute.getParent());
    Path staging = absolute.resolveSibling("." + absolute.getFileName() + ".merging");
    Folders.delete(staging);
    Files.createDirectory(staging);
    try (Policy loaded = Checkpoint.loadPolicy(model, compute);
        Policy merged = Checkpoint.loadMerged(files, loaded)) {
      new ModelDirectoryWriter(merged.config().storedAs(WeightType.FLOAT32), merged::read)
          .copyingFilesFrom(model)
          .saveInto(staging);
      ModelDirectoryWriter.copyFiles(files, staging);
      Folders.move(staging, absolute);
    } finally {
      Folders.delete(staging);
    }
    return location;
  }

  /** Where the base model is: as seen from the adapters, or from here. */
  private String baseOf(String adapter, Path files) throws IOException {
    Optional<String> named = AdapterDirectory.base(files);
    if (named.isPresent() && !named.get().isBlank()) {
      for (String candidate : List.of(beside(adapter, named.get()), named.get())) {
        if (models.has(candidate)) {
          return candidate;
        }
      }
    }
    throw new IllegalArgumentException(
        "%s names %s as base_model_name_or_path, where no model is; expected its directory as --base"
            .formatted(adapter, named.orElse("nothing")));
  }

  private static String beside(String adapter, String named) {
    return new org.apache.hadoop.fs.Path(
            new org.apache.hadoop.fs.Path(adapter), new org.apache.hadoop.fs.Path(named))
        .toString();
  }

  private static void requireOwn(Path files, String location, Path model) throws IOException {
    Optional<String> expected = AdapterDirectory.baseSum(files);
    if (expected.isPresent() && !expected.get().equals(Digests.ofModel(model))) {
      throw new IllegalArgumentException(
          "--base = %s has SHA-256 %s, expected the model that the adapters were trained on, %s"
              .formatted(location, Digests.ofModel(model), expected.get()));
    }
  }
}
