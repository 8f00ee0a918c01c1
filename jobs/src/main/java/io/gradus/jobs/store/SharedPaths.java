package io.gradus.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds out before any work whether executors see a folder of the driver's disk that they are to
 * read or write: they do on one machine or with a shared mount, and not on a cluster whose machines
 * have disks of their own. Locations of other file systems are seen by all.
 */
public final class SharedPaths {
  private SharedPaths() {}

  /**
   * Checks that executors see what lies at a location.
   *
   * @param key setting or option that an error names
   * @throws IllegalArgumentException naming an executor that does not
   */
  public static void require(JavaSparkContext spark, String key, String location) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(location);
    if (!spark.master().startsWith("local") && isOnDisk(spark, path)) {
      requireOnDisk(spark, key, location, Path.of(path.toUri().getPath()).toAbsolutePath());
    }
  }

  static void requireOnDisk(JavaSparkContext spark, String key, String location, Path path) {
    Path folder = existingFolder(path);
    if (Files.isRegularFile(path) || !Files.isWritable(folder)) {
      check(spark, key, location, (Files.exists(path) ? path : folder).toString());
      return;
    }
    // A folder of that name may be on every disk; a file that was made just now is not.
    Path mark = folder.resolve(".gradus-" + UUID.randomUUID());
    try {
      Files.createFile(mark);
      try {
        check(spark, key, location, mark.toString());
      } finally {
        Files.delete(mark);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written to", e);
    }
  }

  private static boolean isOnDisk(JavaSparkContext spark, org.apache.hadoop.fs.Path path) {
    try {
      return path.getFileSystem(spark.hadoopConfiguration()).getUri().getScheme().equals("file");
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be opened", e);
    }
  }

  private static Path existingFolder(Path path) {
    Path folder = path;
    while (!Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    return folder;
  }

  static void check(JavaSparkContext spark, String key, String location, String mark) {
    int tasks = 2 * spark.defaultParallelism();
    List<String> blind =
        spark
            .parallelize(Collections.nCopies(tasks, mark), tasks)
            .filter(file -> !Files.exists(Path.of(file)))
            .map(file -> SparkEnv.get().executorId())
            .distinct()
            .collect();
    if (!blind.isEmpty()) {
      List<String> sorted = new ArrayList<>(blind);
      Collections.sort(sorted);
      throw new IllegalArgumentException(
          "%s = %s is on the driver's disk, which executor %s does not see; expected hdfs://, s3a:// or a folder that all"
                  .formatted(key, location, String.join(", ", sorted))
              + " machines share");
    }
  }
}
