package io.gradus.jobs.store;

import io.gradus.datasets.Problem;
import io.gradus.files.Sha256;
import io.gradus.files.table.Table;
import io.gradus.jobs.store.CrashPoint.Point;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows and checkpoint of one or more steps, which become part of the run together or not at all. On
 * local disks and HDFS they are written aside and moved into place by one rename a folder, on
 * object stores they are written in place; either way they count once the manifest is written.
 * Closing without {@link #commit} throws them away.
 */
public final class StepCommit implements Closeable {
  /** Bounds the memory that a file takes while it is made. */
  private static final int ROWS_PER_FILE = 8192;

  private final RunWriter writer;
  private final StoreFiles files;
  private final String runId;
  private final int first;
  private final int last;
  private final Attempt attempt;
  private final CrashPoint crashPoint;
  private final List<FileEntry> entries = new ArrayList<>();
  private final Set<String> toPlace = new LinkedHashSet<>();
  private boolean done;

  StepCommit(
      RunWriter writer,
      StoreFiles files,
      String runId,
      int first,
      int last,
      Attempt attempt,
      CrashPoint crashPoint) {
    this.writer = writer;
    this.files = files;
    this.runId = runId;
    this.first = first;
    this.last = last;
    this.attempt = attempt;
    this.crashPoint = crashPoint;
  }

  /** Writes a checkpoint's files into a local folder. */
  @FunctionalInterface
  public interface CheckpointWriter {
    /** Fills the folder, which is there and empty. */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Adds problems that rows refer to. Problems that the store has already are not written again.
   */
  public void problems(List<Problem> problems) {
    parts(problems).forEach(part -> guarded(() -> writeProblems(part)));
  }

  /** Problems by the file that they are written to. */
  static Collection<List<Problem>> parts(List<Problem> problems) {
    return problems.stream()
        .collect(
            Collectors.groupingBy(
                p -> Layout.problems(p.source(), p.split(), "0".repeat(16)),
                TreeMap::new,
                Collectors.toList()))
        .values();
  }

  /** The name of the file with one part, which is that of its content. */
  static String problemsFile(List<Problem> part, TableFile file) {
    Problem any = part.get(0);
    return Layout.problems(any.source(), any.split(), Sha256.hex(file.bytes()));
  }

  /** Adds the rollouts of a step. Rows keep their order: give them by position and sample. */
  public void trajectories(int step, List<TrajectoryRow> rows) {
    String folder = Layout.ofStep(Tables.TRAJECTORIES, runId, covered(step));
    guarded(() -> writeParts(Tables.TRAJECTORIES, rows, folder, folder));
  }

  /** Adds the answers of the policy after a step to one benchmark. Rows keep their order. */
  public void evaluations(int step, String benchmark, List<EvaluationRow> rows) {
    String folder = Layout.ofStep(Tables.EVALUATIONS, runId, covered(step));
    guarded(() -> writeParts(Tables.EVALUATIONS, rows, folder, folder + "/benchmark=" + benchmark));
  }

  /** Adds what the run expects of its remaining steps after an evaluated one. */
  public void forecasts(int step, List<ForecastRow> rows) {
    String folder = Layout.ofStep(Tables.RUN_FORECASTS, runId, covered(step));
    guarded(() -> write(Tables.RUN_FORECASTS, rows, folder, folder + "/part-00000.parquet"));
  }

  /** Adds the records of all steps covered. */
  public void steps(List<StepRow> rows) {
    rows.forEach(row -> covered(row.step()));
    String file = Layout.steps(runId, first, last);
    guarded(() -> write(Tables.STEPS, rows, file, file));
  }

  /** Adds what TensorBoard shows of all steps covered: the bytes of one event file. */
  public void events(byte[] file) {
    guarded(() -> writeEvents(file));
  }

  /** Adds the checkpoint that belongs to the last step. */
  public void checkpoint(CheckpointWriter contents) {
    guarded(() -> writeCheckpoint(contents));
  }

  /** Makes all that was added part of the run. */
  public void commit() {
    guarded(() -> publish(writer::publish));
  }

  /**
   * Makes all that was added a record of steps of which the last one diverged. A run resumes before
   * them.
   */
  public void commitDiverged() {
    guarded(() -> publish(writer::publishDiverged));
  }

  private interface Publication {
    void publish(int first, int last, List<FileEntry> entries, Attempt attempt) throws IOException;
  }

  private void publish(Publication publication) throws IOException {
    force();
    for (String place : toPlace) {
      place(place);
      boolean checkpoint = place.startsWith(Layout.checkpoints(runId) + "/");
      crashPoint.reached(checkpoint ? Point.CHECKPOINT_PLACED : Point.TABLE_PLACED);
    }
    publication.publish(first, last, entries, attempt);
    done = true;
  }

  @Override
  public void close() {
    if (done) {
      return;
    }
    guarded(
        () -> {
          attempt.end();
          if (!files.renamesDirectories()) {
            for (FileEntry entry : entries) {
              if (!entry.table().equals(Tables.PROBLEMS.name())) {
                files.delete(entry.path());
              }
            }
          }
        });
  }

  /** Makes all that was written last through a loss of power, before it counts. */
  private void force() throws IOException {
    if (!files.isLocal()) {
      return;
    }
    Set<String> folders = new LinkedHashSet<>();
    for (FileEntry entry : entries) {
      String name = entry.path();
      // What another run placed is forced where it is: that run may not have got to it yet.
      boolean inPlace = !files.exists(attempt.staged(name));
      files.force(inPlace ? name : attempt.staged(name));
      if (inPlace) {
        folders.add(parent(name));
        continue;
      }
      String place = toPlace.stream().filter(p -> isIn(name, p)).findFirst().orElseThrow();
      for (String folder = parent(name); isIn(folder, place); folder = parent(folder)) {
        folders.add(attempt.staged(folder));
      }
    }
    for (String folder : folders) {
      files.force(folder);
    }
  }

  private static boolean isIn(String name, String place) {
    return name.equals(place) || name.startsWith(place + "/");
  }

  private static String parent(String name) {
    return name.substring(0, name.lastIndexOf('/'));
  }

  private <T> void writeParts(Table<T> table, List<T> rows, String place, String folder)
      throws IOException {
    for (int part = 0; part == 0 || part * ROWS_PER_FILE < rows.size(); part++) {
      int from = part * ROWS_PER_FILE;
      List<T> some = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_FILE));
      write(table, some, place, "%s/part-%05d.parquet".formatted(folder, part));
    }
  }

  private <T> void write(Table<T> table, List<T> rows, String place, String name)
      throws IOException {
    if (entries.stream().anyMatch(e -> e.path().equals(name))) {
      throw new IllegalArgumentException("%s was added to this commit already".formatted(name));
    }
    TableFile file = TableFile.of(table, rows);
    files.write(attempt.staged(name), file.bytes());
    entries.add(file.entry(table, name));
    remember(place);
    crashPoint.reached(Point.TABLE_STAGED);
  }

  private void writeProblems(List<Problem> problems) throws IOException {
    TableFile file = TableFile.of(Tables.PROBLEMS, problems);
    String name = problemsFile(problems, file);
    if (!files.exists(name)) {
      files.write(attempt.staged(name), file.bytes());
      remember(name);
    }
    entries.add(file.entry(Tables.PROBLEMS, name));
    crashPoint.reached(Point.TABLE_STAGED);
  }

  private void writeEvents(byte[] file) throws IOException {
    String name = Layout.events(runId, first, last);
    files.write(attempt.staged(name), file);
    entries.add(new FileEntry(FileEntry.EVENTS, name, file.length, 0, Sha256.hex(file)));
    remember(name);
    crashPoint.reached(Point.TABLE_STAGED);
  }

  private void remember(String place) {
    if (files.renamesDirectories()) {
      toPlace.add(place);
    }
  }

  private void place(String place) throws IOException {
    boolean shared = place.startsWith(Tables.PROBLEMS.name() + "/");
    if (!shared) {
      // Whatever is there was left by an attempt that did not get to its manifest.
      files.delete(place);
    }
    try {
      files.rename(attempt.staged(place), place);
    } catch (IOException e) {
      // Another run may have placed the same problems meanwhile; their name is that of their
      // content.
      if (!shared || !files.exists(place)) {
        throw e;
      }
    }
  }

  private void writeCheckpoint(CheckpointWriter contents) throws IOException {
    String place = Layout.checkpoint(runId, last);
    if (files.isLocal()) {
      Path folder = files.local(attempt.staged(place)).orElseThrow();
      Files.createDirectories(folder);
      contents.writeTo(folder);
      addCheckpointFiles(place, folder, false);
      remember(place);
    } else {
      Path folder = Files.createTempDirectory("gradus-checkpoint");
      try {
        contents.writeTo(folder);
        addCheckpointFiles(place, folder, true);
        remember(place);
      } finally {
        deleteLocally(folder);
      }
    }
    crashPoint.reached(Point.CHECKPOINT_STAGED);
  }

  private void addCheckpointFiles(String place, Path folder, boolean upload) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = place + "/" + folder.relativize(path).toString().replace('\\', '/');
        if (upload) {
          try (OutputStream out = files.create(attempt.staged(name))) {
            Files.copy(path, out);
          }
        }
        try (var in = Files.newInputStream(path)) {
          entries.add(
              new FileEntry(
                  FileEntry.CHECKPOINT, name, Files.size(path), 0, new Sha256().add(in).hex()));
        }
      }
    }
  }

  private static void deleteLocally(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  private int covered(int step) {
    if (step < first || step > last) {
      throw new IllegalArgumentException(
          "Step %d is not in this commit of steps %d to %d".formatted(step, first, last));
    }
    return step;
  }

  private interface Action {
    void run() throws IOException;
  }

  private void guarded(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Run %s: commit of steps %d to %d failed".formatted(runId, first, last), e);
    }
  }
}
