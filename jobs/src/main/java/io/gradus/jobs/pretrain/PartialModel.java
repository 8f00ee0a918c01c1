package io.gradus.jobs.pretrain;

import io.gradus.files.Folders;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Learner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model that is still being made: its newest checkpoint, in a folder beside the model's directory
 * to be. The folder's name tells what is being made, so that other settings begin anew.
 */
final class PartialModel {
  private static final String STEP = "step";

  private final Path folder;
  private final Path checkpoint;

  /**
   * @param target directory of the finished model
   * @param identity all that the model depends on
   */
  PartialModel(Path target, ModelIdentity identity) {
    this.folder =
        target.toAbsolutePath().resolveSibling("_attempts").resolve("making-" + identity.name());
    this.checkpoint = folder.resolve("checkpoint");
  }

  /**
   * Restores a learner to its last checkpoint.
   *
   * @return optimiser steps done, 0 if there is no checkpoint
   */
  int restore(Learner learner) throws IOException {
    Optional<Path> left = Folders.replaced(checkpoint);
    if (left.isEmpty()) {
      return 0;
    }
    return Checkpoint.restore(left.get(), learner).get(STEP).intValue();
  }

  /** Keeps a learner after {@code step}; the checkpoint before it goes once this one is whole. */
  void save(Learner learner, Path tokenizerFrom, int step) throws IOException {
    Path fresh = folder.resolve("fresh");
    Folders.delete(fresh);
    Folders.make(fresh);
    Checkpoint.save(fresh, learner, tokenizerFrom, Map.of(STEP, (double) step));
    Folders.replace(fresh, checkpoint);
  }

  /** Removes the checkpoint of a model that is done. */
  void discard() throws IOException {
    Folders.delete(folder);
    Path attempts = folder.getParent();
    if (Files.isDirectory(attempts)) {
      try (Stream<Path> others = Files.list(attempts)) {
        if (others.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(attempts);
    }
  }
}
