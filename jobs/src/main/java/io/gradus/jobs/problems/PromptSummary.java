package io.gradus.jobs.problems;

import io.gradus.jobs.config.PromptConfig;
import io.gradus.training.text.TextTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a user should know of the prompts before a run begins.
 *
 * @param tokenizer of the model
 * @param config how prompts are made
 * @param stopIds ids that end a completion
 */
public record PromptSummary(TextTokenizer tokenizer, PromptConfig config, List<Integer> stopIds) {

  /**
   * A line about template, stop tokens and lengths, and one for each thing that is likely wrong.
   *
   * @param room the longest prompt and the positions of the model
   * @param maxTokens longest completion
   */
  public List<String> lines(PromptRoom room, int maxTokens) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "prompts: %s; stop tokens %s; longest prompt %,d tokens, completions up to %,d,"
                + " positions %,d",
            template(),
            stopIds.isEmpty() ? "none" : tokens(stopIds),
            room.longest(),
            maxTokens,
            room.positions()));
    if (maxTokens > room.tokens()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "warning: completions may have %,d tokens, but the longest prompt leaves %,d",
              maxTokens,
              room.tokens()));
    }
    if (stopIds.isEmpty()) {
      lines.add(
          "warning: the model names no end of sequence, so every completion runs to its longest"
              + " length; rollout.stop-ids, or eos_token_id in generation_config.json, says it");
    }
    if (config.template() == PromptConfig.Template.CHAT) {
      tokenizer.turnEnd(config.options()).stream()
          .filter(id -> !stopIds.isEmpty() && !stopIds.contains(id))
          .forEach(
              id ->
                  lines.add(
                      String.format(
                          Locale.ROOT,
                          "warning: the chat template ends a turn with %s, which is no stop token,"
                              + " so completions may run on into another turn; rollout.stop-ids ="
                              + " [%d], or eos_token_id in generation_config.json, ends them there",
                          token(id),
                          id)));
      String source = tokenizer.chatTemplate().map(t -> t.source()).orElse("");
      config.options().template().keySet().stream()
          .filter(name -> !source.contains(name))
          .forEach(
              name ->
                  lines.add(
                      "warning: the chat template does not use problems.prompt.template-options."
                          + name));
    }
    return List.copyOf(lines);
  }

  private String template() {
    String prefix =
        config.options().answerPrefix().isEmpty()
            ? ""
            : ", the answer begins \"" + config.options().answerPrefix().replace("\n", "\\n") + '"';
    if (config.template() == PromptConfig.Template.PLAIN) {
      return "plain text" + prefix;
    }
    String options =
        config.options().template().entrySet().stream()
            .map(option -> option.getKey() + " = " + option.getValue())
            .collect(Collectors.joining(", "));
    return "chat template" + (options.isEmpty() ? "" : " with " + options) + prefix;
  }

  private String tokens(List<Integer> ids) {
    return ids.stream().map(this::token).collect(Collectors.joining(", "));
  }

  private String token(int id) {
    String text = tokenizer.decodeWithSpecialTokens(new int[] {id}).replace("\n", "\\n");
    return text + " (" + id + ")";
  }
}
