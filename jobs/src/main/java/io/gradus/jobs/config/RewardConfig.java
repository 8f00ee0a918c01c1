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
 */
public record RewardConfig(
    List<String> functions, Extraction extraction, Map<String, String> options) {

  /** Where an answer may stand. */
  public enum Extraction {
    STRICT,
    FLEXIBLE
  }

  static RewardConfig of(Section section) {
    String options = section.child("options").config().root().render(ConfigRenderOptions.concise());
    return new RewardConfig(
        section.texts("functions"),
        section.choice("extraction", Extraction.class),
        new TreeMap<>(Settings.flatten(options)));
  }
}
