package io.gradus.training.text;

import io.gradus.training.text.jinja.JinjaException;
import io.gradus.training.text.jinja.JinjaTemplate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's chat template: renders a conversation to the text that the model was trained on,
 * exactly as transformers' {@code apply_chat_template} does without tools and documents, or fails.
 * Safe for use from several threads.
 */
public final class ChatTemplate {
  /** Where a rendered conversation ends. */
  public enum Ending {
    /** After the last message. */
    LAST_MESSAGE,
    /** Where the assistant's next message begins: transformers' {@code add_generation_prompt}. */
    ASSISTANT_TURN
  }

  private final JinjaTemplate template;
  private final String source;
  private final Map<String, String> specialTokens;

  private ChatTemplate(JinjaTemplate template, String source, Map<String, String> specialTokens) {
    this.template = template;
    this.source = source;
    this.specialTokens = Map.copyOf(specialTokens);
  }

  /**
   * Parses a template.
   *
   * @param source the template's text, in Jinja
   * @param specialTokens special tokens that it may use, by attribute, for example {@code
   *     bos_token}
   * @param clock what it reads the date from, if it asks for it
   * @throws JinjaException naming the line, if it is malformed or not supported
   */
  public static ChatTemplate of(String source, Map<String, String> specialTokens, Clock clock) {
    return new ChatTemplate(JinjaTemplate.parse(source, clock), source, specialTokens);
  }

  /**
   * Renders a conversation.
   *
   * @throws JinjaException naming the template's line, if the template refuses the conversation or
   *     uses what is not supported
   */
  public String render(List<ChatMessage> messages, Ending ending) {
    return render(messages, ending, ChatOptions.NONE);
  }

  /**
   * Renders a conversation with variables of the template's own set.
   *
   * @throws JinjaException naming the template's line, if the template refuses the conversation or
   *     uses what is not supported
   */
  public String render(List<ChatMessage> messages, Ending ending, ChatOptions options) {
    List<Object> conversation = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("role", message.role());
      fields.put("content", message.content());
      conversation.add(fields);
    }
    Map<String, Object> variables = new LinkedHashMap<>(specialTokens);
    variables.putAll(options.variables());
    variables.put("messages", conversation);
    variables.put("add_generation_prompt", ending == Ending.ASSISTANT_TURN);
    variables.put("tools", JinjaTemplate.none());
    variables.put("documents", JinjaTemplate.none());
    return template.render(variables);
  }

  /** The template's text. */
  public String source() {
    return source;
  }
}
