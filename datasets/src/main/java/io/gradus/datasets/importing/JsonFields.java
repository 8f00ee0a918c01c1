package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.datasets.Message;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads typed values out of JSON rows; what is missing or wrong is a reason for refusal. */
final class JsonFields {

  private static final int MAX_PLAIN_DIGITS = 400;

  private JsonFields() {}

  /** A text that is there and not blank. */
  static String text(JsonNode row, String name) throws RejectedRowException {
    JsonNode value = required(row, name);
    if (!value.isTextual()) {
      throw new RejectedRowException("%s is a %s, expected a text".formatted(name, kind(value)));
    }
    return notBlank(value.textValue(), name);
  }

  /** A scalar as text, an object or array as JSON text; not blank. */
  static String anyText(JsonNode row, String name) throws RejectedRowException {
    return notBlank(asText(required(row, name)), name);
  }

  /** Like {@link #anyText}, where absent and null mean empty. */
  static Optional<String> optionalText(JsonNode row, String name) throws RejectedRowException {
    JsonNode value = row.path(name);
    return isAbsent(value) ? Optional.empty() : Optional.of(notBlank(asText(value), name));
  }

  /** A pass rate in [0, 1]; NaN where absent. */
  static double passRate(JsonNode row, String name) throws RejectedRowException {
    JsonNode value = row.path(name);
    if (isAbsent(value)) {
      return Double.NaN;
    }
    double rate = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(rate >= 0 && rate <= 1)) {
      throw new RejectedRowException(
          "%s is %s, expected a pass rate in [0, 1]".formatted(name, asText(value)));
    }
    return rate;
  }

  /** An array of {role, content}. */
  static List<Message> turns(JsonNode row, String name) throws RejectedRowException {
    JsonNode turns = required(row, name);
    if (!turns.isArray() || turns.isEmpty()) {
      throw new RejectedRowException(
          "%s is %s, expected a list of messages {role, content}"
              .formatted(name, turns.isArray() ? "empty" : "a " + kind(turns)));
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode turn : turns) {
      String where = "%s[%d].".formatted(name, messages.size());
      JsonNode role = turn.path("role");
      JsonNode content = turn.path("content");
      if (!role.isTextual() || role.textValue().isBlank()) {
        throw new RejectedRowException(where + "role is missing or no text");
      }
      if (!content.isTextual()) {
        throw new RejectedRowException(where + "content is missing or no text");
      }
      messages.add(new Message(role.textValue(), content.textValue()));
    }
    return messages;
  }

  static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** Numbers without superfluous zeros: 145.0 is 145. */
  static String asText(JsonNode value) {
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue().stripTrailingZeros();
      return Math.abs((long) number.scale()) > MAX_PLAIN_DIGITS
          ? number.toString()
          : number.toPlainString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  static String kind(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  static JsonNode required(JsonNode row, String name) throws RejectedRowException {
    JsonNode value = row.path(name);
    if (isAbsent(value)) {
      List<String> names = new ArrayList<>();
      row.fieldNames().forEachRemaining(names::add);
      throw new RejectedRowException("%s is missing; found %s".formatted(name, names));
    }
    return value;
  }

  static String notBlank(String value, String name) throws RejectedRowException {
    if (value.isBlank()) {
      throw new RejectedRowException(name + " is blank");
    }
    return value;
  }
}
