package io.gradus.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policy and optimiser as a commit left them. */
public final class CheckpointRef {
  private final StoreFiles files;
  private final String folder;
  private final int step;
  private final List<CommittedFile> committed;

  private CheckpointRef(StoreFiles files, String folder, int step, List<CommittedFile> committed) {
    this.files = files;
    this.folder = folder;
    this.step = step;
    this.committed = committed;
  }

  /** Those that commits have left, oldest first. */
  static List<CheckpointRef> of(StoreFiles files, String runId, List<Manifest> manifests) {
    return manifests.stream()
        .filter(Manifest::hasCheckpoint)
        .map(
            m ->
                new CheckpointRef(
                    files,
                    Layout.checkpoint(runId, m.lastStep()),
                    m.lastStep(),
                    m.committed().stream().filter(f -> f.entry().isCheckpoint()).toList()))
        .toList();
  }

  /** The step after which it was taken. */
  public int step() {
    return step;
  }

  /** Where it lies in the store, as a URI. */
  public String location() {
    return files.path(folder).toString();
  }

  /** The same, relative to the store. */
  String folder() {
    return folder;
  }

  List<CommittedFile> committed() {
    return committed;
  }

  /** Whether a listing has all files in their full size. */
  boolean isWhole(Map<String, Long> sizes) {
    return committed.stream()
        .allMatch(file -> file.entry().bytes() == sizes.getOrDefault(file.path(), -1L));
  }

  /** What is wrong with it, found by reading every byte; empty if nothing is. */
  Optional<StoreException> defect() throws IOException {
    for (CommittedFile file : committed) {
      try {
        file.check(files.root(), () -> files.open(file.path()));
      } catch (StoreException defect) {
        return Optional.of(defect);
      }
    }
    return Optional.empty();
  }

  /**
   * The checkpoint as a local directory: the store's own, not to be written to, or a copy of it in
   * {@code scratch} if the store is remote. All files have been compared with the sums that were
   * recorded.
   *
   * @throws StoreException naming a file that is missing or damaged
   */
  public Path directory(Path scratch) {
    try {
      Path directory = files.local(folder).orElse(scratch);
      for (CommittedFile entry : committed) {
        Path file = directory.resolve(entry.path().substring(folder.length() + 1));
        if (!files.isLocal()) {
          copy(entry, file);
        }
        entry.check(files.root(), () -> Files.newInputStream(file));
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(location()), e);
    }
  }

  private void copy(CommittedFile entry, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream in = files.open(entry.path())) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileNotFoundException e) {
      throw entry.missing(files.root());
    }
  }
}
