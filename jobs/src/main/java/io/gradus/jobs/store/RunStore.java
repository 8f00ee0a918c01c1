package io.gradus.jobs.store;

import io.gradus.files.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * A folder that any number of runs write their tables and checkpoints into, each its own part, so
 * that they need neither a catalog nor a lock among them.
 */
public final class RunStore {
  private final StoreFiles files;
  private final CrashPoint crashPoint;
  private final int block;

  private RunStore(StoreFiles files, CrashPoint crashPoint, int block) {
    this.files = files;
    this.crashPoint = crashPoint;
    this.block = block;
  }

  /** A store at a local path, hdfs:// or s3a://. Nothing is made before a run is opened. */
  public static RunStore open(Configuration hadoop, String path) {
    return open(hadoop, path, CrashPoint.NONE);
  }

  /** A store whose writers tell {@code crashPoint} where they are. */
  public static RunStore open(Configuration hadoop, String path, CrashPoint crashPoint) {
    return open(hadoop, path, crashPoint, Folders::force);
  }

  /** A store whose disk is {@code disk}, if it is local. */
  static RunStore open(
      Configuration hadoop, String path, CrashPoint crashPoint, StoreFiles.Disk disk) {
    return open(hadoop, path, crashPoint, disk, Compaction.STEPS);
  }

  /** A store that joins commits by blocks of so many steps. */
  static RunStore open(
      Configuration hadoop, String path, CrashPoint crashPoint, StoreFiles.Disk disk, int block) {
    try {
      return new RunStore(StoreFiles.open(hadoop, path, disk), crashPoint, block);
    } catch (IOException e) {
      throw new UncheckedIOException("store.path = %s cannot be opened".formatted(path), e);
    }
  }

  /** The root as a URI that every process of the cluster understands. */
  public String root() {
    return files.root();
  }

  /**
   * The last step of a run that a commit covers, without claiming the run; empty if there is none.
   *
   * @param config the run's settings as they are now, as JSON
   * @throws io.gradus.jobs.config.ConfigException if the run was begun with other settings
   */
  public OptionalInt lastStep(String runId, String config) {
    try {
      List<Manifest> manifests =
          Inventory.manifests(files, runId).stream().filter(m -> !m.diverged()).toList();
      if (manifests.size() < 2) {
        return OptionalInt.empty();
      }
      RunCheck.settings(RunRecords.read(files, runId, manifests), config);
      return OptionalInt.of(manifests.get(manifests.size() - 1).lastStep());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Run %s in %s cannot be looked at".formatted(runId, root()), e);
    }
  }

  /**
   * Refuses other settings than those that a run was begun with, as far as its commits can be read.
   *
   * @param config the run's settings as they are now, as JSON
   * @throws io.gradus.jobs.config.ConfigException if the run was begun with other settings
   */
  public void requireSettings(String runId, String config) {
    try {
      List<Manifest> manifests = Inventory.read(files, runId).manifests();
      if (manifests.size() > 1) {
        RunCheck.settings(RunRecords.read(files, runId, manifests), config);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Run %s in %s cannot be looked at".formatted(runId, root()), e);
    }
  }

  /**
   * Claims a run for this process, removes what a stopped process left half done, and records the
   * run if it is new. A run of which no step is committed may begin again with other settings.
   *
   * @param keepCheckpoints newest checkpoints to keep
   * @throws StoreException if another process has the run, if steps of it were committed with other
   *     settings, or if files that its commits name are missing or damaged; then nothing has been
   *     changed
   */
  public RunWriter openRun(RunRecord record, int keepCheckpoints) {
    return openRun(record, keepCheckpoints, OptionalInt.empty());
  }

  /**
   * As {@link #openRun(RunRecord, int)}, but takes the run back first to where a step left it.
   * Later steps go to the quarantine.
   *
   * @param fromStep a step that has a sound checkpoint, or 0; empty: the last one
   * @throws io.gradus.jobs.config.ConfigException if it has none; then nothing has been changed
   */
  public RunWriter openRun(RunRecord record, int keepCheckpoints, OptionalInt fromStep) {
    try {
      return RunWriter.open(files, record, keepCheckpoints, fromStep, block, crashPoint);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Run %s in %s cannot be opened".formatted(record.runId(), root()), e);
    }
  }
}
