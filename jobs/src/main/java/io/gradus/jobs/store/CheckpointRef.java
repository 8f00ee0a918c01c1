package io.gradus.jobs.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The policy and optimiser as a commit left them. */
public final class CheckpointRef {
  private final StoreFiles files;
  private final String folder;
  private final int step;
  private final List<FileEntry> entries;

  CheckpointRef(StoreFiles files, String folder, int step, List<FileEntry> entries) {
    this.files = files;
    this.folder = folder;
    this.step = step;
    this.entries = entries;
  }

  /** The step after which it was taken. */
  public int step() {
    return step;
  }

  /** Where it lies in the store, as a URI. */
  public String location() {
    return files.path(folder).toString();
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
      for (FileEntry entry : entries) {
        Path file = directory.resolve(entry.path().substring(folder.length() + 1));
        if (!files.isLocal()) {
          Files.createDirectories(file.getParent());
          try (InputStream in = files.open(entry.path())) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
          }
        }
        Inventory.check(entry, location(), () -> Files.newInputStream(file));
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(location()), e);
    }
  }
}
