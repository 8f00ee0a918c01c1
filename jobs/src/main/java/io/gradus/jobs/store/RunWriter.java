package io.gradus.jobs.store;

import io.gradus.datasets.Problem;
import io.gradus.jobs.store.CrashPoint.Point;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The one writer of a run. Closing it gives the run up for others; what was committed stays.
 *
 * <p>A run's files that no manifest names do not belong to it and are deleted when it is opened.
 */
public final class RunWriter implements Closeable {
  private final StoreFiles files;
  private final RunRecord record;
  private final Owner owner;
  private final Claim claim;
  private final List<Manifest> manifests;

  /** The record of steps of which the last one diverged; it follows {@link #manifests}. */
  private Optional<Manifest> diverged;

  private final ManifestWriter writer;
  private final RunCleaner cleaner;
  private final Compaction compaction;
  private final CrashPoint crashPoint;
  private final List<String> notes;

  /** Whether finished commits can be joined: not where one of their files is damaged. */
  private boolean joins = true;

  private RunWriter(
      StoreFiles files,
      RunRecord record,
      Owner owner,
      Claim claim,
      List<Manifest> manifests,
      Optional<Manifest> diverged,
      ManifestWriter writer,
      RunCleaner cleaner,
      Compaction compaction,
      CrashPoint crashPoint,
      List<String> notes) {
    this.diverged = diverged;
    this.files = files;
    this.record = record;
    this.owner = owner;
    this.claim = claim;
    this.manifests = manifests;
    this.writer = writer;
    this.cleaner = cleaner;
    this.compaction = compaction;
    this.crashPoint = crashPoint;
    this.notes = notes;
  }

