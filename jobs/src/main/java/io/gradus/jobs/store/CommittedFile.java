package io.gradus.jobs.store;

import io.gradus.files.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;

/**
 * A file as a commit recorded it, with the run and the steps that an error about it names.
 *
 * @param runId empty for a file of a model that runs begin from
 * @param first first step of the commit
 * @param last last step of the commit; before {@code first} where it only records the run
 */
record CommittedFile(FileEntry entry, String runId, int first, int last) implements Serializable {

  /** Opens a file of which the sum is wanted. */
  interface Source {
    InputStream open() throws IOException;
  }

  String path() {
    return entry.path();
  }

  /**
   * Compares the file's bytes with the recorded sum.
   *
   * @param where the folder or store that the error names
   * @throws StoreException if the file is missing or another one
   */
  void check(String where, Source source) throws IOException {
    String found;
    try (InputStream in = source.open()) {
      found = new Sha256().add(in).hex();
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw missing(where);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Is a directory")) {
        throw folder(where);
      }
      throw e;
    }
    if (!found.equals(entry.sha256())) {
      throw new StoreException(
          "%s in %s is damaged: SHA-256 %s, its manifest says %s (%s)"
              .formatted(path(), where, found, entry.sha256(), owner()));
    }
  }

  /** Refuses another size than the recorded one. */
  void checkSize(String where, long bytes) {
    if (bytes != entry.bytes()) {
      throw new StoreException(
          "%s in %s is damaged: %d bytes, its manifest says %d (%s)"
              .formatted(path(), where, bytes, entry.bytes(), owner()));
    }
  }

  StoreException missing(String where) {
    return new StoreException(
        "%s in %s is missing: a commit of the run names it (%s)".formatted(path(), where, owner()));
  }

  StoreException folder(String where) {
    return new StoreException(
        "%s in %s is damaged: it is a folder, its manifest says a file of %d bytes (%s)"
            .formatted(path(), where, entry.bytes(), owner()));
  }

  /** For instance {@code run a, steps 3 to 4}. */
  private String owner() {
    if (runId.isEmpty()) {
      return "a model that runs begin from";
    }
    return "run " + runId + ", " + steps(first, last);
  }

  /** For instance {@code step 3}. */
  static String steps(int first, int last) {
    if (last < first) {
      return "its record";
    }
    return first == last ? "step " + first : "steps %d to %d".formatted(first, last);
  }
}
