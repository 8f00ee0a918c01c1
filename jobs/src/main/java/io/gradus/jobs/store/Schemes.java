package io.gradus.jobs.store;

import io.gradus.files.Place;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Whether locations are of a file system that there is. */
public final class Schemes {
  private Schemes() {}

  /** What is expected of a location instead; empty if its file system is known. */
  public static Optional<String> obstacle(Configuration hadoop, Place place) {
    if (place.local().isPresent()) {
      return place.location().matches("[^/]*:.*") && !place.location().startsWith("file:")
          ? Optional.of("a path without a colon before its first slash, hdfs:// or s3a://")
          : Optional.empty();
    }
    String scheme = place.location().substring(0, place.location().indexOf(':'));
    try {
      FileSystem.getFileSystemClass(scheme.toLowerCase(Locale.ROOT), hadoop);
    } catch (IOException e) {
      return Optional.of(
          "a local path, hdfs:// or s3a://, since no file system is known for " + scheme + "://");
    }
    try {
      new Path(place.location()).getFileSystem(hadoop);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      return Optional.of("a place that can be reached: " + message(e));
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^java\\.net\\.UnknownHostException", "unknown host");
  }

  /**
   * Refuses a location of an unknown file system.
   *
   * @throws IllegalArgumentException naming option or setting, and what was expected
   */
  public static void require(Configuration hadoop, Place place) {
    obstacle(hadoop, place)
        .ifPresent(
            expected -> {
              throw new IllegalArgumentException(
                  "%s = %s, expected %s".formatted(place.key(), place.location(), expected));
            });
  }
}