  static RunWriter open(
      StoreFiles files,
      RunRecord record,
      int keepCheckpoints,
      OptionalInt fromStep,
      int block,
      CrashPoint crashPoint)
      throws IOException {
    String runId = record.runId();
    // What is refused is refused before anything is written, the claim included.
    Inventory seen = readable(files, runId, fromStep);
    if (seen.manifests().size() > 1) {
      RunCheck.check(RunRecords.read(files, runId, seen.manifests()), record);
    }
    if (fromStep.isPresent()) {
      SetBack.toStep(files, runId, seen, fromStep.getAsInt());
    }
    Owner owner = Owner.here();
    files.makeRoot();
    Claim claim = Claim.of(files, runId, owner);
    try {
      crashPoint.reached(Point.CLAIMED);
      List<String> notes = new ArrayList<>();
      Inventory inventory = readable(files, runId, fromStep);
      List<Manifest> manifests = new ArrayList<>(inventory.manifests());
      Optional<Manifest> diverged = lastIfDiverged(manifests);
      diverged.ifPresent(manifests::remove);
      RunRecord begun = manifests.isEmpty() ? record : RunRecords.read(files, runId, manifests);
      if (fromStep.isEmpty()
          && manifests.size() == 1
          && diverged.isEmpty()
          && RunCheck.isOther(begun, record)) {
        // Nothing was made with the settings that were recorded: the run begins again.
        files.delete(Manifest.path(runId, 0));
        manifests.clear();
        begun = record;
      }
      RunCheck.check(begun, record);
      if (fromStep.isPresent()) {
        SetBack back = SetBack.toStep(files, runId, inventory, fromStep.getAsInt());
        if (!back.isNothing()) {
          notes.add(setBack(files, back));
        }
        manifests = new ArrayList<>(back.kept());
        diverged = Optional.empty();
      }
      RunWriter writer =
          new RunWriter(
              files,
              begun,
              owner,
              claim,
              manifests,
              diverged,
              new ManifestWriter(files, claim, crashPoint),
              new RunCleaner(files, runId, keepCheckpoints, crashPoint),
              new Compaction(files, runId, block, crashPoint),
              crashPoint,
              notes);
      writer.clean();
      if (manifests.isEmpty()) {
        writer.commitRecord();
      }
      writer.compact();
      return writer;
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  private static Optional<Manifest> lastIfDiverged(List<Manifest> manifests) {
    return manifests.stream().reduce((earlier, later) -> later).filter(Manifest::diverged);
  }

  /** The commits; those before a damaged one will do where the run is to be set back. */
  private static Inventory readable(StoreFiles files, String runId, OptionalInt fromStep)
      throws IOException {
    Inventory inventory = Inventory.read(files, runId);
    if (fromStep.isEmpty() || inventory.manifests().isEmpty()) {
      inventory.whole();
    }
    return inventory;
  }

  private static String setBack(StoreFiles files, SetBack back) throws IOException {
    Quarantine quarantine = new Quarantine(files);
    back.apply(quarantine);
    return "run %s is set back to step %d; what followed lies in %s"
        .formatted(back.runId(), Math.max(0, back.lastStep()), files.path(quarantine.folder()));
  }

  /** What a user should know of how the run was found, a line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** What the run recorded of itself when it began. */
  public RunRecord record() {
    return record;
  }

  /**
   * Writes problems of the run again that a repair has moved away. Their files are named by their
   * content, so that only the same problems can take the place of those.
   *
   * @param problems asked for only if some are missing
   */
  public void restoreProblems(Supplier<List<Problem>> problems) {
    try {
      Map<String, CommittedFile> missing = new TreeMap<>();
      for (CommittedFile file : Inventory.tableFiles(manifests, Tables.PROBLEMS)) {
        if (!files.exists(file.path())) {
          missing.put(file.path(), file);
        }
      }
      if (missing.isEmpty()) {
        return;
      }
      for (List<Problem> part : StepCommit.parts(problems.get())) {
        TableFile file = TableFile.of(Tables.PROBLEMS, part);
        String name = StepCommit.problemsFile(part, file);
        if (missing.remove(name) != null) {
          files.replace(name, file.bytes());
          notes.add("run %s: %s is written again".formatted(record.runId(), name));
        }
      }
      for (CommittedFile file : missing.values()) {
        notes.add(file.missing(files.root()).getMessage());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The problems of run %s cannot be written".formatted(record.runId()), e);
    }
  }

  /** The last step that a commit covers; empty if none does. Step 0 is the initial policy. */
  public OptionalInt lastCommittedStep() {
    return manifests.stream().skip(1).mapToInt(Manifest::lastStep).max();
  }

  /** The newest checkpoint; empty if no commit has one. */
  public Optional<CheckpointRef> lastCheckpoint() {
    return CheckpointRef.of(files, record.runId(), manifests).stream()
        .reduce((older, newer) -> newer);
  }

  /** The error about a damaged newest checkpoint, with the ways to train on without it. */
  public StoreException withWaysOut(StoreException damage) {
    int sound = 0;
    try {
      for (CheckpointRef older : CheckpointRef.of(files, record.runId(), manifests)) {
        if (files.exists(older.folder()) && older.defect().isEmpty()) {
          sound = older.step();
        }
      }
    } catch (IOException e) {
      damage.addSuppressed(e);
    }
    return new StoreException(
        "%s; %s: train --from-step %d continues from there, and so does train after gradus store repair --store %s --run %s --apply"
            .formatted(
                damage.getMessage(),
                sound > 0
                    ? "the checkpoint of step " + sound + " is sound"
                    : "no older checkpoint is there, only the initial model",
                sound,
                files.root(),
                record.runId()),
        damage);
  }

  /** The step that diverged when the run was last tried; empty if none did. */
  public OptionalInt divergedStep() {
    return diverged.stream().mapToInt(Manifest::lastStep).findFirst();
  }

  /** Drops the record of a diverged step, and of those before it that follow the last commit. */
  public void dropDiverged() {
    if (diverged.isEmpty()) {
      return;
    }
    try {
      // An attempt that is under way tells a kill meanwhile from the loss of a manifest.
      Attempt attempt = attempt();
      attempt.begin();
      files.delete(diverged.get().path());
      for (FileEntry entry : diverged.get().files()) {
        files.delete(entry.path());
        Quarantine.deleteEmptyFolders(files, Quarantine.parent(entry.path()));
      }
      attempt.end();
      diverged = Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Run %s: the record of a diverged step cannot be dropped".formatted(record.runId()), e);
    }
  }

  /**
   * Begins the commit of steps {@code first} to {@code last}, which follow the last committed one.
   * The initial policy's evaluation is step 0.
   */
  public StepCommit begin(int first, int last) {
    OptionalInt before = lastCommittedStep();
    boolean follows =
        before.isPresent() ? first == before.getAsInt() + 1 : first == 0 || first == 1;
    if (!follows || last < first) {
      throw new IllegalArgumentException(
          "Run %s: a commit of steps %d to %d cannot follow %s"
              .formatted(
                  record.runId(),
                  first,
                  last,
                  before.isPresent() ? before.getAsInt() : "the start"));
    }
    return new StepCommit(this, files, record.runId(), first, last, attempt(), crashPoint);
  }

  @Override
  public void close() {
    try {
      claim.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Run %s cannot be given up".formatted(record.runId()), e);
    }
  }

  /** Makes a commit true. Called by the commit when all its files are in place. */
  void publish(int first, int last, List<FileEntry> entries, Attempt attempt) throws IOException {
    publish(manifest(first, last, entries, false), attempt);
  }

  /** Makes a record of steps of which the last one diverged. */
  void publishDiverged(int first, int last, List<FileEntry> entries, Attempt attempt)
      throws IOException {
    publish(manifest(first, last, entries, true), attempt);
  }

  private Manifest manifest(int first, int last, List<FileEntry> entries, boolean divergedAtLast) {
    return new Manifest(
        Manifest.FORMAT,
        record.runId(),
        Manifest.next(manifests),
        owner.name(),
        first,
        last,
        entries,
        divergedAtLast);
  }

  private void publish(Manifest manifest, Attempt attempt) throws IOException {
    writer.write(manifest, attempt);
    if (manifest.diverged()) {
      diverged = Optional.of(manifest);
    } else {
      manifests.add(manifest);
    }
    crashPoint.reached(Point.MANIFEST_WRITTEN);
    attempt.end();
    crashPoint.reached(Point.ATTEMPT_REMOVED);
    if (manifest.hasCheckpoint()) {
      cleaner.pruneCheckpoints(manifests);
    }
    if (!manifest.diverged()) {
      compact();
    }
  }

  /** Joins the commits of finished blocks of steps, so that a long run stays quick to open. */
  private void compact() throws IOException {
    List<Manifest> block = compaction.due(manifests);
    while (joins && !block.isEmpty()) {
      Attempt attempt = attempt().ofJoined();
      Optional<Manifest> joined = compaction.join(block, owner.name(), attempt);
      if (joined.isEmpty()) {
        joins = false;
        return;
      }
      writer.write(joined.get(), attempt);
      int at = manifests.indexOf(block.get(0));
      manifests.subList(at, at + block.size()).clear();
      manifests.add(at, joined.get());
      crashPoint.reached(Point.MANIFEST_WRITTEN);
      attempt.end();
      crashPoint.reached(Point.ATTEMPT_REMOVED);
      compaction.retire(manifests);
      block = compaction.due(manifests);
    }
  }

  private void commitRecord() throws IOException {
    Attempt attempt = attempt();
    String name = Layout.runFile(record.runId());
    TableFile file = TableFile.of(Tables.RUNS, List.of(record));
    attempt.place(name, file.bytes());
    publish(0, -1, List.of(file.entry(Tables.RUNS, name)), attempt);
  }

  private Attempt attempt() {
    return Attempt.of(files, record.runId(), owner.name(), Manifest.next(manifests), crashPoint);
  }

  private void clean() throws IOException {
    List<Manifest> all = new ArrayList<>(manifests);
    diverged.ifPresent(all::add);
    compaction.retire(all);
    notes.addAll(cleaner.clean(manifests, diverged));
  }
}
