package io.gradus.jobs.store;

import io.gradus.files.table.Table;
import io.gradus.jobs.store.CrashPoint.Point;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The one writer of a run. Closing it gives the run up for others; what was committed stays.
 *
 * <p>A run's files that no manifest names do not belong to it and are deleted when it is opened.
 */
public final class RunWriter implements Closeable {
  private static final List<Table<?>> STEP_TABLES =
      List.of(Tables.TRAJECTORIES, Tables.STEPS, Tables.EVALUATIONS, Tables.RUN_FORECASTS);

  private final StoreFiles files;
  private final RunRecord record;
  private final Owner owner;
  private final Claim claim;
  private final List<Manifest> manifests;
  private final int keepCheckpoints;
  private final CrashPoint crashPoint;

  private RunWriter(
      StoreFiles files,
      RunRecord record,
      Owner owner,
      Claim claim,
      List<Manifest> manifests,
      int keepCheckpoints,
      CrashPoint crashPoint) {
    this.files = files;
    this.record = record;
    this.owner = owner;
    this.claim = claim;
    this.manifests = manifests;
    this.keepCheckpoints = keepCheckpoints;
    this.crashPoint = crashPoint;
  }

  static RunWriter open(
      StoreFiles files, RunRecord record, int keepCheckpoints, CrashPoint crashPoint)
      throws IOException {
    Owner owner = Owner.here();
    files.makeRoot();
    Claim claim = Claim.of(files, record.runId(), owner);
    try {
      crashPoint.reached(Point.CLAIMED);
      List<Manifest> manifests = new ArrayList<>(Inventory.manifests(files, record.runId()));
      RunRecord begun =
          manifests.isEmpty() ? record : RunRecords.read(files, record.runId(), manifests);
      if (manifests.size() == 1 && RunCheck.difference(begun, record).isPresent()) {
        // Nothing was made with the settings that were recorded: the run begins again.
        files.delete(Manifest.path(record.runId(), 0));
        manifests.clear();
        begun = record;
      }
      RunCheck.check(begun, record);
      RunWriter writer =
          new RunWriter(files, begun, owner, claim, manifests, keepCheckpoints, crashPoint);
      writer.clean();
      if (manifests.isEmpty()) {
        writer.commitRecord();
      }
      return writer;
    } catch (IOException | RuntimeException e) {
      claim.close();
      throw e;
    }
  }

  /** What the run recorded of itself when it began. */
  public RunRecord record() {
    return record;
  }

  /** The last step that a commit covers; empty if none does. Step 0 is the initial policy. */
  public OptionalInt lastCommittedStep() {
    return manifests.stream().skip(1).mapToInt(Manifest::lastStep).max();
  }

  /** The newest checkpoint; empty if no commit has one. */
  public Optional<CheckpointRef> lastCheckpoint() {
    return manifests.stream()
        .filter(Manifest::hasCheckpoint)
        .reduce((older, newer) -> newer)
        .map(
            m ->
                new CheckpointRef(
                    files,
                    Layout.checkpoint(record.runId(), m.lastStep()),
                    m.lastStep(),
                    m.files().stream().filter(FileEntry::isCheckpoint).toList()));
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
  void publish(int first, int last, List<FileEntry> entries, String attempt) throws IOException {
    claim.check();
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT, record.runId(), manifests.size(), owner.name(), first, last, entries);
    String name = Manifest.path(record.runId(), manifest.sequence());
    String staged = attempt + "/manifest.json";
    byte[] json = manifest.toJson();
    if (files.renamesDirectories()) {
      // All that the manifest will name must last before it does.
      files.forceMoves();
      files.write(staged, json);
      files.force(staged);
      crashPoint.reached(Point.MANIFEST_STAGED);
    }
    create(name, json, staged);
    files.forceMoves();
    manifests.add(manifest);
    crashPoint.reached(Point.MANIFEST_WRITTEN);
    files.delete(attempt);
    crashPoint.reached(Point.ATTEMPT_REMOVED);
    if (manifest.hasCheckpoint()) {
      pruneCheckpoints();
    }
  }

  /**
   * A manifest that is there with this content was made by this call, whatever the store answered.
   */
  private void create(String name, byte[] json, String staged) throws IOException {
    boolean created = false;
    IOException failure = null;
    try {
      created = files.createIfAbsent(name, json, staged);
    } catch (IOException e) {
      failure = e;
    }
    if (created) {
      return;
    }
    if (files.exists(name) && java.util.Arrays.equals(files.read(name), json)) {
      return;
    }
    if (failure != null) {
      throw failure;
    }
    throw StoreException.inOtherHands(
        "%s was written by another process; this one gives up the run".formatted(files.path(name)));
  }

  private void commitRecord() throws IOException {
    String attempt = attempt();
    String name = Layout.runFile(record.runId());
    boolean staging = files.renamesDirectories();
    String target = staging ? attempt + "/" + name : name;
    TableFile file = TableFile.of(Tables.RUNS, List.of(record));
    FileEntry entry = file.entry(Tables.RUNS, name);
    files.write(target, file.bytes());
    files.force(target);
    crashPoint.reached(Point.TABLE_STAGED);
    if (staging) {
      files.delete(name);
      files.rename(target, name);
      crashPoint.reached(Point.TABLE_PLACED);
    }
    publish(0, -1, List.of(entry), attempt);
  }

  private String attempt() {
    return "%s/%s/%s-%08d"
        .formatted(Layout.ATTEMPTS, record.runId(), owner.name(), manifests.size());
  }

  /** Checks what manifests name and deletes what they do not. */
  private void clean() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    Set<String> named = new HashSet<>();
    List<FileEntry> needed = new ArrayList<>();
    for (Table<?> table : STEP_TABLES) {
      found.putAll(files.listAll(Layout.ofRun(table, record.runId())));
      needed.addAll(Inventory.tableFiles(manifests, table));
    }
    Inventory.checkSizes(files, needed, found);
    // Nobody needs event files but TensorBoard: those that are gone are not missed.
    found.putAll(files.listAll(Layout.events(record.runId())));
    manifests.stream().flatMap(m -> m.files().stream()).forEach(entry -> named.add(entry.path()));
    files.delete(Layout.ATTEMPTS + "/" + record.runId());
    for (String path : found.keySet()) {
      if (!named.contains(path)) {
        deleteWithEmptyFolders(path);
      }
    }
    pruneCheckpoints();
    crashPoint.reached(Point.CLEANED);
  }

  private void deleteWithEmptyFolders(String path) throws IOException {
    String name = path;
    do {
      files.delete(name);
      name = name.substring(0, name.lastIndexOf('/'));
    } while (name.contains("/") && files.renamesDirectories() && files.list(name).isEmpty());
  }

  /** Deletes all checkpoints but the newest committed ones. */
  private void pruneCheckpoints() throws IOException {
    List<Manifest> committed = manifests.stream().filter(Manifest::hasCheckpoint).toList();
    Set<String> kept = new HashSet<>();
    committed.stream()
        .skip(Math.max(0, committed.size() - keepCheckpoints))
        .forEach(m -> kept.add(Layout.checkpoint(record.runId(), m.lastStep())));
    String folder = Layout.checkpoints(record.runId());
    for (String name : files.list(folder)) {
      if (!kept.contains(folder + "/" + name)) {
        files.delete(folder + "/" + name);
        crashPoint.reached(Point.CHECKPOINT_PRUNED);
      }
    }
  }
}
