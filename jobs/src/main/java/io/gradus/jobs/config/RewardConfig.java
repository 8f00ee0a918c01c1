package io.gradus.jobs.config;

import com.typesafe.config.ConfigRenderOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How completions are rewarded (block {@code reward}).
 *
 * @param functions names or classes, added up
 * @param options settings of reward functions: full key below {@code reward.options} to the value's
 *     text
 * @param sandbox where programs of answers are run
 */
public record RewardConfig(
    List<String> functions, Extraction extraction, Map<String, String> options, Sandbox sandbox) {

  /** Where an answer may stand. */
  public enum Extraction {
    STRICT,
    FLEXIBLE
  }

  /**
   * The user's command for running programs (block {@code reward.sandbox}).
   *
   * @param command with its arguments; empty: none
   * @param seconds that a program may take
   */
  public record Sandbox(List<String> command, int seconds) {
    static Sandbox of(Section section) {
      return new Sandbox(
          section.isGiven("command") ? section.texts("command") : List.of(),
          section.integer("seconds", Bound.atLeast(1)));
    }
  }

  static RewardConfig of(Section section) {
    String options = section.child("options").config().root().render(ConfigRenderOptions.concise());
    return new RewardConfig(
        section.texts("functions"),
        section.choice("extraction", Extraction.class),
        new TreeMap<>(Settings.flatten(options)),
        Sandbox.of(section.child("sandbox")));
  }
}
