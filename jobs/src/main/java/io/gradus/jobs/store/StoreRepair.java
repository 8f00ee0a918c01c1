package io.gradus.jobs.store;

import io.gradus.jobs.store.Finding.Remedy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Makes a store whole again by moving what is damaged, what builds on it and what belongs to
 * nothing to the store's folder {@code _quarantine}. Nothing is deleted. A run that was set back
 * trains on from its newest sound checkpoint, or from the initial model where there is none, and
 * ends with the bytes that it would have had.
 *
 * @param lines what was done or would be, a line each
 * @param left findings that a repair can do nothing about
 */
public record StoreRepair(List<String> lines, List<Finding> left) {
  /** What is done about findings. */
  public enum Mode {
    /** Nothing: it is only said what would be done. */
    TELL,
    /** Files are moved. */
    APPLY
  }

  /**
   * Repairs a store.
   *
   * @param only the run to repair; empty: all, and what lies outside of runs
   * @throws StoreException if a run that is to be repaired is being written
   */
  public static StoreRepair of(Configuration hadoop, String path, Optional<String> only, Mode mode)
      throws IOException {
    StoreFiles files = StoreFiles.open(hadoop, path);
    StoreCheck check = StoreCheck.of(files, only);
    Work work = new Work(files, mode, new Quarantine(files), new ArrayList<>());
    for (RunAudit run : check.runs()) {
      work.repair(run);
    }
    work.move(check.others());
    files.forceMoves();
    return new StoreRepair(
        List.copyOf(work.lines),
        check.findings().stream().filter(f -> f.remedy() == Remedy.NONE).toList());
  }

  private record Work(StoreFiles files, Mode mode, Quarantine quarantine, List<String> lines) {

    void repair(RunAudit run) throws IOException {
      if (run.findings().stream().allMatch(finding -> finding.remedy() == Remedy.NONE)) {
        return;
      }
      if (mode == Mode.TELL) {
        change(run);
        return;
      }
      try (Claim claim = Claim.of(files, run.runId(), Owner.here())) {
        claim.check();
        change(run);
      }
    }

    private void change(RunAudit run) throws IOException {
      move(run.findings());
      if (run.sound().isEmpty()) {
        return;
      }
      SetBack back = SetBack.toCommit(files, run.runId(), run.inventory(), run.sound().get());
      List<Manifest> all = run.inventory().manifests();
      int last = all.isEmpty() ? -1 : all.get(all.size() - 1).lastStep();
      lines.add(
          "run %s: %s from step %d to %s; %d manifests and their files %s"
              .formatted(
                  run.runId(),
                  mode == Mode.TELL ? "would be set back" : "is set back",
                  Math.max(0, last),
                  back.lastStep() > 0
                      ? "step " + back.lastStep()
                      : "its begin, since no checkpoint before the damage is there",
                  back.manifests().size(),
                  mode == Mode.TELL ? "would be moved" : "are moved"));
      if (mode == Mode.APPLY) {
        back.apply(quarantine);
      }
    }

    /** Moves what findings say is to be moved. */
    void move(List<Finding> findings) throws IOException {
      Set<String> paths = new LinkedHashSet<>();
      findings.stream()
          .filter(finding -> finding.remedy() == Remedy.MOVE)
          .forEach(finding -> paths.add(finding.path()));
      for (String path : paths) {
        if (mode == Mode.APPLY) {
          quarantine.move(path);
          lines.add("%s is moved to %s".formatted(path, quarantine.folder()));
        } else {
          lines.add(path + " would be moved to " + Quarantine.FOLDER);
        }
      }
    }
  }
}
