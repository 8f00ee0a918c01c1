package io.gradus.jobs.store;

import io.gradus.jobs.store.CrashPoint.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes what a run's commits do not name, and checkpoints that are no longer to be kept.
 *
 * @param keepCheckpoints how many of the newest checkpoints stay
 */
record RunCleaner(StoreFiles files, String runId, int keepCheckpoints, CrashPoint crashPoint) {
  /**
   * Checks what manifests name and deletes what they do not. Where the newest checkpoint is not
   * whole, everything stays as it is, since it may be needed for a repair.
   *
   * @param manifests of the run's commits
   * @param diverged the record of a step that diverged after them
   * @return what a user should know of what was found, a line each
   */
  List<String> clean(List<Manifest> manifests, Optional<Manifest> diverged) throws IOException {
    List<Manifest> all = new ArrayList<>(manifests);
    diverged.ifPresent(all::add);
    RunFiles found = RunFiles.list(files, runId, all);
    found.checkTables();
    Optional<String> lost = found.lostManifest();
    if (!found.hasNewestCheckpoint()) {
      return lost.stream().toList();
    }
    Quarantine quarantine = new Quarantine(files);
    for (String path : found.strays()) {
      if (lost.isPresent()) {
        quarantine.move(path);
      } else {
        files.delete(path);
        Quarantine.deleteEmptyFolders(files, Quarantine.parent(path));
      }
    }
    files.delete(Layout.ATTEMPTS + "/" + runId);
    if (!wouldPrune() || newestIsSound(manifests)) {
      pruneCheckpoints(manifests);
    }
    crashPoint.reached(Point.CLEANED);
    return lost.stream()
        .map(what -> what + "; what is there of them lies in " + files.path(quarantine.folder()))
        .toList();
  }

  /** Whether more committed checkpoints are there than are to be kept. */
  private boolean wouldPrune() throws IOException {
    return files.list(Layout.checkpoints(runId)).size() > keepCheckpoints;
  }

  private boolean newestIsSound(List<Manifest> manifests) throws IOException {
    Optional<CheckpointRef> newest =
        CheckpointRef.of(files, runId, manifests).stream().reduce((older, newer) -> newer);
    return newest.isEmpty() || newest.get().defect().isEmpty();
  }

  /** Deletes all checkpoints but the newest committed ones. */
  void pruneCheckpoints(List<Manifest> manifests) throws IOException {
    List<Manifest> committed = manifests.stream().filter(Manifest::hasCheckpoint).toList();
    Set<String> kept = new HashSet<>();
    committed.stream()
        .skip(Math.max(0, committed.size() - keepCheckpoints))
        .forEach(m -> kept.add(Layout.checkpoint(runId, m.lastStep())));
    String folder = Layout.checkpoints(runId);
    for (String name : files.list(folder)) {
      if (!kept.contains(folder + "/" + name)) {
        files.delete(folder + "/" + name);
        crashPoint.reached(Point.CHECKPOINT_PRUNED);
      }
    }
  }
}
