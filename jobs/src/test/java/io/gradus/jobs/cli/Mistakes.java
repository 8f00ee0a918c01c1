package io.gradus.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table {@code mistakes.txt}: command lines that cannot work, and what is said of them. */
public final class Mistakes {
  private static final String FOLDER = "$w";

  private final Map<String, String> files = new LinkedHashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();

  private Mistakes() {}

  /**
   * One mistake.
   *
   * @param line number in the table
   * @param command the command line
   * @param code exit code
   * @param words what the line on standard error contains
   */
  public record Mistake(int line, String command, int code, String words) {
    /** The words of the command line, the folder of the files being this one. */
    String[] arguments(String folder) {
      List<String> words = new ArrayList<>();
      Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
      while (word.find()) {
        String found = word.group(1) != null ? word.group(1) : word.group(2);
        words.add(found.replace(FOLDER, folder));
      }
      return words.toArray(String[]::new);
    }

    String expected(String folder) {
      return words.replace(FOLDER, folder);
    }

    @Override
    public String toString() {
      return "line " + line + ": " + command;
    }
  }

  /** Reads the table. */
  public static Mistakes read() {
    try (InputStream in = Mistakes.class.getResourceAsStream("/mistakes.txt")) {
      Mistakes table = new Mistakes();
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (line.startsWith("= ")) {
          String[] parts = line.substring(2).split(" ", 2);
          table.files.put(parts[0], parts[1].replace("\\n", "\n"));
        } else if (line.startsWith("$ ")) {
          String[] parts = lines.get(i + 1).split(" ", 2);
          table.mistakes.add(
              new Mistake(i + 1, line.substring(2), Integer.parseInt(parts[0]), parts[1].strip()));
          i++;
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          throw new IllegalStateException("mistakes.txt:" + (i + 1) + ": " + line);
        }
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Contents by name. */
  Map<String, String> files() {
    return files;
  }

  public List<Mistake> all() {
    return List.copyOf(mistakes);
  }
}
