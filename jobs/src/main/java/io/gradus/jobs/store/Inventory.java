package io.gradus.jobs.store;

import io.gradus.files.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What has been committed to a run, as far as its manifests can be read.
 *
 * @param manifests the commits in order, up to the first that is missing or damaged
 * @param defect what is wrong with the manifest after these; empty if there is none
 * @param beyond names of the manifest with the defect and of those after it, as far as they are
 *     there
 */
record Inventory(List<Manifest> manifests, Optional<StoreException> defect, List<String> beyond) {
  /** Anything else in a folder of manifests was put there by others. */
  private static final Pattern NAME = Pattern.compile("\\d{8}\\.json");

  Inventory {
    manifests = List.copyOf(manifests);
    beyond = List.copyOf(beyond);
  }

  /** Reads what there is; nothing is thrown but for what the file system does not give. */
  static Inventory read(StoreFiles files, String runId) throws IOException {
    List<String> names =
        files.list(Manifest.folder(runId)).stream().filter(Inventory::isManifest).toList();
    List<Manifest> manifests = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      try {
        manifests.add(manifest(files, runId, manifests, names.get(i)));
      } catch (StoreException defect) {
        return new Inventory(manifests, Optional.of(defect), names.subList(i, names.size()));
      }
    }
    return new Inventory(manifests, Optional.empty(), List.of());
  }

  private static Manifest manifest(
      StoreFiles files, String runId, List<Manifest> before, String name) throws IOException {
    String path = Manifest.path(runId, before.size());
    if (!path.endsWith("/" + name)) {
      throw new StoreException(
          "Manifest %s is missing, though %s is there; the run cannot be read"
              .formatted(files.path(path), name));
    }
    if (files.isFolder(path)) {
      throw new StoreException(path + " is damaged: it is a folder, expected a manifest");
    }
    Manifest manifest = Manifest.parse(files.read(path), path);
    ManifestRules.check(manifest, before, path);
    return manifest;
  }

  static boolean isManifest(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * The commits of a run in order; none if it was never opened.
   *
   * @throws StoreException naming a manifest that is missing or damaged
   */
  static List<Manifest> manifests(StoreFiles files, String runId) throws IOException {
    return read(files, runId).whole();
  }

  /**
   * The commits, if all can be read.
   *
   * @throws StoreException naming the manifest that is missing or damaged
   */
  List<Manifest> whole() {
    if (defect.isPresent()) {
      throw defect.get();
    }
    return manifests;
  }

  static List<CommittedFile> tableFiles(Collection<Manifest> manifests, Table<?> table) {
    return manifests.stream()
        .flatMap(m -> m.committed().stream())
        .filter(f -> f.entry().table().equals(table.name()))
        .toList();
  }

  /**
   * Checks that files are there in their full size.
   *
   * @param sizes what a listing found
   * @throws StoreException naming the first that is not
   */
  static void checkSizes(
      StoreFiles files, Collection<CommittedFile> committed, Map<String, Long> sizes)
      throws IOException {
    for (CommittedFile file : committed) {
      Long size = sizes.get(file.path());
      if (size == null) {
        throw files.isFolder(file.path()) ? file.folder(files.root()) : file.missing(files.root());
      }
      file.checkSize(files.root(), size);
    }
  }
}
