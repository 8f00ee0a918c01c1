package io.gradus.jobs.store;

import io.gradus.files.table.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
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
  private static final Pattern NAME = Pattern.compile("\\d{8}(-\\d{8})?\\.json");

  private static final Pattern JOINED = Pattern.compile("(\\d{8})-(\\d{8})\\.json");

  Inventory {
    manifests = List.copyOf(manifests);
    beyond = List.copyOf(beyond);
  }

  /** Reads what there is; nothing is thrown but for what the file system does not give. */
  static Inventory read(StoreFiles files, String runId) throws IOException {
    for (; ; ) {
      List<String> names = names(files, runId);
      Inventory read = read(files, runId, current(names));
      // What was missing may have been joined to other commits meanwhile.
      if (read.defect.isEmpty() || names(files, runId).equals(names)) {
        return read;
      }
    }
  }

  private static List<String> names(StoreFiles files, String runId) throws IOException {
    return files.list(Manifest.folder(runId)).stream().filter(Inventory::isManifest).toList();
  }

  /** Names of manifests without those that a joined one stands for. */
  private static List<String> current(List<String> names) {
    List<String> joined = names.stream().filter(name -> JOINED.matcher(name).matches()).toList();
    return names.stream()
        .filter(name -> joined.stream().noneMatch(span -> stands(span, name)))
        .toList();
  }

  /** Whether a joined manifest stands for another one. */
  private static boolean stands(String joined, String name) {
    Matcher span = JOINED.matcher(joined);
    String number = name.substring(0, name.length() - ".json".length());
    return span.matches()
        && number.length() == 8
        && number.compareTo(span.group(1)) >= 0
        && number.compareTo(span.group(2)) <= 0;
  }

  /** Whether one of the joined manifests stands for a file in their folder. */
  static boolean isReplaced(String name, List<Manifest> joined) {
    return isManifest(name)
        && joined.stream().anyMatch(m -> stands(Quarantine.name(m.path()), name));
  }

  private static Inventory read(StoreFiles files, String runId, List<String> names)
      throws IOException {
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
    int next = Manifest.next(before);
    String path = Manifest.folder(runId) + "/" + name;
    if (!name.startsWith("%08d".formatted(next))) {
      throw new StoreException(
          "Manifest %s is missing, though %s is there; the run cannot be read"
              .formatted(files.path(Manifest.path(runId, next)), name));
    }
    if (files.isFolder(path)) {
      throw new StoreException(path + " is damaged: it is a folder, expected a manifest");
    }
    Manifest manifest;
    try {
      manifest = Manifest.parse(files.read(path), path);
    } catch (FileNotFoundException e) {
      throw new StoreException("Manifest %s is missing".formatted(files.path(path)), e);
    }
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

  /** The manifest that has the defect, or is missing. */
  String defectPath(String runId) {
    int next = Manifest.next(manifests);
    return beyond.stream()
        .filter(name -> name.startsWith("%08d".formatted(next)))
        .findFirst()
        .map(name -> Manifest.folder(runId) + "/" + name)
        .orElse(Manifest.path(runId, next));
  }

  /**
   * Names of all manifests, joined ones and those that they stand for, that follow a run's commits.
   */
  static List<String> after(StoreFiles files, String runId, List<Manifest> manifests)
      throws IOException {
    String next = "%08d".formatted(Manifest.next(manifests));
    return names(files, runId).stream().filter(name -> name.compareTo(next) >= 0).toList();
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
