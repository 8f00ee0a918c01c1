package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.files.Folders;
import io.gradus.files.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command, walked through a table of mistakes: each ends with the exit code of bad input and
 * one line that says what was expected; no stack trace is shown or logged, and nothing is written.
 */
class MistakesTest {
  @TempDir static Path temporary;

  private static Path folder;
  private static Map<String, String> before;
  private static final List<LogEvent> ERRORS = new ArrayList<>();
  private static AbstractAppender appender;

  @BeforeAll
  static void makeFiles() throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("w"));
    for (Map.Entry<String, String> file : Mistakes.read().files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    Files.write(folder.resolve("bytes.jsonl"), new byte[] {(byte) 0xc3, (byte) 0x28, '\n'});
    Files.createDirectory(folder.resolve("emptydir"));
    Files.createSymbolicLink(folder.resolve("plink.jsonl"), Path.of("prompts.jsonl"));
    Files.createSymbolicLink(folder.resolve("dangling.jsonl"), Path.of("nowhere.jsonl"));
    String conf = folder + "/tiny.conf";
    String model = "model.path=" + folder + "/model";
    works("train", conf, model, "store.path=" + folder + "/store", "run.id=tiny");
    works(
        "datasets", "import", "--source", "jsonl", "--in", at("probs.jsonl"), "--out", at("table"));
    for (String out : List.of("curves", "report/curves")) {
      works("curves", "import", "--format", "csv", "--in", at("curves.csv"), "--out", at(out));
    }
    before = snapshot();
    appender =
        new AbstractAppender("mistakes", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(Level.ERROR)) {
              ERRORS.add(event.toImmutable());
            }
          }
        };
    appender.start();
    ((Logger) LogManager.getRootLogger()).addAppender(appender);
  }

  @AfterAll
  static void removeAppender() {
    if (appender != null) {
      ((Logger) LogManager.getRootLogger()).removeAppender(appender);
    }
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  private static void works(String... arguments) {
    StringWriter err = new StringWriter();
    int code =
        Gradus.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    assertThat(code).as(err.toString()).isZero();
  }

  static List<Mistakes.Mistake> mistakes() {
    return Mistakes.read().all();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsOneLineAndChangesNothing(Mistakes.Mistake mistake) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ERRORS.clear();
    int code =
        Gradus.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(mistake.arguments(folder.toString()));
    assertThat(err.toString().lines())
        .as(err.toString())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("gradus: ")
        .contains(mistake.expected(folder.toString()));
    assertThat(code).isEqualTo(mistake.code());
    assertThat(out.toString()).isEmpty();
    assertThat(ERRORS).isEmpty();
    Map<String, String> after = snapshot();
    for (String name : after.keySet()) {
      if (!before.containsKey(name)) {
        Folders.delete(folder.resolve(name)); // Lest the next mistake is blamed.
      }
    }
    assertThat(after).isEqualTo(before);
  }

  @Test
  void theTableIsLargeAndHasEveryCommand() {
    List<Mistakes.Mistake> all = mistakes();
    assertThat(all).hasSizeGreaterThanOrEqualTo(200);
    Set<String> distinct = new HashSet<>();
    all.forEach(mistake -> distinct.add(mistake.command()));
    assertThat(distinct).hasSameSizeAs(all);
    for (String command : Gradus.commandLine().getSubcommands().keySet()) {
      assertThat(all).as(command).anyMatch(mistake -> mistake.command().startsWith(command));
    }
  }

  /** Contents of all files, targets of all links. */
  private static Map<String, String> snapshot() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String content =
            Files.isSymbolicLink(path)
                ? Files.readSymbolicLink(path).toString()
                : Files.isDirectory(path) ? "" : Sha256.hex(Files.readAllBytes(path));
        files.put(folder.relativize(path).toString(), content);
      }
    }
    return files;
  }
}
