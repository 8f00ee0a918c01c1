package io.gradus.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.Map;

/** How JSON is read and written everywhere. */
public final class Json {
  /**
   * Strict: a key that stands twice in an object, and text after the value, are errors. Objects are
   * written with their fields in the order in which they were put.
   */
  public static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Strict, and numbers with a fraction keep all their digits. */
  public static final JsonMapper EXACT =
      STRICT.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private Json() {}

  /**
   * A value of maps, lists, texts, numbers and truth values as JSON that depends on nothing but
   * what it says: the same text for maps of whatever order.
   *
   * @throws IllegalArgumentException if it is of other types
   */
  public static String canonical(Object value) {
    requirePlain(value);
    try {
      return CANONICAL.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("No canonical JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Refuses what Java would give names of its own to. */
  private static void requirePlain(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(Json::requirePlain);
      map.values().forEach(Json::requirePlain);
    } else if (value instanceof Collection<?> list) {
      list.forEach(Json::requirePlain);
    } else if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
      throw new IllegalArgumentException(
          "No canonical JSON: "
              + value
              + ", expected maps, lists, texts, numbers and truth values");
    }
  }
}
