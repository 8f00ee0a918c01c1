package io.gradus.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A store on HDFS, which renames, or on an object store, which does not. */
final class HadoopFiles implements StoreFiles {
  private final Configuration hadoop;
  private final FileSystem fileSystem;
  private final Path root;

  HadoopFiles(Configuration hadoop, FileSystem fileSystem, Path root) {
    this.hadoop = hadoop;
    this.fileSystem = fileSystem;
    this.root = root;
  }

  @Override
  public Path path(String name) {
    return name.isEmpty() ? root : new Path(root, name);
  }

  @Override
  public Configuration configuration() {
    return hadoop;
  }

  @Override
  public boolean renamesDirectories() {
    return fileSystem.getUri().getScheme().equals("hdfs");
  }

  @Override
  public Optional<java.nio.file.Path> local(String name) {
    return Optional.empty();
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    try (OutputStream out = fileSystem.create(path(name), true)) {
      out.write(content);
    }
  }

  @Override
  public void upload(java.nio.file.Path file, String name) throws IOException {
    try (OutputStream out = fileSystem.create(path(name), true)) {
      Files.copy(file, out);
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    return fileSystem.open(path(name));
  }

  @Override
  public boolean exists(String name) throws IOException {
    return fileSystem.exists(path(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    fileSystem.mkdirs(path(to).getParent());
    if (exists(to) || !fileSystem.rename(path(from), path(to))) {
      throw new IOException("cannot rename %s to %s".formatted(path(from), path(to)));
    }
  }

  @Override
  public void delete(String name) throws IOException {
    fileSystem.delete(path(name), true);
  }

  @Override
  public List<String> list(String name) throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(path(name)))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public Map<String, Long> listAll(String name) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    String prefix = root.toUri().getPath();
    int skipped = prefix.endsWith("/") ? prefix.length() : prefix.length() + 1;
    try {
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(path(name), true);
      while (files.hasNext()) {
        LocatedFileStatus file = files.next();
        sizes.put(file.getPath().toUri().getPath().substring(skipped), file.getLen());
      }
    } catch (FileNotFoundException e) {
      return Map.of();
    }
    return sizes;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Object stores offer no such operation through Hadoop 3.3: there the look for an existing
   * file and the writing are two operations, and the owner's record keeps a second writer away.
   */
  @Override
  public boolean createIfAbsent(String name, byte[] content, String staged) throws IOException {
    try {
      if (renamesDirectories()) {
        fileSystem.mkdirs(path(name).getParent());
        FileContext.getFileContext(root.toUri(), hadoop)
            .rename(path(staged), path(name), Rename.NONE);
        return true;
      }
      try (OutputStream out = fileSystem.create(path(name), false)) {
        out.write(content);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
