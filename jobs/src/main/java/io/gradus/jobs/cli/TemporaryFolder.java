package io.gradus.jobs.cli;

import io.gradus.files.Folders;
import io.gradus.files.TemporaryFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * The folder in which this process keeps its temporary files, Spark's among them: {@code
 * gradus-NAME} in that of the machine. It is deleted when the process ends. One whose process was
 * killed is deleted by the next: a lock on {@code gradus-NAME.lock}, which the operating system
 * drops with the process, tells the dead from the living, in other containers too.
 */
final class TemporaryFolder {
  private static final String PREFIX = "gradus-";
  private static final String LOCK = ".lock";

  /** After Spark has deleted what it has made, and after the command has given up what it holds. */
  private static final int LAST_OF_ALL = -1000;

  private final Path folder;
  private final Path lockFile;

  /** Kept open, and with it the lock, until the folder is deleted. */
  private final FileChannel lock;

  private TemporaryFolder(Path folder, Path lockFile, FileChannel lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Clears what killed processes have left, and directs all temporary files of this process to a
   * folder of its own until it ends. Where there can be none, they go where they went before.
   */
  static void use() {
    Path shared = TemporaryFiles.shared();
    clear(shared);
    begin(shared)
        .ifPresent(
            own -> {
              System.setProperty(TemporaryFiles.SHARED, shared.toString());
              System.setProperty("java.io.tmpdir", own.folder.toString());
              ShutdownHookManager.get().addShutdownHook(own::delete, LAST_OF_ALL);
            });
  }

  /** Makes a folder in the shared one; empty if that cannot be written to. */
  static Optional<TemporaryFolder> begin(Path shared) {
    Path folder = shared.resolve(PREFIX + UUID.randomUUID());
    Path lockFile = Path.of(folder + LOCK);
    try {
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      Files.createDirectory(folder);
      return Optional.of(new TemporaryFolder(folder, lockFile, channel));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Deletes the folders of processes that are gone. What cannot be deleted stays. */
  static void clear(Path shared) {
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(shared, PREFIX + "*" + LOCK)) {
      for (Path lockFile : locks) {
        clearOne(lockFile);
      }
    } catch (IOException e) {
      // Then nothing is cleared; it does no harm to the work.
    }
  }

  private static void clearOne(Path lockFile) {
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held != null) {
        String name = lockFile.toString();
        Folders.delete(Path.of(name.substring(0, name.length() - LOCK.length())));
        Files.deleteIfExists(lockFile);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Another user's, another process's at this moment, or this process's own.
    }
  }

  Path path() {
    return folder;
  }

  /** Deletes the folder. */
  void delete() {
    try {
      Folders.delete(folder);
      Files.deleteIfExists(lockFile);
      lock.close();
    } catch (IOException e) {
      // The next process deletes it.
    }
  }
}
