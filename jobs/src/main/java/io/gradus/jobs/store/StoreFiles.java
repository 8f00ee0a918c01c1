package io.gradus.jobs.store;

import io.gradus.files.Folders;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of a store, named relative to its root, and what the file system under it can do: local
 * disks and HDFS rename a directory at once; object stores do not, but show a file only when it is
 * complete.
 */
final class StoreFiles {
  private final FileSystem fileSystem;
  private final Path root;
  private final Disk disk;

  /** Local folders in which names have changed since they were last forced. */
  private final Set<java.nio.file.Path> changed = new LinkedHashSet<>();

  private StoreFiles(FileSystem fileSystem, Path root, Disk disk) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.disk = disk;
  }

  /** What makes files and folders of a local disk last through a loss of power. */
  @FunctionalInterface
  interface Disk {
    /** Returns when the content of a file, or the names in a folder, will last. */
    void force(java.nio.file.Path path) throws IOException;
  }

  static StoreFiles open(Configuration hadoop, String root) throws IOException {
    return open(hadoop, root, Folders::force);
  }

  static StoreFiles open(Configuration hadoop, String root, Disk disk) throws IOException {
    Path path = new Path(root);
    FileSystem found = path.getFileSystem(hadoop);
    // Manifests have SHA-256 sums; the checksum files of Hadoop's local file system would only be
    // in the way.
    FileSystem plain = found instanceof LocalFileSystem local ? local.getRaw() : found;
    return new StoreFiles(plain, plain.makeQualified(path), disk);
  }

  /** The root as a URI that any process of the cluster understands. */
  String root() {
    return root.toString();
  }

  Configuration configuration() {
    return fileSystem.getConf();
  }

  /** Whether a directory moves into place by one atomic rename. */
  boolean renamesDirectories() {
    return List.of("file", "hdfs").contains(fileSystem.getUri().getScheme());
  }

  boolean isLocal() {
    return fileSystem.getUri().getScheme().equals("file");
  }

  /** The path for java.nio, if the store is on a local disk. */
  Optional<java.nio.file.Path> local(String name) {
    return isLocal() ? Optional.of(java.nio.file.Path.of(path(name).toUri())) : Optional.empty();
  }

  /** Writes under a condition; empty if the store's client has none. */
  Optional<ConditionalWrites> conditional() throws IOException {
    return ConditionalWrites.of(fileSystem, root);
  }

  Path path(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  OutputStream create(String name) throws IOException {
    if (isPlainDisk()) {
      java.nio.file.Path file = java.nio.file.Path.of(path(name).toUri());
      Files.createDirectories(file.getParent());
      return Files.newOutputStream(file);
    }
    return fileSystem.create(path(name), true);
  }

  /**
   * Whether Java's own file operations do: Hadoop's start a process for every file and directory
   * they make, to set its permissions, which takes longer than a small step.
   */
  private boolean isPlainDisk() {
    return fileSystem.getClass() == RawLocalFileSystem.class;
  }

  void write(String name, byte[] content) throws IOException {
    try (OutputStream out = create(name)) {
      out.write(content);
    } catch (IOException e) {
      throw Folders.naming(path(name).toUri().getPath(), e);
    }
  }

  byte[] read(String name) throws IOException {
    try (InputStream in = fileSystem.open(path(name))) {
      return in.readAllBytes();
    }
  }

  InputStream open(String name) throws IOException {
    return fileSystem.open(path(name));
  }

  boolean exists(String name) throws IOException {
    return fileSystem.exists(path(name));
  }

  boolean isFolder(String name) throws IOException {
    try {
      return fileSystem.getFileStatus(path(name)).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Names of the folders in a directory in order; none if it is not there. */
  List<String> folders(String name) throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(path(name)))
          .filter(FileStatus::isDirectory)
          .map(FileStatus::getPath)
          .map(Path::getName)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  void makeDirectory(String name) throws IOException {
    if (isLocal()) {
      List<java.nio.file.Path> parents = Folders.makeUnforced(local(name).orElseThrow());
      synchronized (changed) {
        changed.addAll(parents);
      }
      return;
    }
    if (!fileSystem.mkdirs(path(name))) {
      throw new IOException("cannot make the folder " + path(name));
    }
  }

  /** Makes the root, if the store is on a local disk and new. */
  void makeRoot() throws IOException {
    if (isLocal()) {
      makeDirectory("");
    }
  }

  /** Moves a file or directory to a place where nothing is, making the folders above. */
  void rename(String from, String to) throws IOException {
    makeDirectory(new Path(to).getParent() == null ? "" : new Path(to).getParent().toString());
    if (exists(to) || !fileSystem.rename(path(from), path(to))) {
      throw new IOException("cannot rename %s to %s".formatted(path(from), path(to)));
    }
    changedFolderOf(to);
  }

  private void changedFolderOf(String name) {
    if (isLocal()) {
      synchronized (changed) {
        changed.add(local(name).orElseThrow().getParent());
      }
    }
  }

  /**
   * Makes what a file holds, or which names a folder has, last through a loss of power. Where the
   * store is not on a local disk nothing is done: object stores keep what they have answered for,
   * and HDFS has it on several machines.
   */
  void force(String name) throws IOException {
    if (isLocal()) {
      disk.force(local(name).orElseThrow());
    }
  }

  /** Makes every move and new folder since the last call last through a loss of power. */
  void forceMoves() throws IOException {
    synchronized (changed) {
      for (java.nio.file.Path folder : changed) {
        if (Files.isDirectory(folder)) {
          disk.force(folder);
        }
      }
      changed.clear();
    }
  }

  /** Writes a file that readers see whole or not at all, in place of one that may be there. */
  void replace(String name, byte[] content) throws IOException {
    if (!renamesDirectories()) {
      write(name, content);
      return;
    }
    String part = "%s.%s.part".formatted(name, UUID.randomUUID());
    write(part, content);
    force(part);
    delete(name);
    rename(part, name);
    forceMoves();
  }

  /** Moves a file or directory as {@link #rename} does, by copies where nothing can be renamed. */
  void move(String from, String to) throws IOException {
    if (renamesDirectories()) {
      rename(from, to);
      return;
    }
    Collection<String> names = isFolder(from) ? listAll(from).keySet() : List.of(from);
    for (String name : names) {
      try (InputStream in = open(name);
          OutputStream out = create(to + name.substring(from.length()))) {
        in.transferTo(out);
      }
    }
    delete(from);
  }

  /** Deletes a file or a directory with all that is in it; nothing happens if it is not there. */
  void delete(String name) throws IOException {
    fileSystem.delete(path(name), true);
  }

  /** Names in a directory in order; none if it is not there. */
  List<String> list(String name) throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(path(name)))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      if (isLocal() && !Files.isReadable(local(name).orElseThrow())) {
        throw new AccessDeniedException(local(name).orElseThrow().toString());
      }
      throw e;
    }
  }

  /** Sizes of all files below a directory, by name relative to the root. */
  Map<String, Long> listAll(String name) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try {
      if (isPlainDisk()) {
        walk(path(name), sizes);
      } else {
        RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(path(name), true);
        while (files.hasNext()) {
          put(files.next(), sizes);
        }
      }
    } catch (FileNotFoundException e) {
      return Map.of();
    }
    return sizes;
  }

  /** What listFiles does, but without asking, in a process per file, who may read it. */
  private void walk(Path directory, Map<String, Long> sizes) throws IOException {
    for (FileStatus file : fileSystem.listStatus(directory)) {
      if (file.isDirectory()) {
        walk(file.getPath(), sizes);
      } else {
        put(file, sizes);
      }
    }
  }

  /** Size and time of the files right in a folder and in its folders, by name. */
  Map<String, String> looks(Path folder) throws IOException {
    Map<String, String> looks = new TreeMap<>();
    for (FileStatus file : fileSystem.listStatus(folder)) {
      if (file.isDirectory()) {
        looks.putAll(looks(file.getPath()));
      } else {
        looks.put(relative(file.getPath()), file.getLen() + " " + file.getModificationTime());
      }
    }
    return looks;
  }

  private void put(FileStatus file, Map<String, Long> sizes) {
    sizes.put(relative(file.getPath()), file.getLen());
  }

  private String relative(Path path) {
    return root.toUri().getPath().equals("/")
        ? path.toUri().getPath().substring(1)
        : path.toUri().getPath().substring(root.toUri().getPath().length() + 1);
  }

  /**
   * Makes a file with this content unless one is there. Readers see it whole or not at all.
   *
   * <p>Object stores offer no such operation through Hadoop 3.3, nor do those without {@link
   * #conditional() conditional writes}: there the look for an existing file and the writing are two
   * operations, and the owner's record keeps a second writer away.
   *
   * @param staged name of a file that already has the content, on file systems that rename
   * @return false if a file was there
   */
  boolean createIfAbsent(String name, byte[] content, String staged) throws IOException {
    if (isLocal()) {
      try {
        makeDirectory(new Path(name).getParent().toString());
        Files.createLink(local(name).orElseThrow(), local(staged).orElseThrow());
        changedFolderOf(name);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (UnsupportedOperationException e) {
        return renameIfAbsent(staged, name);
      }
    }
    if (renamesDirectories()) {
      return renameIfAbsent(staged, name);
    }
    Optional<ConditionalWrites> conditional = conditional();
    if (conditional.isPresent()) {
      return conditional.get().create(path(name), content);
    }
    try (OutputStream out = fileSystem.create(path(name), false)) {
      out.write(content);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private boolean renameIfAbsent(String staged, String name) throws IOException {
    try {
      makeDirectory(new Path(name).getParent().toString());
      FileContext.getFileContext(root.toUri(), fileSystem.getConf())
          .rename(path(staged), path(name), Rename.NONE);
      changedFolderOf(name);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }
}
