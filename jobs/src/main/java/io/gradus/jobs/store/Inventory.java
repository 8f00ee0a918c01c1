package io.gradus.jobs.store;

import io.gradus.files.Sha256;
import io.gradus.files.table.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What has been committed to a run, and whether it is still there. */
final class Inventory {
  private Inventory() {}

  /**
   * The commits of a run in order; none if it was never opened.
   *
   * @throws StoreException naming a manifest that is missing or damaged
   */
  static List<Manifest> manifests(StoreFiles files, String runId) throws IOException {
    List<String> names = files.list(Manifest.FOLDER + "/" + runId);
    List<Manifest> manifests = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String path = Manifest.path(runId, i);
      if (!path.endsWith("/" + names.get(i))) {
        throw new StoreException(
            "Manifest %s is missing, though %s is there; the run cannot be read"
                .formatted(files.path(path), names.get(i)));
      }
      manifests.add(Manifest.parse(files.read(path), path));
    }
    return manifests;
  }

  static List<FileEntry> tableFiles(Collection<Manifest> manifests, Table<?> table) {
    return manifests.stream()
        .flatMap(m -> m.files().stream())
        .filter(f -> f.table().equals(table.name()))
        .toList();
  }

  /**
   * Checks that files are there in their full size.
   *
   * @param sizes what a listing found
   * @throws StoreException naming the first that is not
   */
  static void checkSizes(StoreFiles files, Collection<FileEntry> entries, Map<String, Long> sizes) {
    for (FileEntry entry : entries) {
      Long size = sizes.get(entry.path());
      if (size == null) {
        throw missing(files.root(), entry);
      }
      if (size != entry.bytes()) {
        throw new StoreException(
            "%s in %s is damaged: %d bytes, its manifest says %d"
                .formatted(entry.path(), files.root(), size, entry.bytes()));
      }
    }
  }

  /** Opens a file of which the sum is wanted. */
  interface Source {
    InputStream open() throws IOException;
  }

  /**
   * Checks a file byte by byte.
   *
   * @param where the folder or store that the error names
   * @throws StoreException if it is missing or its sum is not the recorded one
   */
  static void check(FileEntry entry, String where, Source source) throws IOException {
    String found;
    try (InputStream in = source.open()) {
      found = new Sha256().add(in).hex();
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw missing(where, entry);
    }
    if (!found.equals(entry.sha256())) {
      throw new StoreException(
          "%s in %s is damaged: SHA-256 %s, its manifest says %s"
              .formatted(entry.path(), where, found, entry.sha256()));
    }
  }

  private static StoreException missing(String where, FileEntry entry) {
    return new StoreException(
        "%s in %s is missing: a commit of the run names it".formatted(entry.path(), where));
  }
}
