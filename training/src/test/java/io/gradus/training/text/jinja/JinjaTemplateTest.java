package io.gradus.training.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JinjaTemplateTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-09T15:04:05Z"), ZoneOffset.UTC);

  private static JsonNode file() throws IOException {
    try (InputStream cases = JinjaTemplateTest.class.getResourceAsStream("cases.json")) {
      return new ObjectMapper().readTree(cases);
    }
  }

  private static Stream<Named<JsonNode>> cases(String kind) throws IOException {
    return StreamSupport.stream(file().get("cases").spliterator(), false)
        .filter(test -> test.has(kind))
        .map(test -> Named.of(test.get("template").toString(), test));
  }

  static Stream<Named<JsonNode>> rendered() throws IOException {
    return cases("renders");
  }

  static Stream<Named<JsonNode>> refused() throws IOException {
    return cases("refused");
  }

  /** The expected texts are jinja2's, under transformers' settings; see update_cases.py. */
  @ParameterizedTest
  @MethodSource("rendered")
  void rendersAsJinja2Does(JsonNode test) throws IOException {
    assertThat(render(test)).isEqualTo(test.get("renders").asText());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatItCannotRenderExactly(JsonNode test) {
    assertThatThrownBy(() -> render(test))
        .isInstanceOf(JinjaException.class)
        .hasMessageStartingWith("line ");
  }

  private static String render(JsonNode test) throws IOException {
    @SuppressWarnings("unchecked")
    Map<String, Object> variables = (Map<String, Object>) value(file().get("variables"));
    return JinjaTemplate.parse(test.get("template").asText(), CLOCK).render(variables);
  }

  private static Object value(JsonNode json) {
    if (json.isArray()) {
      List<Object> list = new ArrayList<>();
      json.forEach(item -> list.add(value(item)));
      return list;
    }
    if (json.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      json.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
      return map;
    }
    if (json.isNull()) {
      return JinjaTemplate.none();
    }
    if (json.isNumber()) {
      return json.isIntegralNumber() ? (Object) json.asLong() : (Object) json.asDouble();
    }
    return json.isTextual() ? json.asText() : json.asBoolean();
  }

  private static String render(String template) {
    return JinjaTemplate.parse(template, CLOCK).render(Map.of());
  }

  @Test
  void errorsNameTheirLine() {
    assertThatThrownBy(() -> render("a\n\n{% if x %}"))
        .hasMessage("line 3: expected {% endif %}, found end of template");
    assertThatThrownBy(() -> render("a\n{{ 1 +\n}}"))
        .hasMessage("line 3: expected a value, found }}");
    assertThatThrownBy(() -> render("\n{% include 'x' %}"))
        .hasMessage("line 2: statement 'include' is not supported");
    assertThatThrownBy(
            () -> render("{% for i in range(2) %}\n{{ i }}\n{{ i|groupby }}{% endfor %}"))
        .hasMessage("line 3: filter groupby is not supported");
    assertThatThrownBy(() -> render("x\n{{ a.b }}")).hasMessage("line 2: 'a' is undefined");
    assertThatThrownBy(() -> render("\n\n{{ raise_exception('No ' + 'system role') }}"))
        .hasMessage("line 3: the template refuses this: No system role");
    assertThatThrownBy(() -> render("{{ 'a' + 1 }}"))
        .hasMessage("line 1: a string + an integer is not supported");
    assertThatThrownBy(() -> render("{% break %}")).hasMessage("line 1: 'break' outside of a loop");
    assertThatThrownBy(() -> render("{{ 9223372036854775807 + 1 }}"))
        .hasMessage("line 1: number out of range: long overflow");
  }

  @Test
  void readsTheDateFromTheClock() {
    assertThat(render("{{ strftime_now('%d %b %Y, %A %H:%M %p %%') }}"))
        .isEqualTo("09 Mar 2026, Monday 15:04 PM %");
    // as Python's datetime(2026, 3, 9, 15, 4, 5).strftime has it in the C locale
    assertThat(
            render("{{ strftime_now('%-d %-m %e|%F %T %D %R|%c|%x %X %u %w %-H %-I %h|%Z%z') }}"))
        .isEqualTo(
            "9 3  9|2026-03-09 15:04:05 03/09/26 15:04|Mon Mar  9 15:04:05 2026|03/09/26 15:04:05"
                + " 1 1 15 3 Mar|");
    assertThatThrownBy(() -> render("{{ strftime_now('%Q') }}"))
        .hasMessage("line 1: strftime_now does not support %Q");
  }

  @Test
  void renderingLeavesNothingBehind() {
    JinjaTemplate template =
        JinjaTemplate.parse("{{ x is defined }}{% set x = 1 %}{{ x is defined }}", CLOCK);
    assertThat(template.render(Map.of())).isEqualTo("FalseTrue");
    assertThat(template.render(Map.of())).isEqualTo("FalseTrue");
  }
}
