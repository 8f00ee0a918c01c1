package io.gradus.datasets.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.datasets.Problem;
import io.gradus.files.Json;
import java.io.Serializable;
import java.util.Optional;

/** From raw rows to outcomes: parses, maps, applies the token limit, looks at gold answers. */
record RowReader(RowMapper mapper, PromptLimiter limiter, GoldCheck golds) implements Serializable {

  static RowReader of(RowMapper mapper, Optional<TokenLimit> limit, GoldCheck golds) {
    return new RowReader(mapper, PromptLimiter.of(limit), golds);
  }

  RowOutcome read(RawRow raw) {
    try {
      return golds.apply(limiter.apply(raw, problem(raw)));
    } catch (RejectedRowException e) {
      return new RowOutcome.Rejected(raw, Cause.MALFORMED, e.getMessage());
    }
  }

  /** What no rule foresaw in a row, such as a number beyond any range, costs that row only. */
  private Problem problem(RawRow raw) throws RejectedRowException {
    try {
      return mapper.map(parse(raw), raw.position());
    } catch (RuntimeException | StackOverflowError e) {
      RejectedRowException rejected =
          new RejectedRowException("the row cannot be used: " + e.getMessage());
      rejected.initCause(e);
      throw rejected;
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
