package io.gradus.files;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A local file that appears whole or not at all: it is written under a hidden name beside its own,
 * and moved by {@link #commit}. What was there before stays until then; closed without a commit,
 * nothing has changed.
 */
public final class WholeFile implements Closeable {
  private static final int MOST_LINKS = 40;

  private final Path target;
  private final Path staged;

  private WholeFile(Path target, Path staged) {
    this.target = target;
    this.staged = staged;
  }

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything from the channel's beginning. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Begins a file. Of a symbolic link the file that it names is written, and the link stays. What
   * is no plain file, as {@code /dev/stdout}, gets the content at {@link #commit}.
   *
   * @throws IllegalArgumentException if it cannot be one: its folder does not exist or cannot be
   *     written to, or it is a folder
   */
  public static WholeFile begin(Path target) {
    if (Files.isDirectory(target)) {
      throw new IllegalArgumentException(target + " is a folder, expected a file to write");
    }
    if (isDevice(target)) {
      return new WholeFile(target, temporary());
    }
    Path absolute = followed(target.toAbsolutePath());
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          target + " cannot be written, since there is no folder " + folder);
    }
    Path staged = folder.resolve("." + absolute.getFileName() + ".part");
    requireWritable(target, staged);
    return new WholeFile(absolute, staged);
  }

  private static boolean isDevice(Path target) {
    return Files.exists(target) && !Files.isRegularFile(target);
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("gradus-", ".part");
    } catch (IOException e) {
      throw new UncheckedIOException("A temporary file cannot be made", e);
    }
  }

  private static Path followed(Path target) {
    Path at = target;
    try {
      for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(at); i++) {
        at = at.resolveSibling(Files.readSymbolicLink(at));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(target + " cannot be looked at", e);
    }
    return at;
  }

  /** Finds out before any work, not after it. */
  private static void requireWritable(Path target, Path staged) {
    try {
      Files.deleteIfExists(staged);
      Files.createFile(staged);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s cannot be written to (%s), expected a file in a folder that can be written to"
              .formatted(target, e.getClass().getSimpleName().replace("Exception", "")),
          e);
    }
  }

  /** Where the content goes until it is whole. */
  public Path staged() {
    return staged;
  }

  /**
   * A writer of text, UTF-8, to where the content goes until it is whole. Half of a surrogate pair,
   * which no file of text can hold, becomes a question mark.
   */
  public BufferedWriter writer() throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(staged), StandardCharsets.UTF_8));
  }

  /** Makes the file appear; everything must have been written and closed. */
  public void commit() throws IOException {
    if (isDevice(target)) {
      try (OutputStream out = Files.newOutputStream(target)) {
        Files.copy(staged, out);
      }
      return;
    }
    Files.move(staged, target, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(staged);
  }

  /** Writes a text, UTF-8, so that it is there after a loss of power too. */
  public static void write(Path file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    write(file, channel -> writeFully(channel, bytes));
  }

  /** Writes what {@code content} writes, so that it is there after a loss of power too. */
  public static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling("." + absolute.getFileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Folders.move(temporary, absolute);
    } catch (IOException e) {
      throw Folders.naming(file.toString(), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Copies a file as {@link #write(Path, Content)} writes one. */
  public static void copy(Path from, Path to) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    write(to, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes all of a buffer. */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
