package io.gradus.training.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.files.Json;
import io.gradus.training.text.jinja.JinjaTemplate;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a prompt is made with beside its messages.
 *
 * @param template variables of the chat template by name, as keyword arguments of transformers'
 *     {@code apply_chat_template}: texts, truth values, numbers, lists and maps of them
 * @param answerPrefix text that the answer begins with; it is the end of the prompt
 */
public record ChatOptions(Map<String, Object> template, String answerPrefix)
    implements Serializable {
  /** Nothing beside the messages. */
  public static final ChatOptions NONE = new ChatOptions(Map.of(), "");

  private static final Set<String> OWN =
      Set.of("messages", "add_generation_prompt", "tools", "documents");

  /**
   * Takes a copy.
   *
   * @throws IllegalArgumentException naming a variable that is the conversation's own, or a value
   *     that templates do not know
   */
  public ChatOptions {
    Map<String, Object> copy = new TreeMap<>();
    template.forEach(
        (name, value) -> {
          if (OWN.contains(name)) {
            throw new IllegalArgumentException(
                name + " is made of the conversation, expected another variable of the template");
          }
          copy.put(name, plain(value));
        });
    template = Collections.unmodifiableMap(copy);
  }

  /**
   * Options of a JSON object of template variables.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ChatOptions ofJson(String json, String answerPrefix) {
    try {
      JsonNode node = Json.STRICT.readTree(json);
      if (node.isObject()) {
        Map<String, Object> variables = new TreeMap<>();
        node.fields()
            .forEachRemaining(
                field ->
                    variables.put(
                        field.getKey(), Json.STRICT.convertValue(field.getValue(), Object.class)));
        return new ChatOptions(variables, answerPrefix);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          json + " is no JSON, expected an object such as {\"enable_thinking\": false}", e);
    }
    throw new IllegalArgumentException(
        json + " is no object, expected one such as {\"enable_thinking\": false}");
  }

  /** The variables as a template takes them. */
  Map<String, Object> variables() {
    Map<String, Object> variables = new LinkedHashMap<>();
    template.forEach((name, value) -> variables.put(name, forTemplate(value)));
    return variables;
  }

  private static Object plain(Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return ((Number) value).longValue();
    }
    if (value instanceof Collection<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item)));
      return copy;
    }
    throw new IllegalArgumentException(
        value + " is no value of a template, expected texts, truth values, numbers, lists, maps");
  }

  /** Null is the template's none; it does not travel, since it is one object in each process. */
  private static Object forTemplate(Object value) {
    if (value == null) {
      return JinjaTemplate.none();
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(forTemplate(item)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> items = new LinkedHashMap<>();
      map.forEach((key, item) -> items.put((String) key, forTemplate(item)));
      return items;
    }
    return value;
  }
}
