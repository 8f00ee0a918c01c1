package io.gradus.datasets;

import io.gradus.files.Folders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a directory that a process is filling from one that a killed process has left: a lock on a
 * file beside it, {@code _NAME.UUID.lock}, which the operating system drops with the process. For
 * local disks only.
 */
final class StagingLock implements Closeable {
  private static final String SUFFIX = ".lock";
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final Path file;

  /** Kept open, and with it the lock. */
  private final FileChannel channel;

  private StagingLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a directory that is about to be made; empty where there can be no lock, then it is filled
   * without one.
   */
  static Optional<StagingLock> of(Path staging) {
    Path file = Path.of(staging + SUFFIX);
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      return Optional.of(new StagingLock(file, channel));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Deletes what killed processes have left beside a directory that they were to make. What cannot
   * be deleted stays, and so does a directory that never had a lock.
   */
  static void clear(Path target) {
    Pattern name =
        Pattern.compile(Pattern.quote("_" + target.getFileName() + ".") + UUID + "\\.lock");
    if (!Files.isDirectory(target.getParent())) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(target.getParent())) {
      for (Path file : files) {
        if (name.matcher(file.getFileName().toString()).matches()) {
          clearOne(file);
        }
      }
    } catch (IOException e) {
      // Then nothing is cleared; it does no harm to the work.
    }
  }

  private static void clearOne(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      if (held != null) {
        String path = file.toString();
        Folders.delete(Path.of(path.substring(0, path.length() - SUFFIX.length())));
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Another user's, another process's at this moment, or this process's own.
    }
  }

  /** Gives up the lock. The directory must have been moved or deleted. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }
}
