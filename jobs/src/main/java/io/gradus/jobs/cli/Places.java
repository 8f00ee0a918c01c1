package io.gradus.jobs.cli;

import io.gradus.files.Place;
import io.gradus.jobs.store.Schemes;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** Places that options name, checked before Spark starts and anything is read or written. */
final class Places {
  private Places() {}

  /**
   * What a command reads.
   *
   * @throws IllegalArgumentException if the location is empty or of an unknown file system
   */
  static Place input(String option, String location) {
    Place place = new Place(option, location);
    Schemes.require(SparkSessions.hadoop(), place);
    return place;
  }

  /**
   * A folder that a command writes, new or not.
   *
   * @throws IllegalArgumentException if there can be none
   */
  static Place folder(String option, String location) {
    Place place = input(option, location);
    place
        .obstacleToFolder()
        .ifPresent(
            expected -> {
              throw new IllegalArgumentException(
                  "%s = %s, expected %s".formatted(option, location, expected));
            });
    return place;
  }

  /** A file that a command reads or writes. */
  static Place file(String option, Path path) {
    return new Place(option, path.toString());
  }

  /** A local path as users write it, also as a {@code file:} URI. */
  static Path localPath(String text) {
    try {
      return new Place("the path", text)
          .local()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is not on this machine, expected a local path".formatted(text)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          text.isBlank() ? "it is empty, expected a path" : e.getMessage());
    }
  }
}
