package io.gradus.jobs.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A store on a local disk. Hadoop's own local file system would start a process for every file to
 * set its permissions, and write checksums that manifests have already.
 */
final class LocalFiles implements StoreFiles {
  private final Configuration hadoop;
  private final org.apache.hadoop.fs.Path qualified;
  private final Path root;

  LocalFiles(Configuration hadoop, org.apache.hadoop.fs.Path root) {
    this.hadoop = hadoop;
    this.qualified = root;
    this.root = Path.of(root.toUri().getPath());
  }

  private Path at(String name) {
    return root.resolve(name);
  }

  @Override
  public org.apache.hadoop.fs.Path path(String name) {
    return name.isEmpty() ? qualified : new org.apache.hadoop.fs.Path(qualified, name);
  }

  @Override
  public Configuration configuration() {
    return hadoop;
  }

  @Override
  public boolean renamesDirectories() {
    return true;
  }

  @Override
  public Optional<Path> local(String name) {
    return Optional.of(at(name));
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Files.createDirectories(at(name).getParent());
    Files.write(at(name), content);
  }

  @Override
  public void upload(Path file, String name) throws IOException {
    Files.createDirectories(at(name).getParent());
    Files.copy(file, at(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Files.newInputStream(at(name));
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(at(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.createDirectories(at(to).getParent());
    Files.move(at(from), at(to));
  }

  @Override
  public void delete(String name) throws IOException {
    if (!exists(name)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(at(name))) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public List<String> list(String name) throws IOException {
    if (!Files.isDirectory(at(name))) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(at(name))) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public Map<String, Long> listAll(String name) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    if (!Files.isDirectory(at(name))) {
      return sizes;
    }
    try (Stream<Path> paths = Files.walk(at(name))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        sizes.put(root.relativize(path).toString().replace('\\', '/'), Files.size(path));
      }
    }
    return sizes;
  }

  @Override
  public boolean createIfAbsent(String name, byte[] content, String staged) throws IOException {
    Files.createDirectories(at(name).getParent());
    try {
      // Of the operations of java.nio, making a link alone fails atomically if the name is taken.
      Files.createLink(at(name), at(staged));
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      return moveIfAbsent(name, staged);
    }
    return true;
  }

  /**
   * For disks without links; there the lock on the run keeps others from making the file meanwhile.
   */
  private boolean moveIfAbsent(String name, String staged) throws IOException {
    try {
      Files.move(at(staged), at(name));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }
}
