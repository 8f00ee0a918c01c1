package io.gradus.jobs.store;

import io.gradus.files.table.Table;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files that lie in a run's own folders, against those that its commits name.
 *
 * @param manifests the run's commits
 * @param sizes of all files in its folders of tables, event files and checkpoints, by name
 */
record RunFiles(StoreFiles files, String runId, List<Manifest> manifests, Map<String, Long> sizes) {
  static final List<Table<?>> STEP_TABLES =
      List.of(Tables.TRAJECTORIES, Tables.STEPS, Tables.EVALUATIONS, Tables.RUN_FORECASTS);

  /** Lists what is there. */
  static RunFiles list(StoreFiles files, String runId, List<Manifest> manifests)
      throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (Table<?> table : STEP_TABLES) {
      sizes.putAll(files.listAll(Layout.ofRun(table, runId)));
    }
    sizes.putAll(files.listAll(Layout.events(runId)));
    sizes.putAll(files.listAll(Layout.checkpoints(runId)));
    return new RunFiles(files, runId, List.copyOf(manifests), sizes);
  }

  /**
   * Checks that the files of tables are there in their full size. Nobody needs event files but
   * TensorBoard: those that are gone are not missed.
   *
   * @throws StoreException naming the first that is not
   */
  void checkTables() throws IOException {
    for (Table<?> table : STEP_TABLES) {
      Inventory.checkSizes(files, Inventory.tableFiles(manifests, table), sizes);
    }
  }

  /** The committed checkpoints, oldest first, whether they are still there or not. */
  List<CheckpointRef> checkpoints() {
    return CheckpointRef.of(files, runId, manifests);
  }

  /** Whether the newest committed checkpoint is there with all files in their full size. */
  boolean hasNewestCheckpoint() {
    List<CheckpointRef> all = checkpoints();
    return all.isEmpty() || all.get(all.size() - 1).isWhole(sizes);
  }

  /**
   * Files that no commit names, in order; what others have put into a checkpoint's folder stays
   * theirs.
   */
  Set<String> strays() {
    Set<String> named = new HashSet<>();
    manifests.forEach(manifest -> manifest.files().forEach(file -> named.add(file.path())));
    List<String> folders = checkpoints().stream().map(c -> c.folder() + "/").toList();
    Set<String> strays = new TreeSet<>(sizes.keySet());
    strays.removeIf(name -> named.contains(name) || folders.stream().anyMatch(name::startsWith));
    return strays;
  }

  /**
   * Whether files of steps are there that no commit covers, although no attempt to commit them is:
   * their manifest was lost. On object stores, where nothing is staged, this cannot be told from a
   * commit that was cut off.
   *
   * @return what is to be said of it
   */
  Optional<String> lostManifest() throws IOException {
    int last = manifests.isEmpty() ? -1 : manifests.get(manifests.size() - 1).lastStep();
    Optional<String> beyond =
        strays().stream().filter(name -> Layout.lastStep(name).orElse(-1) > last).findFirst();
    if (beyond.isEmpty()
        || !files.renamesDirectories()
        || !files.list(Layout.ATTEMPTS + "/" + runId).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "run %s: manifest %s is missing, though %s is there; %s"
            .formatted(
                runId,
                Manifest.path(runId, Manifest.next(manifests)),
                beyond.get(),
                last < 1 ? "no step counts" : "steps after " + last + " do not count"));
  }
}
