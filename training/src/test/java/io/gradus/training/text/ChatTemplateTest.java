package io.gradus.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.training.hub.SharedFiles;
import io.gradus.training.text.ChatTemplate.Ending;
import io.gradus.training.text.jinja.JinjaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
  private static byte[] resource(String name) throws IOException {
    try (InputStream resource = ChatTemplateTest.class.getResourceAsStream(name)) {
      return resource.readAllBytes();
    }
  }

  private static ChatTemplate template(String source) {
    return ChatTemplate.of(source, Map.of("bos_token", "<s>"), Clock.systemUTC());
  }

  /** The expected texts are those of transformers 4.56.2's apply_chat_template. */
  private static void assertRendersLikeTransformers(String source, String chats)
      throws IOException {
    JsonNode tests = new ObjectMapper().readTree(resource(chats));
    assertThat(tests).hasSize(8);
    for (JsonNode test : tests) {
      List<ChatMessage> messages = new ArrayList<>();
      for (JsonNode message : test.get("messages")) {
        messages.add(
            new ChatMessage(message.get("role").asText(), message.get("content").asText()));
      }
      boolean prompt = test.get("add_generation_prompt").asBoolean();
      Ending ending = prompt ? Ending.ASSISTANT_TURN : Ending.LAST_MESSAGE;
      assertThat(template(source).render(messages, ending)).isEqualTo(test.get("renders").asText());
    }
  }

  @Test
  void rendersQwen25AsTransformersDoes() throws IOException {
    String source = new String(resource("qwen2.5.jinja"), StandardCharsets.UTF_8);
    assertRendersLikeTransformers(source, "qwen2.5-chats.json");
  }

  @Test
  void rendersSmolLm2AsTransformersDoes() throws IOException {
    String source =
        Files.readString(SharedFiles.model("smollm2-135m-instruct").resolve("chat_template.jinja"));
    assertRendersLikeTransformers(source, "smollm2-chats.json");
  }

  @Test
  void givesTemplatesTheSpecialTokensAndNoTools() {
    String source =
        "{{ bos_token }}{{ eos_token is defined }}{{ tools is none }}{{ documents is none }}";
    assertThat(template(source).render(List.of(ChatMessage.user("x")), Ending.LAST_MESSAGE))
        .isEqualTo("<s>FalseTrueTrue");
  }

  @Test
  void givesTemplatesTheVariablesOfTheOptions() {
    String source =
        "{% if enable_thinking is defined and enable_thinking is false %}off{% endif %}"
            + " {{ n + 1 }} {{ x * 4 == 1 }} {{ list[1].a }} {{ nothing is none }} {{ bos_token }}";
    Map<String, Object> options = new java.util.HashMap<>();
    options.put("enable_thinking", false);
    options.put("n", 2);
    options.put("x", 0.25);
    options.put("list", List.of("0", Map.of("a", "b")));
    options.put("nothing", null);
    options.put("bos_token", "<own>");
    assertThat(
            template(source)
                .render(
                    List.of(ChatMessage.user("x")),
                    Ending.LAST_MESSAGE,
                    new ChatOptions(options, "")))
        .isEqualTo("off 3 True b True <own>");
    assertThat(
            template(source)
                .render(
                    List.of(ChatMessage.user("x")),
                    Ending.LAST_MESSAGE,
                    ChatOptions.ofJson(
                        "{\"enable_thinking\": true, \"n\": 1, \"x\": 1, \"list\": [0, {}],"
                            + " \"nothing\": 0}",
                        "")))
        .isEqualTo(" 2 False  False <s>");
  }

  @Test
  void optionsThatAreNoneAreNamed() {
    assertThatThrownBy(() -> new ChatOptions(Map.of("messages", "x"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("messages is made of the conversation");
    assertThatThrownBy(() -> ChatOptions.ofJson("[1]", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("[1] is no object");
    assertThatThrownBy(() -> ChatOptions.ofJson("{", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("{ is no JSON");
  }

  @Test
  void passesOnWhatATemplateRefuses() {
    ChatTemplate template =
        template(
            "{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif"
                + " %}");
    List<ChatMessage> messages = List.of(ChatMessage.system("x"), ChatMessage.assistant("y"));
    assertThatThrownBy(() -> template.render(messages, Ending.LAST_MESSAGE))
        .isInstanceOf(JinjaException.class)
        .hasMessage("line 1: the template refuses this: no system role");
  }
}
