package io.gradus.jobs.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradus.datasets.Message;
import io.gradus.datasets.Problem;
import io.gradus.jobs.config.ProblemSource.Grading;
import io.gradus.jobs.config.PromptConfig;
import io.gradus.jobs.config.PromptConfig.Template;
import io.gradus.jobs.problems.PromptEncoder.Encoded;
import io.gradus.training.text.CharTokenizer;
import io.gradus.training.text.CharTokenizer.Beginning;
import io.gradus.training.text.ChatOptions;
import io.gradus.training.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptEncoderTest {
  @TempDir Path model;

  private TextTokenizer tokenizer(String chatTemplate) throws IOException {
    CharTokenizer.write(model, "abcdefghijklmnopqrstuvwxyz[]:!? 0123456789+", Beginning.BOS_TOKEN);
    if (!chatTemplate.isEmpty()) {
      Files.writeString(model.resolve("chat_template.jinja"), chatTemplate);
    }
    return TextTokenizer.open(model);
  }

  private TextTokenizer chatTokenizer() throws IOException {
    return tokenizer(
        "{% for m in messages %}[{{ m.role }}:{{ m.content }}]{% endfor %}"
            + "{% if add_generation_prompt %}[assistant:{% endif %}");
  }

  private static Problem problem(String id, String prompt, Message... messages) {
    return new Problem(id, "s", "train", 0, List.of(messages), prompt, "2", Double.NaN, Map.of());
  }

  private static PromptConfig chat(Optional<String> system, String suffix) {
    return new PromptConfig(Template.CHAT, system, suffix, 100);
  }

  private static String text(TextTokenizer tokenizer, PromptConfig config, Problem problem) {
    return tokenizer.decodeWithSpecialTokens(new PromptEncoder(tokenizer, config).encode(problem));
  }

  @Test
  void plainTextGetsTheSuffixAndTheModelsBeginning() throws IOException {
    try (TextTokenizer tokenizer = tokenizer("")) {
      PromptConfig plain = new PromptConfig(Template.PLAIN, Optional.empty(), " go!", 100);
      assertThat(text(tokenizer, plain, problem("p", "1+1"))).isEqualTo("<bos>1+1 go!");
    }
  }

  @Test
  void aChatHasTheProblemAsTheUsersMessage() throws IOException {
    try (TextTokenizer tokenizer = chatTokenizer()) {
      assertThat(text(tokenizer, chat(Optional.empty(), " go!"), problem("p", "1+1")))
          .isEqualTo("[user:1+1 go!][assistant:");
      assertThat(text(tokenizer, chat(Optional.of("be good"), ""), problem("p", "1+1")))
          .isEqualTo("[system:be good][user:1+1][assistant:");
    }
  }

  @Test
  void aProblemsOwnMessagesAreKept() throws IOException {
    Problem turns =
        problem(
            "p",
            "second",
            new Message("user", "first"),
            new Message("assistant", "yes"),
            new Message("user", "second"));
    Problem own = problem("p", "ask", new Message("system", "mine"), new Message("user", "ask"));
    try (TextTokenizer tokenizer = chatTokenizer()) {
      PromptConfig config = chat(Optional.of("theirs"), "?");
      assertThat(text(tokenizer, config, turns))
          .isEqualTo("[system:theirs][user:first][assistant:yes][user:second?][assistant:");
      assertThat(text(tokenizer, config, own))
          .as("a system message of its own goes before that of the settings")
          .isEqualTo("[system:mine][user:ask?][assistant:");
    }
  }

  @Test
  void theAnswerBeginsWhereThePromptEnds() throws IOException {
    try (TextTokenizer tokenizer = chatTokenizer()) {
      ChatOptions options = new ChatOptions(Map.of(), "so ");
      assertThat(
              text(
                  tokenizer,
                  new PromptConfig(Template.CHAT, Optional.empty(), "?", 100, options),
                  problem("p", "1+1")))
          .isEqualTo("[user:1+1?][assistant:so ");
      assertThat(
              text(
                  tokenizer,
                  new PromptConfig(Template.PLAIN, Optional.empty(), "?", 100, options),
                  problem("p", "1+1")))
          .endsWith("1+1?so ");
    }
  }

  @Test
  void theLineBeforeARunSaysWhatThePromptsAre() throws IOException {
    try (TextTokenizer tokenizer = chatTokenizer()) {
      PromptConfig config =
          new PromptConfig(
              Template.CHAT,
              Optional.empty(),
              "",
              100,
              new ChatOptions(Map.of("enable_thinking", false), "\n"));
      int stop = tokenizer.encodeWithoutSpecialTokens("a")[0];
      List<String> lines =
          new PromptSummary(tokenizer, config, List.of(stop)).lines(new PromptRoom(7, 20), 15);
      assertThat(lines)
          .containsExactly(
              "prompts: chat template with enable_thinking = false, the answer begins \"\\n\"; stop"
                  + " tokens a (%d); longest prompt 7 tokens, completions up to 15, positions 20"
                      .formatted(stop),
              "warning: completions may have 15 tokens, but the longest prompt leaves 13",
              "warning: the chat template does not use"
                  + " problems.prompt.template-options.enable_thinking");
    }
  }

  @Test
  void longPromptsAreLeftOutAndCounted() throws IOException {
    try (TextTokenizer tokenizer = tokenizer("")) {
      PromptConfig config = new PromptConfig(Template.PLAIN, Optional.empty(), "?", 5);
      // with the beginning and the suffix "abc" has 5 tokens
      Encoded encoded =
          new PromptEncoder(tokenizer, config)
              .encode(
                  List.of(problem("4", "abcd"), problem("3", "abc"), problem("9", "abcdefghi")),
                  Grading.AUTO);
      assertThat(encoded.kept()).extracting(kept -> kept.problem().id()).containsExactly("3");
      assertThat(encoded.kept().get(0).prompt().ids()).hasSize(5);
      assertThat(encoded.kept().get(0).prompt().problemId()).isEqualTo("3");
      assertThat(encoded.tooLong()).isEqualTo(2);
    }
  }

  @Test
  void aChatNeedsATemplate() throws IOException {
    try (TextTokenizer tokenizer = tokenizer("")) {
      assertThatThrownBy(() -> new PromptEncoder(tokenizer, chat(Optional.empty(), "")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "problems.prompt.template = chat, but the model has no chat template; expected"
                  + " plain");
    }
  }
}
