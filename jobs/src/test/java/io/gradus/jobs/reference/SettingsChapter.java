package io.gradus.jobs.reference;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.gradus.jobs.config.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every key of {@code conf/reference.conf} with its default and the comment above it. */
final class SettingsChapter {
  /** One key and the line that it stands on; blocks have no default. */
  record Key(String name, String standard, String meaning, int line) {
    boolean isBlock() {
      return standard.isEmpty();
    }
  }

  private SettingsChapter() {}

  /**
   * The keys in the file's order. One without a comment of its own has that of its block, or means
   * what the key does that has a meaning and the longest end of its name in common; of several, one
   * of the training problems, after which other problems are modelled.
   */
  static List<Key> keys() {
    List<Key> written = written();
    Map<String, Integer> blocks =
        written.stream().filter(Key::isBlock).collect(Collectors.toMap(Key::name, Key::line));
    List<Key> explained =
        written.stream()
            .map(key -> new Key(key.name(), key.standard(), own(key, blocks), key.line()))
            .filter(key -> !key.meaning().isEmpty() && !key.isBlock())
            .sorted(Comparator.comparing(key -> !key.name().startsWith("problems.train.")))
            .toList();
    return written.stream()
        .map(
            key -> new Key(key.name(), key.standard(), meaning(key, blocks, explained), key.line()))
        .toList();
  }

  private static String own(Key key, Map<String, Integer> blocks) {
    if (!key.meaning().isEmpty()) {
      return key.meaning();
    }
    int dot = key.name().lastIndexOf('.');
    String block = dot < 0 ? "" : key.name().substring(0, dot);
    // A block of a few numbers on one line explains them together.
    return blocks.getOrDefault(block, -1) == key.line() ? "See `" + block + "`." : "";
  }

  private static String meaning(Key key, Map<String, Integer> blocks, List<Key> explained) {
    String own = own(key, blocks);
    if (!own.isEmpty()) {
      return own;
    }
    for (String end = key.name(); end.contains("."); ) {
      end = end.substring(end.indexOf('.') + 1);
      for (Key other : explained) {
        if (other.name().endsWith("." + end)) {
          return "As `" + other.name() + "`.";
        }
      }
    }
    return "";
  }

  private static List<Key> written() {
    List<Key> keys = new ArrayList<>();
    collect(Settings.reference(), "", keys);
    // What several blocks have in common is explained in the first of them.
    Set<String> explained = new HashSet<>();
    List<Key> once = new ArrayList<>();
    for (Key key : keys) {
      if (key.meaning().isEmpty() || explained.add(key.line() + " " + key.meaning())) {
        once.add(key);
      } else if (!key.isBlock()) {
        once.add(new Key(key.name(), key.standard(), "", key.line()));
      }
    }
    return once;
  }

  private static void collect(ConfigObject object, String path, List<Key> keys) {
    List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(object.entrySet());
    entries.sort(
        Comparator.comparing((Map.Entry<String, ConfigValue> e) -> firstLine(e.getValue()))
            .thenComparing(Map.Entry::getKey));
    for (Map.Entry<String, ConfigValue> entry : entries) {
      ConfigValue value = entry.getValue();
      String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      String comment =
          value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
      if (value instanceof ConfigObject inner && isBlock(inner)) {
        if (!comment.isEmpty()) {
          keys.add(new Key(name, "", comment, firstLine(value)));
        }
        collect(inner, name, keys);
      } else {
        keys.add(
            new Key(name, value.render(ConfigRenderOptions.concise()), comment, firstLine(value)));
      }
    }
  }

  /** A block of settings; one with names of the user's own is a value. */
  private static boolean isBlock(ConfigObject object) {
    return !object.isEmpty() && object.keySet().stream().allMatch(k -> k.matches("[a-z][a-z-]*"));
  }

  private static int firstLine(ConfigValue value) {
    return value.origin().lineNumber();
  }

  static String render() {
    StringBuilder page = new StringBuilder();
    String block = "";
    for (Key key : keys()) {
      boolean inBlock = key.isBlock() || key.name().contains(".");
      String first = inBlock ? key.name().replaceFirst("\\..*", "") : "";
      if (page.isEmpty() || !first.equals(block)) {
        page.append(page.isEmpty() ? "" : "\n");
        page.append(first.isEmpty() ? "" : "## " + first + "\n\n");
        page.append("| key | default | meaning |\n|---|---|---|\n");
        block = first;
      }
      page.append(
          "| %s | %s | %s |\n"
              .formatted(
                  "`" + key.name() + "`" + (key.isBlock() ? " { … }" : ""),
                  key.isBlock() ? "" : "`" + key.standard() + "`",
                  ReferencePage.cell(key.meaning())));
    }
    return page.toString();
  }
}
