package io.gradus.jobs.store;

import io.gradus.jobs.store.Finding.Remedy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with one run, and how far it would have to be set back.
 *
 * @param inventory its commits as far as they can be read
 * @param findings in the order of the commits, strays last
 * @param sound commits that the run could be left with; empty if it need not be set back
 */
record RunAudit(
    String runId, Inventory inventory, List<Finding> findings, Optional<Integer> sound) {

  /** Reads every byte that the run's commits name. */
  static RunAudit of(StoreFiles files, String runId, FileReader reader) throws IOException {
    return new Audit(files, runId, reader).run();
  }

  private static final class Audit {
    private final StoreFiles files;
    private final String runId;
    private final FileReader reader;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Integer> damagedCheckpoints = new HashSet<>();

    /** Number of the first commit of which something is damaged. */
    private int firstBad;

    Audit(StoreFiles files, String runId, FileReader reader) {
      this.files = files;
      this.runId = runId;
      this.reader = reader;
    }

    RunAudit run() throws IOException {
      Inventory inventory = Inventory.read(files, runId);
      List<Manifest> manifests = inventory.manifests();
      firstBad = manifests.size();
      for (int i = 0; i < manifests.size(); i++) {
        tables(manifests.get(i), i);
      }
      inventory
          .defect()
          .ifPresent(
              defect ->
                  findings.add(
                      new Finding(
                          inventory.defectPath(runId), defect.getMessage(), Remedy.SET_BACK)));
      boolean isNewestSound = checkpoints(manifests);
      boolean isWhole =
          firstBad == manifests.size() && inventory.defect().isEmpty() && isNewestSound;
      strays(inventory);
      return new RunAudit(
          runId,
          inventory,
          List.copyOf(findings),
          isWhole ? Optional.empty() : Optional.of(soundCommits(manifests)));
    }

    private void tables(Manifest manifest, int number) throws IOException {
      List<CommittedFile> named =
          manifest.committed().stream().filter(file -> !file.entry().isCheckpoint()).toList();
      for (Map.Entry<CommittedFile, StoreException> bad : reader.defects(named).entrySet()) {
        CommittedFile file = bad.getKey();
        boolean isThere = files.exists(file.path());
        if (file.entry().table().equals(FileEntry.EVENTS)) {
          // Nobody needs them but TensorBoard.
          if (isThere) {
            findings.add(finding(bad, Remedy.MOVE));
          }
        } else if (file.entry().table().equals(Tables.PROBLEMS.name())) {
          // The run's next start writes them again: their name is that of their content.
          findings.add(finding(bad, isThere ? Remedy.MOVE : Remedy.NONE));
        } else {
          findings.add(finding(bad, Remedy.SET_BACK));
          firstBad = Math.min(firstBad, number);
        }
      }
    }

    private static Finding finding(Map.Entry<CommittedFile, StoreException> bad, Remedy remedy) {
      return new Finding(bad.getKey().path(), bad.getValue().getMessage(), remedy);
    }

    /** Whether the newest checkpoint is sound, or there is none. */
    private boolean checkpoints(List<Manifest> manifests) throws IOException {
      List<CheckpointRef> all = CheckpointRef.of(files, runId, manifests);
      boolean isNewestSound = true;
      for (int i = 0; i < all.size(); i++) {
        CheckpointRef checkpoint = all.get(i);
        boolean isNewest = i == all.size() - 1;
        if (!isNewest && !files.exists(checkpoint.folder())) {
          damagedCheckpoints.add(checkpoint.step());
          continue; // Only the newest ones are kept.
        }
        Collection<Map.Entry<CommittedFile, StoreException>> bad =
            reader.defects(checkpoint.committed()).entrySet();
        if (!bad.isEmpty()) {
          damagedCheckpoints.add(checkpoint.step());
          isNewestSound &= !isNewest;
        }
        for (Map.Entry<CommittedFile, StoreException> file : bad) {
          findings.add(
              new Finding(
                  isNewest ? file.getKey().path() : checkpoint.folder(),
                  file.getValue().getMessage(),
                  isNewest ? Remedy.SET_BACK : Remedy.MOVE));
        }
      }
      return isNewestSound;
    }

    /** Commits up to the newest one, before all damage, that the run can go on from. */
    private int soundCommits(List<Manifest> manifests) {
      for (int count = firstBad; count > 0; count--) {
        Manifest last = manifests.get(count - 1);
        boolean isBegin = last.lastStep() <= 0;
        if (isBegin || (last.hasCheckpoint() && !damagedCheckpoints.contains(last.lastStep()))) {
          return count;
        }
      }
      return 0;
    }

    private void strays(Inventory inventory) throws IOException {
      for (String name : files.list(Manifest.folder(runId))) {
        if (!Inventory.isManifest(name)) {
          findings.add(Finding.stray(Manifest.folder(runId) + "/" + name, "not a manifest's file"));
        }
      }
      if (Owner.isAtWork(files, runId)) {
        return; // What is there without a manifest may be about to get one.
      }
      RunFiles found = RunFiles.list(files, runId, inventory.manifests());
      String attempts = Layout.ATTEMPTS + "/" + runId;
      for (String attempt : files.list(attempts)) {
        findings.add(Finding.stray(attempts + "/" + attempt, "left by a commit that was cut off"));
      }
      if (inventory.defect().isPresent()) {
        return; // They are of the commits that cannot be read.
      }
      found
          .lostManifest()
          .ifPresent(
              what ->
                  findings.add(
                      new Finding(
                          Manifest.path(runId, Manifest.next(inventory.manifests())),
                          what,
                          Remedy.SET_BACK)));
      for (String stray : new LinkedHashSet<>(found.strays())) {
        findings.add(Finding.stray(stray, "no commit of run " + runId + " names it"));
      }
    }
  }
}
