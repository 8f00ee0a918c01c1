package io.gradus.jobs.config;

import com.typesafe.config.ConfigUtil;
import java.util.List;

/**
 * Where settings were written, for errors that only data or a model can show. It is no part of what
 * the settings say: all are equal.
 */
public final class Origins {
  private final Section root;

  Origins(Section root) {
    this.root = root;
  }

  /**
   * The error for a setting that is no use with what was found.
   *
   * @param key its full name
   * @param expected what would be of use, and why
   */
  public ConfigException wrong(String key, String expected) {
    return block(key).wrong(last(key), expected);
  }

  /** The first of some settings that has a value. */
  public String given(String key, String otherwise) {
    return block(key).isGiven(last(key)) ? key : otherwise;
  }

  private Section block(String key) {
    Section block = root;
    List<String> path = ConfigUtil.splitPath(key);
    for (String name : path.subList(0, path.size() - 1)) {
      block = block.child(name);
    }
    return block;
  }

  private static String last(String key) {
    List<String> path = ConfigUtil.splitPath(key);
    return path.get(path.size() - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origins;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
