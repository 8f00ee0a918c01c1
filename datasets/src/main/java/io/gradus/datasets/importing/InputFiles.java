package io.gradus.datasets.importing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of an import in name order, and what else lies in their folder.
 *
 * <p>A file that is named is taken, whatever it is called. Of a folder those are taken that are not
 * hidden (as Spark sees it: names that begin with a dot or underscore) and hold rows: Parquet
 * files, told by their first bytes; JSON by its ending; where there is neither, all that are no
 * texts about the data. A {@code .json} file beside Parquet describes it.
 *
 * @param files to read, at least one
 * @param leftOut names of files that hold no rows
 */
record InputFiles(List<InputFile> files, List<String> leftOut) {
  private static final String PARQUET = "PAR1";
  private static final String ENCRYPTED = "PARE";
  private static final String LFS = "version https://git-lfs";

  private static final String COMPRESSED = "(\\.(gz|gzip|bz2|deflate|snappy|lz4|zst))?";
  private static final Pattern LINES = Pattern.compile(".*\\.(jsonl|ndjson)" + COMPRESSED);
  private static final Pattern JSON = Pattern.compile(".*\\.json" + COMPRESSED);
  private static final Pattern DESCRIPTION =
      Pattern.compile(
          "(dataset_infos?|state|dataset_dict|config|metadata)\\.json"
              + "|(readme|license|licence|notice|citation|changelog)(\\..*)?"
              + "|.*\\.(md|rst|html?|ya?ml|py|sh|ipynb|pdf|png|jpe?g|svg|crc|csv|tsv|bib)");

  /**
   * The files at a path.
   *
   * @throws IllegalArgumentException when there is none, or one holds something else than its rows
   */
  static InputFiles list(Configuration hadoop, String input) {
    try {
      Path path = new Path(input);
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.exists(path)) {
        throw new IllegalArgumentException(
            "%s does not exist, expected a file or a directory of files.".formatted(input));
      }
      List<Found> found = new ArrayList<>();
      FileStatus root = files.getFileStatus(path);
      collect(files, root, found);
      List<Found> taken = root.isFile() ? found : holdingRows(found);
      if (taken.isEmpty()) {
        throw new IllegalArgumentException(
            found.isEmpty()
                ? "%s holds no files, expected at least one.".formatted(input)
                : "%s holds no Parquet or JSON, found %s."
                    .formatted(input, String.join(", ", names(found))));
      }
      taken.forEach(Found::requireReadable);
      List<Found> rest = new ArrayList<>(found);
      rest.removeAll(taken);
      return new InputFiles(taken.stream().map(Found::file).toList(), names(rest));
    } catch (IOException e) {
      throw new UncheckedIOException("%s: cannot be read: %s".formatted(input, e.getMessage()), e);
    }
  }

  /**
   * A file that lies there.
   *
   * @param begin its first characters
   */
  private record Found(String path, String name, String begin) {
    boolean isParquet() {
      return begin.startsWith(PARQUET)
          || begin.startsWith(ENCRYPTED)
          || name.toLowerCase(Locale.ROOT).endsWith(".parquet");
    }

    boolean is(Pattern names) {
      return names.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    InputFile file() {
      return new InputFile(path, isParquet() ? InputFile.Format.PARQUET : InputFile.Format.JSON);
    }

    void requireReadable() {
      if (begin.startsWith(LFS)) {
        throw new IllegalArgumentException(
            path + " is a pointer of Git LFS, expected the data (git lfs pull fetches it).");
      }
      if (begin.startsWith(ENCRYPTED)) {
        throw new IllegalArgumentException(path + " is encrypted Parquet, which is not read.");
      }
    }
  }

  private static List<String> names(List<Found> files) {
    return files.stream().map(Found::name).toList();
  }

  private static List<Found> holdingRows(List<Found> found) {
    List<Found> named = found.stream().filter(f -> !f.is(DESCRIPTION)).toList();
    boolean parquet = named.stream().anyMatch(Found::isParquet);
    Predicate<Found> json = f -> f.is(LINES) || (!parquet && f.is(JSON));
    List<Found> rows = named.stream().filter(json.or(Found::isParquet)).toList();
    return rows.isEmpty() ? named : rows;
  }

  private static void collect(FileSystem files, FileStatus status, List<Found> found)
      throws IOException {
    if (status.isFile()) {
      Path path = status.getPath();
      found.add(new Found(path.toString(), path.getName(), begin(files, path)));
      return;
    }
    List<FileStatus> children = new ArrayList<>(List.of(files.listStatus(status.getPath())));
    children.removeIf(c -> c.getPath().getName().matches("[._].*"));
    children.sort(Comparator.comparing(c -> c.getPath().getName()));
    for (FileStatus child : children) {
      collect(files, child, found);
    }
  }

  private static String begin(FileSystem files, Path path) throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      return new String(in.readNBytes(LFS.length()), US_ASCII);
    }
  }
}
