package io.gradus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  private record Pair(int a, int b) {}

  @Test
  void equalValuesHaveEqualTextWhateverTheirOrder() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("b", List.of(1, 2.5, "x"));
    one.put("a", Map.of("d", true));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("a", Map.of("d", true));
    other.put("b", List.of(1, 2.5, "x"));
    assertThat(Json.canonical(one))
        .isEqualTo("{\"a\":{\"d\":true},\"b\":[1,2.5,\"x\"]}")
        .isEqualTo(Json.canonical(other));
  }

  /** Names of Java's own would get into what is to last. */
  @Test
  void recordsHaveNoCanonicalText() {
    assertThatThrownBy(() -> Json.canonical(Map.of("pair", new Pair(1, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("No canonical JSON: ");
  }

  @Test
  void doubledKeysAndTrailingTextAreErrors() {
    assertThatThrownBy(() -> Json.STRICT.readTree("{\"a\":1,\"a\":2}"))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("Duplicate field 'a'");
    assertThatThrownBy(() -> Json.STRICT.readTree("{} {}"))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("Trailing token");
  }
}
