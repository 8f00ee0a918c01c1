package io.gradus.jobs.store;

import io.gradus.files.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A claim by a lock of the operating system, which falls when the process ends, however it ends.
 */
final class LockClaim implements Claim {
  /**
   * Files locked by this process. Closing any channel on a file drops all of the process's locks on
   * it, so a second claim must be refused before it opens the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private LockClaim(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static LockClaim of(StoreFiles files, String runId, Owner owner) throws IOException {
    Path folder = files.local(Layout.OWNERS).orElseThrow();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      Files.delete(folder);
    }
    Files.createDirectories(folder);
    Path lock = folder.toRealPath().resolve(runId + ".lock");
    Path record = folder.resolve(runId + ".json");
    if (!HELD.add(lock)) {
      throw owner.refuses(runId);
    }
    FileChannel channel = null;
    try {
      // What is here may be lost at any time, and must not be in the way either.
      for (Path file : List.of(lock, record)) {
        if (Files.isDirectory(file)) {
          Folders.delete(file);
        }
      }
      channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = channel.tryLock();
      if (held == null) {
        throw refused(record, runId);
      }
      Files.write(record, owner.toJson());
      return new LockClaim(lock, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(lock);
      throw e;
    }
  }

  /** Whether this process has a run. */
  static boolean isHeld(Path folder, String runId) throws IOException {
    return Files.isDirectory(folder) && HELD.contains(folder.toRealPath().resolve(runId + ".lock"));
  }

  private static StoreException refused(Path record, String runId) {
    try {
      return Owner.parse(Files.readAllBytes(record)).refuses(runId);
    } catch (IOException e) {
      return StoreException.inOtherHands(
          "Run %s is being written by another process; two drivers cannot write one run"
              .formatted(runId));
    }
  }

  @Override
  public void check() {
    // The operating system keeps the lock for as long as the process lives.
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
