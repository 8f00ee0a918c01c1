import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Makes a jar of another one, with the files of a folder in place of its entries of the same names, and without the
 * packages that are named. All else is copied as it is, compressed: the libraries in the jar are relocated and packed
 * once for both lines of Spark.
 *
 * <p>Run by the build of jobs/spark4: {@code java ReplaceInJar.java FROM.jar FOLDER TO.jar [PACKAGE/ …]}.
 */
public final class ReplaceInJar {
  private ReplaceInJar() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    Path target = Path.of(arguments[2]);
    Path partial = Path.of(arguments[2] + ".partial");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(partial.toFile());
        ZipFile from = ZipFile.builder().setFile(arguments[0]).get();
        Stream<Path> found = Files.walk(folder)) {
      List<String> without = List.of(arguments).subList(3, arguments.length);
      from.copyRawEntries(
          out,
          entry ->
              without.stream().noneMatch(entry.getName().replace("META-INF/services/", "")::startsWith)
                  && !Files.isRegularFile(folder.resolve(entry.getName())));
      List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        ZipArchiveEntry entry = new ZipArchiveEntry(folder.relativize(file).toString());
        entry.setTime(0);
        out.putArchiveEntry(entry);
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
    Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
