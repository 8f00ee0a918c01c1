package io.gradus.jobs.store;

import io.gradus.files.Folders;
import io.gradus.files.Sha256;
import io.gradus.files.TemporaryFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * Model directories as folders of this machine: local ones as they are, those of {@code hdfs://},
 * {@code s3a://} and the like as a copy that is made once and kept.
 *
 * <p>A copy is found again by where the directory is and by the names, sizes and times of its
 * files, so a directory that was changed is copied anew. Copies may be deleted at any time.
 */
public final class ModelCache {
  private static final String CONFIG = "config.json";
  private static final String ADAPTER_CONFIG = "adapter_config.json";

  /** Locations that this process uses copies of, by the copy's path. */
  private static final Map<String, String> LOCATIONS = new ConcurrentHashMap<>();

  private final Configuration hadoop;
  private final Path folder;

  private ModelCache(Configuration hadoop, Path folder) {
    this.hadoop = hadoop;
    this.folder = folder;
  }

  /**
   * A cache.
   *
   * @param folder where copies are kept; empty: {@code $XDG_CACHE_HOME/gradus}, else {@code
   *     ~/.cache/gradus}, or in the folder of temporary files where there is no home to write to
   */
  public static ModelCache of(Configuration hadoop, Optional<String> folder) {
    return new ModelCache(
        hadoop,
        folder.map(Path::of).orElseGet(() -> standardFolder(System.getenv("XDG_CACHE_HOME"))));
  }

  static Path standardFolder(String cacheHome) {
    if (cacheHome != null && !cacheHome.isEmpty()) {
      return Path.of(cacheHome, "gradus");
    }
    Path home = Path.of(System.getProperty("user.home"));
    return Files.isWritable(home)
        ? home.resolve(".cache/gradus")
        : TemporaryFiles.shared().resolve("gradus-cache");
  }

  /** Whether there is a model at a location. */
  public boolean has(String location) throws IOException {
    return has(location, CONFIG);
  }

  private boolean has(String location, String file) throws IOException {
    Optional<Path> local = localPath(location);
    if (local.isPresent()) {
      return Files.exists(local.get().resolve(file));
    }
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
    return path.getFileSystem(hadoop).exists(new org.apache.hadoop.fs.Path(path, file));
  }

  /**
   * The model at a location as a local directory, not to be written to.
   *
   * @param location path or URI of a Hugging Face model directory
   * @param key setting or option that an error names
   * @throws IllegalArgumentException if there is none
   * @throws StoreException if it is of a store that has other sums of its files
   */
  public Path local(String location, String key) throws IOException {
    if (!has(location)) {
      throw new IllegalArgumentException(
          has(location, ADAPTER_CONFIG)
              ? "%s = %s holds adapters, expected a whole model: gradus merge --adapter %s --out DIR makes one"
                  .formatted(key, location, location)
              : "%s = %s has no config.json, expected a Hugging Face model directory"
                  .formatted(key, location));
    }
    return here(location);
  }

  /**
   * Adapters at a location, in the format of peft, as a local directory, not to be written to.
   *
   * @param key setting or option that an error names
   * @throws IllegalArgumentException if there are none
   * @throws StoreException if they are of a store that has other sums of their files
   */
  public Path localAdapter(String location, String key) throws IOException {
    if (!has(location, ADAPTER_CONFIG)) {
      throw new IllegalArgumentException(
          "%s = %s has no adapter_config.json, expected a directory with LoRA adapters"
              .formatted(key, location));
    }
    return here(location);
  }

  private Path here(String location) throws IOException {
    Optional<Path> local = localPath(location);
    if (local.isPresent()) {
      StoreModels.check(hadoop, local.get().toUri().toString());
      return local.get();
    }
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
    FileSystem files = path.getFileSystem(hadoop);
    Path copy = copy(files, files.makeQualified(path));
    LOCATIONS.put(copy.toString(), location);
    return copy;
  }

  /** A message in which files of copies are called by where the model really is. */
  public static String inUsersWords(String message) {
    String text = message;
    for (Map.Entry<String, String> copy : LOCATIONS.entrySet()) {
      text = text.replace(copy.getKey(), copy.getValue());
    }
    return text;
  }

  /**
   * The location as a path of this machine, if it is one: as Hadoop sees it, or a folder that is
   * here where Hadoop's default file system is another.
   */
  public Optional<Path> localPath(String location) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
    if (path.toUri().getScheme() == null && Files.isDirectory(Path.of(location))) {
      return Optional.of(Path.of(location));
    }
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.getUri().getScheme().equals("file")) {
      return Optional.empty();
    }
    return Optional.of(Path.of(path.toUri().getPath()));
  }

  private Path copy(FileSystem files, org.apache.hadoop.fs.Path source) throws IOException {
    List<FileStatus> listed =
        Stream.of(files.listStatus(source))
            .filter(FileStatus::isFile)
            .filter(file -> !isOptimizerState(file.getPath().getName()))
            .sorted(Comparator.comparing(FileStatus::getPath))
            .toList();
    Path copy = folder.resolve("models").resolve(name(source, listed));
    if (Files.isDirectory(copy)) {
      return copy;
    }
    StoreModels.check(hadoop, source.toString());
    Path part = Files.createDirectories(copy.resolveSibling("." + UUID.randomUUID()));
    try {
      for (FileStatus file : listed) {
        try (InputStream in = files.open(file.getPath())) {
          Files.copy(in, part.resolve(file.getPath().getName()));
        }
      }
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another process may have been faster; its copy is the same.
      if (!Files.isDirectory(copy)) {
        throw e;
      }
    } finally {
      Folders.delete(part);
    }
    return copy;
  }

  /** What other trainers leave beside the weights, twice their size. */
  private static boolean isOptimizerState(String name) {
    return name.startsWith("optimizer");
  }

  private static String name(org.apache.hadoop.fs.Path source, List<FileStatus> files) {
    StringBuilder seen = new StringBuilder(source.toString());
    for (FileStatus file : files) {
      seen.append('\n')
          .append(file.getPath().getName())
          .append(' ')
          .append(file.getLen())
          .append(' ')
          .append(file.getModificationTime());
    }
    String digest = Sha256.hex(seen.toString().getBytes(StandardCharsets.UTF_8));
    return source.getName() + "-" + digest.substring(0, 16);
  }

  /**
   * Where on this machine a model for a location is to be made before it is published: the same
   * folder at every call, so that making it can resume where it stopped.
   */
  public Path workshop(String location) {
    String digest = Sha256.hex(location.getBytes(StandardCharsets.UTF_8));
    return folder.resolve("made").resolve(digest.substring(0, 16));
  }

  /**
   * Copies a model directory to a location that is not local. Its {@code config.json}, by which a
   * model is known to be there, is written last. The directory is deleted then.
   */
  public void publish(Path directory, String location) throws IOException {
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(location);
    FileSystem files = target.getFileSystem(hadoop);
    List<Path> all;
    try (Stream<Path> listed = Files.list(directory)) {
      all =
          listed
              .filter(Files::isRegularFile)
              .sorted(
                  Comparator.comparing((Path file) -> file.endsWith(CONFIG))
                      .thenComparing(Comparator.naturalOrder()))
              .toList();
    }
    if (all.isEmpty() || !all.get(all.size() - 1).endsWith(CONFIG)) {
      throw new FileNotFoundException(directory.resolve(CONFIG).toString());
    }
    for (Path file : all) {
      try (OutputStream out =
          files.create(
              new org.apache.hadoop.fs.Path(target, file.getFileName().toString()), true)) {
        Files.copy(file, out);
      }
    }
    Folders.delete(directory);
  }
}
