package io.gradus.datasets.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.files.Json;
import java.io.Serializable;
import java.util.Optional;

/** From raw rows to outcomes: parses, maps, applies the token limit. */
record RowReader(RowMapper mapper, PromptLimiter limiter) implements Serializable {

  static RowReader of(RowMapper mapper, Optional<TokenLimit> limit) {
    return new RowReader(mapper, PromptLimiter.of(limit));
  }

  RowOutcome read(RawRow raw) {
    try {
      return limiter.apply(raw, mapper.map(parse(raw), raw.position()));
    } catch (RejectedRowException e) {
      return new RowOutcome.Rejected(raw, Cause.MALFORMED, e.getMessage());
    }
  }

  private static JsonNode parse(RawRow raw) throws RejectedRowException {
    if (!raw.defect().isEmpty()) {
      throw new RejectedRowException(raw.defect());
    }
    JsonNode node;
    try {
      node = Json.EXACT.readTree(raw.text());
    } catch (JsonProcessingException e) {
      String column = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new RejectedRowException(
          "no valid JSON%s: %s".formatted(column, e.getOriginalMessage()));
    }
    if (!node.isObject()) {
      throw new RejectedRowException(
          "found a JSON %s, expected an object".formatted(JsonFields.kind(node)));
    }
    return node;
  }
}
