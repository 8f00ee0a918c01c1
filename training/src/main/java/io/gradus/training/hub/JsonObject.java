package io.gradus.training.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradus.files.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A JSON object read strictly: duplicate keys and trailing text are refused, and every getter's
 * error names the source, the key, the value found and the type expected. A key whose value is null
 * counts as absent.
 */
final class JsonObject {
  static final ObjectMapper MAPPER = Json.STRICT;

  private final String source;
  private final ObjectNode node;

  JsonObject(String source, ObjectNode node) {
    this.source = source;
    this.node = node;
  }

  static JsonObject read(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      LfsPointer.refuse(file, text);
      return parse(text, file.toString());
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file + " does not exist", e);
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file + " is not valid UTF-8", e);
    }
  }

  static JsonObject parse(String json, String source) {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (root instanceof ObjectNode object) {
        return new JsonObject(source, object);
      }
      throw new ModelFormatException(source + ": expected a JSON object, found " + shown(root));
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(
          String.format(
              "%s: not valid JSON at line %d: %s",
              source,
              e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
              e.getOriginalMessage()),
          e);
    }
  }

  String source() {
    return source;
  }

  ObjectNode node() {
    return node;
  }

  /** Whether the key is there, even with a null value. */
  boolean has(String key) {
    return node.has(key);
  }

  /** The value, or a missing node for absent and null. */
  JsonNode get(String key) {
    JsonNode value = node.path(key);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  int requiredInt(String key) {
    return optionalInt(key).orElseThrow(() -> missing(key));
  }

  OptionalInt optionalInt(String key) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(integer(value).orElseThrow(() -> unexpected(key, "an integer")));
  }

  /** A whole number, which some tools write with a fraction of 0; empty for anything else. */
  static OptionalInt integer(JsonNode value) {
    return value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt()
        ? OptionalInt.of(value.intValue())
        : OptionalInt.empty();
  }

  /** The same object with values for keys that it lacks. */
  JsonObject withDefaults(Map<String, Object> defaults) {
    ObjectNode filled = node.deepCopy();
    defaults.forEach((key, value) -> filled.putIfAbsent(key, MAPPER.valueToTree(value)));
    return new JsonObject(source, filled);
  }

  double number(String key, double byDefault) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return byDefault;
    }
    if (!value.isNumber()) {
      throw unexpected(key, "a number");
    }
    return value.doubleValue();
  }

  /** The truth value; false where absent. */
  boolean flag(String key) {
    JsonNode value = get(key);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw unexpected(key, "true or false");
    }
    return value.asBoolean();
  }

  String requiredText(String key) {
    return text(key).orElseThrow(() -> missing(key));
  }

  Optional<String> text(String key) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw unexpected(key, "a string");
    }
    return Optional.of(value.textValue());
  }

  /** The object under the key, if there is one; its errors name the key as well. */
  Optional<JsonObject> object(String key) {
    JsonNode value = get(key);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode object) {
      return Optional.of(new JsonObject(source + ": " + key, object));
    }
    throw unexpected(key, "an object");
  }

  /** An error about the value under the key. */
  ModelFormatException unexpected(String key, String expected) {
    return new ModelFormatException(
        String.format("%s: %s is %s, expected %s", source, key, shown(node.path(key)), expected));
  }

  ModelFormatException missing(String key) {
    return new ModelFormatException(String.format("%s: %s is missing", source, key));
  }

  /** A number without a superfluous fraction or exponent. */
  static String plain(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? Double.toString(value)
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** The text of a JSON file, indented, ended by a line feed. */
  static String pretty(ObjectNode json) {
    try {
      return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "missing";
    }
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
