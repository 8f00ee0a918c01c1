package io.gradus.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where something is read or written: a local path, a {@code file:} URI or the URI of another file
 * system, and the option or setting that says so. Two names of one place are recognised: relative
 * paths, {@code ..} and symbolic links are followed, also where the last names do not exist yet.
 *
 * @param key option or setting that errors name
 * @param location as the user wrote it
 */
public record Place(String key, String location) {
  private static final Pattern URI_OF_SOME_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
  private static final Pattern FILE = Pattern.compile("(?i)file:(?://[^/]*)?(?=/)");
  private static final int MOST_LINKS = 40;

  /**
   * Checks that there is a location.
   *
   * @throws IllegalArgumentException if it is blank or no path can be made of it
   */
  public Place {
    if (location.isBlank()) {
      throw new IllegalArgumentException("%s is empty, expected a path".formatted(key));
    }
    try {
      local(location);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "%s = %s is no path: %s".formatted(key, printable(location), e.getReason()), e);
    }
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** The location as a path of this machine; empty for other file systems. */
  public Optional<Path> local() {
    return local(location);
  }

  private static Optional<Path> local(String location) {
    if (FILE.matcher(location).lookingAt()) {
      return Optional.of(Path.of(FILE.matcher(location).replaceFirst("")));
    }
    return URI_OF_SOME_SCHEME.matcher(location).matches()
        ? Optional.empty()
        : Optional.of(Path.of(location));
  }

  /**
   * Refuses to write here what is read there.
   *
   * @param read what is read
   * @throws IllegalArgumentException if this is the same place or lies within it
   */
  public void requireApartFrom(Place read) {
    if (isSameAs(read)) {
      throw new IllegalArgumentException(
          "%s = %s is what %s = %s names, expected another place: input is never overwritten"
              .formatted(key, location, read.key, read.location));
    }
    if (isWithin(read)) {
      throw new IllegalArgumentException(
          "%s = %s lies in %s = %s, expected a place outside of it: input is never changed"
              .formatted(key, location, read.key, read.location));
    }
  }

  /**
   * Refuses to write things of some names into this folder where that would change what is read.
   *
   * @throws IllegalArgumentException if this is the place that is read, lies within it, or one of
   *     the names does or holds it
   */
  public void requireApartFrom(Place read, List<String> names) {
    requireApartFrom(read);
    for (String name : names) {
      if (child(name).touches(read)) {
        throw new IllegalArgumentException(
            "%s = %s would get its %s where %s = %s is, expected another folder: input is never changed"
                .formatted(key, location, name, read.key, read.location));
      }
    }
  }

  /** What is called so in this folder. */
  public Place child(String name) {
    return new Place(key, location.replaceAll("(?<=.)/+$", "") + "/" + name);
  }

  /** Whether one of two places holds the other, or both are one. */
  public boolean touches(Place other) {
    return isSameAs(other) || isWithin(other) || other.isWithin(this);
  }

  /**
   * Why no folder can be made here, with what was expected; empty if one can or is there already,
   * and for other file systems. Nothing is left behind.
   */
  public Optional<String> obstacleToFolder() {
    return local().flatMap(Folders::obstacle);
  }

  /** Whether two names mean one place. */
  public boolean isSameAs(Place other) {
    Optional<Path> mine = local();
    Optional<Path> others = other.local();
    if (mine.isPresent() && others.isPresent()) {
      try {
        return Files.exists(mine.get()) && Files.exists(others.get())
            ? Files.isSameFile(mine.get(), others.get())
            : real(mine.get(), 0).equals(real(others.get(), 0));
      } catch (IOException e) {
        throw new UncheckedIOException(location + " cannot be looked at", e);
      }
    }
    return mine.isEmpty() && others.isEmpty() && remote().equals(other.remote());
  }

  /** Whether this lies below another place. */
  public boolean isWithin(Place other) {
    if (isSameAs(other)) {
      return false;
    }
    Optional<Path> mine = local();
    Optional<Path> others = other.local();
    if (mine.isPresent() && others.isPresent()) {
      return real(mine.get(), 0).startsWith(real(others.get(), 0));
    }
    return mine.isEmpty() && others.isEmpty() && remote().startsWith(other.remote() + "/");
  }

  /** The path that all names of a place have: what does not exist yet, below what does. */
  private static Path real(Path path, int links) {
    Path absolute = path.toAbsolutePath();
    try {
      if (Files.exists(absolute)) {
        return absolute.toRealPath();
      }
      if (Files.isSymbolicLink(absolute) && links < MOST_LINKS) {
        return real(absolute.resolveSibling(Files.readSymbolicLink(absolute)), links + 1);
      }
    } catch (IOException e) {
      return absolute.normalize();
    }
    Path parent = absolute.getParent();
    return parent == null
        ? absolute
        : real(parent, links).resolve(absolute.getFileName()).normalize();
  }

  private String remote() {
    String plain = location.replaceFirst("(?i)^s3n?:", "s3a:");
    int colon = plain.indexOf(':');
    String scheme = plain.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = plain.substring(colon + 1).replaceAll("/+$", "");
    try {
      return URI.create(scheme + ":" + rest).normalize().toString();
    } catch (IllegalArgumentException e) {
      return scheme + ":" + rest;
    }
  }
}
