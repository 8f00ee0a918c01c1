package io.gradus.jobs.problems;

import io.gradus.jobs.config.PromptConfig;
import io.gradus.training.text.ChatOptions;
import io.gradus.training.text.TextTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a user should know of the prompts before a run begins.
 *
 * @param tokenizer of the model
 * @param form what prompts are made of
 * @param options variables of the chat template, and what the answer begins with
 * @param stopIds ids that end a completion
 */
public record PromptSummary(
    TextTokenizer tokenizer, Form form, ChatOptions options, List<Integer> stopIds) {

  /** What prompts are made of. */
  public enum Form {
    CONVERSATION("chat template"),
    TEXT("plain text"),
    IDS("token ids");

    private final String name;

    Form(String name) {
      this.name = name;
    }
  }

  /** Of prompts that are made as the settings say. */
  public PromptSummary(TextTokenizer tokenizer, PromptConfig config, List<Integer> stopIds) {
    this(
        tokenizer,
        config.template() == PromptConfig.Template.CHAT ? Form.CONVERSATION : Form.TEXT,
        config.options(),
        stopIds);
  }

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
    if (form == Form.CONVERSATION) {
      tokenizer.turnEnd(options).stream()
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
    }
    unused(lines);
    return List.copyOf(lines);
  }

  private void unused(List<String> lines) {
    String source = tokenizer.chatTemplate().map(t -> t.source()).orElse("");
    options.template().keySet().stream()
        .filter(name -> form != Form.CONVERSATION || !source.contains(name))
        .forEach(
            name ->
                lines.add(
                    "warning: "
                        + (form == Form.CONVERSATION
                            ? "the chat template does not use"
                            : "no prompt is a conversation, which would use")
                        + " problems.prompt.template-options."
                        + name));
    if (form == Form.IDS && !options.answerPrefix().isEmpty()) {
      lines.add("warning: prompts are token ids and take no problems.prompt.answer-prefix");
    }
  }

  private String template() {
    String prefix =
        options.answerPrefix().isEmpty() || form == Form.IDS
            ? ""
            : ", the answer begins \"" + options.answerPrefix().replace("\n", "\\n") + '"';
    if (form != Form.CONVERSATION) {
      return form.name + prefix;
    }
    String variables =
        options.template().entrySet().stream()
            .map(option -> option.getKey() + " = " + option.getValue())
            .collect(Collectors.joining(", "));
    return form.name + (variables.isEmpty() ? "" : " with " + variables) + prefix;
  }

  private String tokens(List<Integer> ids) {
    return ids.stream().map(this::token).collect(Collectors.joining(", "));
  }

  private String token(int id) {
    String text = tokenizer.decodeWithSpecialTokens(new int[] {id}).replace("\n", "\\n");
    return text + " (" + id + ")";
  }
}
