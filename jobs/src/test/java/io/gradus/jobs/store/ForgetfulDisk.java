package io.gradus.jobs.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Remembers what of a folder was forced, and makes of it what a loss of power may leave. Files and
 * folders are known by their inodes, so that moves do not hide anything.
 */
final class ForgetfulDisk implements StoreFiles.Disk {
  private final Path above;
  private final Map<Object, byte[]> contents = new HashMap<>();
  private final Map<Object, Map<String, Object>> names = new HashMap<>();

  /** What was not forced. */
  enum Lost {
    /** Files have the bytes that were forced; folders have the names that were. */
    NAMES_AND_CONTENTS,
    /** Folders have all names; files that were not forced are empty. */
    CONTENTS
  }

  /**
   * A disk.
   *
   * @param above folder in which the store is to be
   */
  ForgetfulDisk(Path above) {
    this.above = above;
  }

  @Override
  public void force(Path path) throws IOException {
    forgetDeleted();
    if (Files.isDirectory(path)) {
      names.put(key(path), list(path));
    } else {
      contents.put(key(path), Files.readAllBytes(path));
    }
  }

  /** Makes a copy of {@code store}, a folder in the one above, as a loss of power leaves it. */
  void lose(Lost lost, Path store, Path copy) throws IOException {
    Set<Object> there = forgetDeleted();
    Map<String, Object> top = names.getOrDefault(key(above), Map.of());
    if (lost == Lost.CONTENTS || top.containsKey(store.getFileName().toString())) {
      leave(lost, store, copy, there);
    }
  }

  private void leave(Lost lost, Path from, Path to, Set<Object> there) throws IOException {
    Map<Object, Path> byKey = new HashMap<>();
    try (Stream<Path> all = Files.walk(above)) {
      for (Path path : all.toList()) {
        byKey.put(key(path), path);
      }
    }
    Files.createDirectories(to);
    Map<String, Object> kept =
        lost == Lost.CONTENTS ? list(from) : names.getOrDefault(key(from), Map.of());
    for (Map.Entry<String, Object> entry : kept.entrySet()) {
      if (!there.contains(entry.getValue())) {
        continue; // Deleted since.
      }
      Path target = to.resolve(entry.getKey());
      Path now = byKey.get(entry.getValue());
      if (Files.isDirectory(now)) {
        leave(lost, now, target, there);
      } else {
        Files.write(target, contents.getOrDefault(entry.getValue(), new byte[0]));
      }
    }
  }

  /** Inodes of what was deleted are soon those of something else. */
  private Set<Object> forgetDeleted() throws IOException {
    Set<Object> there = new HashSet<>();
    try (Stream<Path> all = Files.walk(above)) {
      for (Path path : all.toList()) {
        there.add(key(path));
      }
    }
    contents.keySet().retainAll(there);
    names.keySet().retainAll(there);
    return there;
  }

  private static Map<String, Object> list(Path folder) throws IOException {
    Map<String, Object> found = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.toList()) {
        found.put(path.getFileName().toString(), key(path));
      }
    }
    return found;
  }

  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
