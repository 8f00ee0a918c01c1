package io.gradus.jobs.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a store, named relative to its root, and what the file system under it can do: local
 * disks and HDFS rename a directory at once; object stores do not, but show a file only when it is
 * complete. Reading what is not there throws {@link java.io.FileNotFoundException} or {@link
 * java.nio.file.NoSuchFileException}.
 */
interface StoreFiles {
  static StoreFiles open(Configuration hadoop, String root) throws IOException {
    Path path = new Path(root);
    FileSystem found = path.getFileSystem(hadoop);
    Path qualified = found.makeQualified(path);
    return found instanceof LocalFileSystem
        ? new LocalFiles(hadoop, qualified)
        : new HadoopFiles(hadoop, found, qualified);
  }

  /** A file or folder as Hadoop names it; the root for the empty name. */
  Path path(String name);

  Configuration configuration();

  /** Whether a directory moves into place by one atomic rename. */
  boolean renamesDirectories();

  /** The path for java.nio, if the store is on a local disk. */
  Optional<java.nio.file.Path> local(String name);

  /** Writes a file, making the folders above, over what was there. */
  void write(String name, byte[] content) throws IOException;

  /** Copies a local file into the store. */
  void upload(java.nio.file.Path file, String name) throws IOException;

  InputStream open(String name) throws IOException;

  boolean exists(String name) throws IOException;

  /** Moves a file or directory to a place where nothing is, making the folders above. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file or a directory with all that is in it; nothing happens if it is not there. */
  void delete(String name) throws IOException;

  /** Names in a directory in order; none if it is not there. */
  List<String> list(String name) throws IOException;

  /**
   * Sizes of all files below a directory, by name relative to the root; none if it is not there.
   */
  Map<String, Long> listAll(String name) throws IOException;

  /**
   * Makes a file with this content unless one is there. Readers see it whole or not at all.
   *
   * @param staged name of a file that already has the content, on file systems that rename
   * @return false if a file was there
   */
  boolean createIfAbsent(String name, byte[] content, String staged) throws IOException;

  default byte[] read(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  /** The root as a URI that any process of the cluster understands. */
  default String root() {
    return path("").toString();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SHA-256, hexadecimal. */
  static String digest(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  /** SHA-256 of all that is left to read, hexadecimal. */
  static String digest(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
