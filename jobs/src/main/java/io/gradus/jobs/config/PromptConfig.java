package io.gradus.jobs.config;

import io.gradus.training.text.ChatOptions;
import java.util.Optional;

/**
 * How a problem becomes a prompt (block {@code problems.prompt}).
 *
 * @param suffix added to the problem's text
 * @param maxTokens longer prompts are left out and counted
 * @param options variables of the chat template, and what the answer begins with
 */
public record PromptConfig(
    Template template, Optional<String> system, String suffix, int maxTokens, ChatOptions options) {

  /** Without variables of the template or a beginning of the answer. */
  public PromptConfig(Template template, Optional<String> system, String suffix, int maxTokens) {
    this(template, system, suffix, maxTokens, ChatOptions.NONE);
  }

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
            section.integer("max-tokens", Bound.atLeast(1)),
            options(section));
    if (config.template == Template.PLAIN && config.system.isPresent()) {
      throw section.wrong("system", "none, since " + section.name("template") + " = plain");
    }
    if (config.template == Template.PLAIN && !config.options.template().isEmpty()) {
      throw section.wrong(
          "template-options", "none, since " + section.name("template") + " = plain");
    }
    return config;
  }

  static ChatOptions options(Section section) {
    try {
      return new ChatOptions(section.values("template-options"), section.text("answer-prefix"));
    } catch (IllegalArgumentException e) {
      throw section.refused(
          "template-options", section.name("template-options") + ": " + e.getMessage());
    }
  }
}
