package io.gradus.jobs.store;

import io.gradus.files.Sha256;
import io.gradus.jobs.store.CrashPoint.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.example.data.Group;

/**
 * Joins the commits of a block of steps, once no checkpoint of theirs is kept any more, to one:
 * their manifests, their records of steps and their event files become one file each. Trajectories,
 * evaluations and forecasts stay where they are, since their folders say the step.
 *
 * <p>The joined manifest stands for those that it replaces from the moment it is there. These and
 * the files that only they name are then moved to {@link #FOLDER}, where readers that opened the
 * store earlier find them, and are deleted when the next block is joined. Which steps are joined,
 * and when, follows from the steps alone: a run that was killed ends with the same files.
 */
final class Compaction {
  /** Files and manifests of joined commits, until the next block of their run is joined. */
  static final String FOLDER = "_superseded";

  /** Steps of a block. */
  static final int STEPS = 100;

  private final StoreFiles files;
  private final String runId;
  private final int steps;
  private final CrashPoint crashPoint;

  Compaction(StoreFiles files, String runId, int steps, CrashPoint crashPoint) {
    this.files = files;
    this.runId = runId;
    this.steps = steps;
    this.crashPoint = crashPoint;
  }

  /** Where a file lies once the commit that named it has been joined to others. */
  static String superseded(String runId, String name) {
    return FOLDER + "/" + runId + "/" + name;
  }

  /** The commits of the first block that can be joined; none if there is no such block. */
  List<Manifest> due(List<Manifest> manifests) throws IOException {
    int from = 1;
    while (from < manifests.size()) {
      int to = from + 1;
      while (to < manifests.size() && block(manifests.get(to)) == block(manifests.get(from))) {
        to++;
      }
      if (to == manifests.size()) {
        return List.of();
      }
      List<Manifest> block = manifests.subList(from, to);
      // Later checkpoints outlive earlier ones.
      if (files.exists(Layout.checkpoint(runId, block.get(block.size() - 1).lastStep()))) {
        return List.of();
      }
      if (block.size() > 1) {
        return hasCheckpoint(block) ? List.of() : List.copyOf(block);
      }
      from = to;
    }
    return List.of();
  }

  private int block(Manifest manifest) {
    return Math.max(0, manifest.lastStep() - 1) / steps;
  }

  private boolean hasCheckpoint(List<Manifest> block) throws IOException {
    for (Manifest manifest : block) {
      if (files.exists(Layout.checkpoint(runId, manifest.lastStep()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes the files of a joined commit into place.
   *
   * @return its manifest, which is still to be written; empty if a file is missing or damaged, then
   *     the commits are better left as they are
   */
  Optional<Manifest> join(List<Manifest> block, String owner, Attempt attempt) throws IOException {
    Manifest first = block.get(0);
    Manifest last = block.get(block.size() - 1);
    List<FileEntry> kept = new ArrayList<>();
    List<CommittedFile> records = new ArrayList<>();
    List<CommittedFile> events = new ArrayList<>();
    for (Manifest manifest : block) {
      for (CommittedFile file : manifest.committed()) {
        if (file.entry().table().equals(Tables.STEPS.name())) {
          records.add(file);
        } else if (!file.entry().table().equals(FileEntry.EVENTS)) {
          if (!file.entry().isCheckpoint()) {
            kept.add(file.entry());
          }
        } else if (files.exists(file.path())) {
          // Nobody needs event files but TensorBoard: those that are gone are not missed.
          events.add(file);
        }
      }
    }
    for (CommittedFile file : joined(records, events)) {
      try {
        file.check(files.root(), () -> files.open(file.path()));
      } catch (StoreException damaged) {
        return Optional.empty();
      }
    }
    // The grace of what the block before has replaced is over.
    files.delete(FOLDER + "/" + runId);
    List<Group> rows = new ArrayList<>();
    for (CommittedFile file : records) {
      rows.addAll(GroupRows.read(files, file.path()));
    }
    if (!records.isEmpty()) {
      String name = Layout.steps(runId, first.firstStep(), last.lastStep());
      TableFile file = TableFile.of(GroupRows.table(Tables.STEPS), rows);
      attempt.place(name, file.bytes());
      kept.add(file.entry(Tables.STEPS, name));
    }
    if (!events.isEmpty()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (CommittedFile file : events) {
        bytes.writeBytes(files.read(file.path()));
      }
      String name = Layout.events(runId, first.firstStep(), last.lastStep());
      byte[] all = bytes.toByteArray();
      attempt.place(name, all);
      kept.add(new FileEntry(FileEntry.EVENTS, name, all.length, 0, Sha256.hex(all)));
    }
    return Optional.of(
        new Manifest(
            Manifest.FORMAT,
            runId,
            first.sequence(),
            last.lastSequence(),
            owner,
            first.firstStep(),
            last.lastStep(),
            kept,
            false));
  }

  private static List<CommittedFile> joined(List<CommittedFile> one, List<CommittedFile> other) {
    List<CommittedFile> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  /**
   * Moves aside the manifests that joined ones stand for, and the files that only they name. Begun
   * again after a kill it ends the same.
   */
  void retire(List<Manifest> manifests) throws IOException {
    List<Manifest> spans = manifests.stream().filter(Manifest::isJoined).toList();
    if (spans.isEmpty()) {
      return;
    }
    Set<String> named = new HashSet<>();
    spans.forEach(span -> span.files().forEach(file -> named.add(file.path())));
    boolean moved = false;
    for (String name : files.list(Manifest.folder(runId))) {
      if (Inventory.isReplaced(name, spans)) {
        String path = Manifest.folder(runId) + "/" + name;
        for (FileEntry file : entries(path)) {
          if (!named.contains(file.path()) && files.exists(file.path())) {
            move(file.path());
          }
        }
        move(path);
        moved = true;
      }
    }
    if (moved) {
      files.forceMoves();
    }
  }

  /** What a replaced manifest names; nothing if that cannot be read. */
  private List<FileEntry> entries(String path) throws IOException {
    try {
      return Manifest.parse(files.read(path), path).files();
    } catch (StoreException damaged) {
      return List.of();
    }
  }

  private void move(String name) throws IOException {
    String to = superseded(runId, name);
    // A copy that was cut off.
    files.delete(to);
    files.move(name, to);
    crashPoint.reached(Point.TABLE_PLACED);
  }
}
