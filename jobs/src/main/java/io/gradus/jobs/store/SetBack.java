package io.gradus.jobs.store;

import io.gradus.jobs.config.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Takes a run back to one of its commits: what later ones made is moved to the quarantine, newest
 * manifest first, so that a run that was set back half-way is a shorter one.
 *
 * @param files of the store
 * @param kept the commits that the run is left with
 * @param manifests paths of the others' manifests, in order
 */
record SetBack(StoreFiles files, String runId, List<Manifest> kept, List<String> manifests) {

  /**
   * To a step that the user names.
   *
   * @throws ConfigException if no commit of the step has a sound checkpoint, naming those that have
   */
  static SetBack toStep(StoreFiles files, String runId, Inventory inventory, int step)
      throws IOException {
    List<Manifest> all = inventory.manifests();
    TreeSet<Integer> possible = new TreeSet<>(List.of(0));
    for (CheckpointRef checkpoint : CheckpointRef.of(files, runId, all)) {
      if (files.exists(checkpoint.folder())) {
        Optional<StoreException> defect = checkpoint.defect();
        if (defect.isPresent() && checkpoint.step() == step) {
          throw new ConfigException("--from-step = " + step + ", but " + defect.get().getMessage());
        }
        if (defect.isEmpty()) {
          possible.add(checkpoint.step());
        }
      }
    }
    if (!possible.contains(step)) {
      throw new ConfigException(
          "--from-step = %d, expected one of %s, after which run %s has a checkpoint, or 0 for the initial model"
              .formatted(step, possible.descendingSet(), runId));
    }
    int count = Math.min(1, all.size());
    while (count < all.size() && all.get(count).lastStep() <= step) {
      count++;
    }
    return toCommit(files, runId, inventory, count);
  }

  /** To the first {@code count} commits. */
  static SetBack toCommit(StoreFiles files, String runId, Inventory inventory, int count) {
    List<Manifest> all = inventory.manifests();
    List<String> later = new ArrayList<>();
    all.subList(count, all.size()).forEach(manifest -> later.add(manifest.path()));
    inventory.beyond().forEach(name -> later.add(Manifest.folder(runId) + "/" + name));
    return new SetBack(files, runId, List.copyOf(all.subList(0, count)), later);
  }

  boolean isNothing() {
    return manifests.isEmpty();
  }

  /** The last step that the run is left with; -1 if it begins again. */
  int lastStep() {
    return kept.isEmpty() ? -1 : kept.get(kept.size() - 1).lastStep();
  }

  /** Files that do not belong to the run once it is set back. */
  List<String> strays() throws IOException {
    List<String> strays = new ArrayList<>(RunFiles.list(files, runId, kept).strays());
    if (kept.isEmpty() && files.exists(Layout.runFile(runId))) {
      strays.add(Layout.runFile(runId));
    }
    return strays;
  }

  /** Does it. The run must be claimed. */
  void apply(Quarantine quarantine) throws IOException {
    // Those that a joined one stands for are among them: without it they would count again.
    List<String> newestFirst = new ArrayList<>(Inventory.after(files, runId, kept));
    Collections.reverse(newestFirst);
    for (String name : newestFirst) {
      quarantine.move(Manifest.folder(runId) + "/" + name);
    }
    files.forceMoves();
    for (String stray : strays()) {
      quarantine.move(stray);
    }
    files.forceMoves();
  }
}
