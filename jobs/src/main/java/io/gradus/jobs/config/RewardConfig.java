package io.gradus.jobs.config;

import com.typesafe.config.ConfigRenderOptions;
import io.gradus.rewards.ExtractionPolicy;
import io.gradus.rewards.RewardSettings;
import io.gradus.rewards.Sandbox;
import io.gradus.rewards.grading.Rewards;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How completions are rewarded (block {@code reward}). The functions and their options have been
 * tried: a grader can be made of them.
 *
 * @param settings the functions that are added up, their options (full keys below {@code
 *     reward.options}), and where programs of answers are run
 */
public record RewardConfig(RewardSettings settings) {

  /** The first function named: it says whether an answer counts as right in evaluations. */
  public String decidingPart() {
    String first = settings.functions().get(0);
    int weight = first.indexOf('*');
    return weight < 0 ? first : first.substring(0, weight);
  }

  static RewardConfig of(Section section) {
    String json = section.child("options").config().root().render(ConfigRenderOptions.concise());
    Map<String, String> options = new TreeMap<>(Settings.flatten(json));
    RewardSettings settings =
        new RewardSettings(
            section.texts("functions"),
            section.choice("extraction", ExtractionPolicy.class),
            options,
            sandbox(section.child("sandbox")));
    try {
      Rewards.of(settings);
    } catch (IllegalArgumentException e) {
      boolean option = e.getMessage().contains(section.name("options") + ".");
      throw section.refused(option ? "options" : "functions", e.getMessage());
    }
    return new RewardConfig(settings);
  }

  private static Sandbox sandbox(Section section) {
    return new Sandbox(
        section.isGiven("command") ? section.texts("command") : List.of(),
        section.integer("seconds", Bound.atLeast(1)));
  }
}
