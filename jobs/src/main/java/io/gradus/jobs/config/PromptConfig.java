package io.gradus.jobs.config;

import java.util.Optional;

/**
 * How a problem becomes a prompt (block {@code problems.prompt}).
 *
 * @param suffix added to the problem's text
 * @param maxTokens longer prompts are left out and counted
 */
public record PromptConfig(
    Template template, Optional<String> system, String suffix, int maxTokens) {

  /** What is put around a problem's text. */
  public enum Template {
    CHAT,
    PLAIN
  }

  static PromptConfig of(Section section) {
    PromptConfig config =
        new PromptConfig(
            section.choice("template", Template.class),
            section.isGiven("system") ? Optional.of(section.text("system")) : Optional.empty(),
            section.text("suffix"),
            section.integer("max-tokens", Bound.atLeast(1)));
    if (config.template == Template.PLAIN && config.system.isPresent()) {
      throw section.wrong("system", "none, since " + section.name("template") + " = plain");
    }
    return config;
  }
}
