package io.gradus.jobs.store;

import io.gradus.files.table.Table;
import io.gradus.jobs.store.Finding.Remedy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads all that a store holds and compares it with what commits recorded. Nothing is changed.
 *
 * @param root of the store
 * @param runs what is wrong with each run
 * @param others what is wrong outside of runs
 * @param files how many files were read
 */
public record StoreCheck(String root, List<RunAudit> runs, List<Finding> others, long files) {

  /**
   * Checks a store.
   *
   * @param only the run to check; empty: all, and what lies outside of runs
   * @throws IllegalArgumentException if the folder is no store, or has no such run
   */
  public static StoreCheck of(Configuration hadoop, String path, Optional<String> only)
      throws IOException {
    return of(StoreFiles.open(hadoop, path), only);
  }

  static StoreCheck of(StoreFiles files, Optional<String> only) throws IOException {
    List<String> runIds = files.folders(Manifest.FOLDER);
    if (!files.isFolder(Manifest.FOLDER)) {
      throw new IllegalArgumentException(
          "%s is no run store: expected a folder with %s that a run has written"
              .formatted(files.root(), Manifest.FOLDER));
    }
    if (only.isPresent() && !runIds.contains(only.get())) {
      throw new IllegalArgumentException(
          "--run = %s, expected one of the store's runs: %s"
              .formatted(only.get(), String.join(", ", runIds)));
    }
    try (FileReader reader = new FileReader(files)) {
      List<RunAudit> audits = new ArrayList<>();
      for (String runId : only.map(List::of).orElse(runIds)) {
        audits.add(RunAudit.of(files, runId, reader));
      }
      List<Finding> others =
          only.isPresent() ? List.of() : new Outside(files, audits, reader).findings();
      return new StoreCheck(files.root(), audits, others, reader.read());
    }
  }

  /** All findings, run by run. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    runs.forEach(run -> all.addAll(run.findings()));
    all.addAll(others);
    return all;
  }

  /** What lies in a store beside the files of its runs. */
  private record Outside(StoreFiles files, List<RunAudit> runs, FileReader reader) {

    List<Finding> findings() throws IOException {
      List<Finding> found = new ArrayList<>();
      Set<String> known = new HashSet<>();
      runs.forEach(run -> known.add(run.runId()));
      List<String> folders = files.folders(Manifest.FOLDER);
      for (String name : files.list(Manifest.FOLDER)) {
        if (!folders.contains(name)) {
          found.add(Finding.stray(Manifest.FOLDER + "/" + name, "not the folder of a run"));
        }
      }
      for (String runId : withoutManifests(known)) {
        ofNoRun(runId, found);
      }
      runRows(known, found);
      problems(found);
      models(found);
      return found;
    }

    private Set<String> withoutManifests(Set<String> known) throws IOException {
      Set<String> others = new TreeSet<>();
      for (Table<?> table : RunFiles.STEP_TABLES) {
        for (String name : files.folders(table.name())) {
          if (name.startsWith("run_id=")) {
            others.add(name.substring("run_id=".length()));
          }
        }
      }
      others.addAll(files.folders("checkpoints"));
      others.addAll(files.folders(Layout.TENSORBOARD));
      others.addAll(files.folders(Layout.ATTEMPTS));
      others.removeAll(known);
      return others;
    }

    private void ofNoRun(String runId, List<Finding> found) throws IOException {
      if (Owner.isAtWork(files, runId)) {
        return;
      }
      Set<String> strays = new TreeSet<>(RunFiles.list(files, runId, List.of()).sizes().keySet());
      strays.addAll(files.listAll(Layout.ATTEMPTS + "/" + runId).keySet());
      strays.forEach(stray -> found.add(Finding.stray(stray, "there is no run " + runId)));
    }

    private void runRows(Set<String> known, List<Finding> found) throws IOException {
      for (String name : files.listAll(Tables.RUNS.name()).keySet()) {
        boolean isOfRun = known.stream().anyMatch(runId -> name.equals(Layout.runFile(runId)));
        if (!isOfRun) {
          found.add(Finding.stray(name, "no run has recorded it"));
        }
      }
    }

    private void problems(List<Finding> found) throws IOException {
      if (runs.stream().anyMatch(run -> run.inventory().defect().isPresent())) {
        return; // Which problems are those of a manifest that cannot be read is not known.
      }
      Set<String> named = new HashSet<>();
      for (RunAudit run : runs) {
        if (Owner.isAtWork(files, run.runId())) {
          return;
        }
        Inventory.tableFiles(run.inventory().manifests(), Tables.PROBLEMS)
            .forEach(file -> named.add(file.path()));
      }
      for (String name : files.listAll(Tables.PROBLEMS.name()).keySet()) {
        if (!named.contains(name)) {
          found.add(Finding.stray(name, "no commit of a run names it"));
        }
      }
    }

    private void models(List<Finding> found) throws IOException {
      for (String model : files.folders(StoreModels.MODELS)) {
        String folder = StoreModels.MODELS + "/" + model;
        try {
          for (Map.Entry<CommittedFile, StoreException> bad :
              reader.defects(StoreModels.made(files, model)).entrySet()) {
            found.add(new Finding(folder, bad.getValue().getMessage(), Remedy.MOVE));
          }
        } catch (StoreException defect) {
          found.add(new Finding(StoreModels.record(model), defect.getMessage(), Remedy.MOVE));
        }
      }
    }
  }
}
