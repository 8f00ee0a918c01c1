package io.gradus.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is done with local folders as a whole. */
public final class Folders {
  private Folders() {}

  /** Renames a file or folder at once and makes the rename last through a loss of power. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(to.toAbsolutePath().getParent());
  }

  /**
   * Makes the content of a file, or the names in a folder, last through a loss of power. A file's
   * name lasts once its folder was forced too.
   */
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw naming(path.toString(), e);
    }
  }

  /**
   * A failure that names the file it is about: Java's says of a full disk, and of a folder where a
   * file was expected, that it is so, but not where.
   */
  public static IOException naming(String file, IOException failure) {
    if (failure instanceof FileSystemException named && named.getFile() != null) {
      return failure;
    }
    if (failure.getMessage() == null || failure.getMessage().contains(file)) {
      return failure;
    }
    FileSystemException named = new FileSystemException(file, null, failure.getMessage());
    named.addSuppressed(failure);
    return named;
  }

  /** Makes all files and names in a folder last through a loss of power. */
  public static void forceAll(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.toList()) {
        force(path);
      }
    }
  }

  /** Makes a folder and those above it, if they are missing, so that they last as well. */
  public static void make(Path folder) throws IOException {
    for (Path parent : makeUnforced(folder)) {
      force(parent);
    }
  }

  /**
   * Makes a folder and those above it, if they are missing.
   *
   * @return the folders that have got a new name in them
   */
  public static List<Path> makeUnforced(Path folder) throws IOException {
    List<Path> changed = new ArrayList<>();
    Path at = folder.toAbsolutePath();
    for (; at.getParent() != null && !Files.exists(at); at = at.getParent()) {
      changed.add(at.getParent());
    }
    Files.createDirectories(folder);
    return changed;
  }

  /**
   * Why a folder cannot be made or written to at a path, with what was expected; empty if it can.
   * Nothing is left behind.
   */
  public static Optional<String> obstacle(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && !Files.isSymbolicLink(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.exists(there)) {
      return Optional.of("a folder: %s is a link to nothing".formatted(there));
    }
    if (!Files.isDirectory(there)) {
      return Optional.of("a folder: %s is a file".formatted(there));
    }
    try {
      Files.delete(Files.createTempFile(there, ".gradus-", ".part"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "a folder that can be written to: %s cannot be (%s)".formatted(there, why(e)));
    }
  }

  private static String why(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason =
        failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason.toLowerCase(Locale.ROOT);
  }

  /** Deletes a file or folder with all it holds; nothing where it does not exist. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(folder)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /**
   * Replaces a folder by a fresh one beside it. There is no moment at which neither the old nor the
   * new one can be found by {@link #replaced}: the old one is moved aside, the new one takes its
   * place, and then the old one is deleted.
   *
   * @param fresh folder beside {@code target}, on the same file system
   */
  public static void replace(Path fresh, Path target) throws IOException {
    Path old = aside(target);
    if (Files.exists(target)) {
      delete(old);
      move(target, old);
    }
    move(fresh, target);
    delete(old);
  }

  /**
   * The folder that {@link #replace} has left: the target, or what it was before where a
   * replacement was cut off between its two moves.
   */
  public static Optional<Path> replaced(Path target) {
    return Stream.of(target, aside(target)).filter(Files::isDirectory).findFirst();
  }

  private static Path aside(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".old");
  }
}
