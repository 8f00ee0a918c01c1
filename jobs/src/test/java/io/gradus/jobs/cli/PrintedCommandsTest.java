package io.gradus.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gradus.jobs.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands that README and docs print are commands: names, options and settings exist. */
class PrintedCommandsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\n(.*?)^```$");
  private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|[^\\s'\"]+");

  /** Options of spark-submit that stand before the command. */
  private static final Set<String> WITH_VALUE =
      Set.of("--master", "--conf", "--properties-file", "--executor-memory");

  @Test
  void everyPrintedCommandIsUnderstood() throws IOException {
    int found = 0;
    for (Path page : pages()) {
      for (List<String> command : commands(Files.readString(page))) {
        String where = page.getFileName() + ": " + String.join(" ", command);
        assertThatCode(() -> Gradus.commandLine().parseArgs(command.toArray(String[]::new)))
            .as(where)
            .doesNotThrowAnyException();
        assertThat(settings(command)).as(where).allMatch(PrintedCommandsTest::isKey);
        found++;
      }
    }
    assertThat(found).isGreaterThan(30);
  }

  @Test
  void commandsAreReadAsAShellReadsThem() {
    String page =
        """
        ```
        ./gradus sql --store out "SELECT 1"   # a comment
        $gradus --master "local-cluster[1,1,1]" train \\
          my.conf 'reward.functions=[format]' seed=2
        gradus: an error
        ```
        ./gradus outside
        """;
    assertThat(commands(page))
        .containsExactly(
            List.of("sql", "--store", "out", "SELECT 1"),
            List.of("train", "my.conf", "reward.functions=[format]", "seed=2"));
    assertThat(settings(List.of("train", "--if=x", "reward.functions=[format]", "seed=2")))
        .containsExactly("reward.functions", "seed");
    assertThat(isKey("reward.functions")).isTrue();
    assertThat(isKey("reward.function")).isFalse();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static List<List<String>> commands(String page) {
    List<List<String>> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      for (String line : block.group(1).replace("\\\n", " ").split("\n")) {
        List<String> words = words(line);
        if (!words.isEmpty() && words.get(0).matches("\\./gradus|\\$gradus")) {
          List<String> command = withoutSparkOptions(words.subList(1, words.size()));
          if (!command.isEmpty() && !command.get(0).equals("--classpath")) {
            commands.add(command);
          }
        }
      }
    }
    return commands;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find() && !word.group().startsWith("#")) {
      words.add(word.group().replaceAll("^['\"]|['\"]$", ""));
    }
    return words;
  }

  private static List<String> withoutSparkOptions(List<String> words) {
    int at = 0;
    while (at < words.size() && WITH_VALUE.contains(words.get(at))) {
      at += 2;
    }
    return words.subList(Math.min(at, words.size()), words.size());
  }

  /** Keys of what is given as key=value. */
  private static List<String> settings(List<String> command) {
    return command.stream()
        .filter(word -> word.matches("[a-z][a-z.-]*=.*"))
        .map(word -> word.substring(0, word.indexOf('=')))
        .filter(key -> !command.contains("import"))
        .toList();
  }

  private static boolean isKey(String key) {
    return Settings.defaults().containsKey(key);
  }
}
