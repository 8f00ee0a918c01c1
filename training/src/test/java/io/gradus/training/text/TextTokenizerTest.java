package io.gradus.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradus.training.hub.ModelFormatException;
import io.gradus.training.hub.SharedFiles;
import io.gradus.training.text.CharTokenizer.Beginning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTokenizerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Tokens: {@code <pad>} 0, {@code <bos>} 1, {@code <eos>} 2, then a to d and white space. */
  @TempDir Path directory;

  @BeforeEach
  void writeTokenizer() throws IOException {
    CharTokenizer.write(directory, "abcd .\u2581", Beginning.BOS_TOKEN);
  }

  private void config(String json) throws IOException {
    Files.writeString(directory.resolve("tokenizer_config.json"), json);
  }

  private int[] encode(String text) throws IOException {
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      return tokenizer.encode(text);
    }
  }

  @Test
  void theLlamaClassPutsItsOwnTokensAroundTexts() throws IOException {
    String tokens =
        "{\"tokenizer_class\": \"LlamaTokenizer\", \"bos_token\": \"<pad>\", \"eos_token\":"
            + " \"<eos>\", \"unk_token\": null";
    config(tokens + "}");
    assertThat(encode("ab")).containsExactly(0, 3, 4);
    config(tokens + ", \"add_bos_token\": false}");
    assertThat(encode("ab")).containsExactly(3, 4);
    config(tokens + ", \"add_bos_token\": true, \"add_eos_token\": true}");
    assertThat(encode("ab")).containsExactly(0, 3, 4, 2);
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.encodeWithoutSpecialTokens("ab")).containsExactly(3, 4);
    }
  }

  @Test
  void otherClassesKeepTheTokensOfTokenizerJson() throws IOException {
    for (String name :
        List.of(
            "PreTrainedTokenizerFast",
            "Qwen2Tokenizer",
            "GPT2TokenizerFast",
            "TokenizersBackend")) {
      config(
          "{\"tokenizer_class\": \""
              + name
              + "\", \"add_bos_token\": false, \"bos_token\": \"<bos>\", \"eos_token\": \"<eos>\","
              + " \"unk_token\": null, \"pad_token\": \"<pad>\"}");
      assertThat(encode("ab")).as(name).containsExactly(1, 3, 4);
    }
  }

  /** As transformers 4.56 converts a Llama's sentencepiece model; Mistral 7B v0.3 has it so. */
  @Test
  void aPrefixSpaceOfTheConfigurationStandsOverTokenizerJson() throws IOException {
    String llama =
        "{\"tokenizer_class\": \"LlamaTokenizer\", \"bos_token\": \"<bos>\", \"eos_token\":"
            + " \"<eos>\", \"unk_token\": null, ";
    for (String legacy : List.of("", ", \"legacy\": true", ", \"legacy\": false")) {
      config(llama + "\"add_prefix_space\": true" + legacy + "}");
      assertThat(encode("a b")).as(legacy).containsExactly(1, 9, 3, 9, 4);
      try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
        assertThat(tokenizer.decode(new int[] {9, 3, 9, 4})).isEqualTo("a b");
      }
      config(llama + "\"add_prefix_space\": false" + legacy + "}");
      assertThat(encode("a b")).as(legacy).containsExactly(1, 3, 9, 4);
      try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
        assertThat(tokenizer.decode(new int[] {9, 3, 9, 4})).isEqualTo(" a b");
      }
    }
  }

  /** transformers 5.24 writes so, and reads tokenizer.json as it is; 4.56 reads none of it. */
  @Test
  void aPrefixSpaceThatTransformers5SavedIsThatOfTokenizerJson() throws IOException {
    config(
        "{\"tokenizer_class\": \"LlamaTokenizer\", \"backend\": \"tokenizers\", \"bos_token\":"
            + " \"<pad>\", \"add_prefix_space\": false}");
    assertThat(encode("ab")).containsExactly(1, 3, 4);
  }

  /** What transformers 5.24 writes, and the spellings of versions before it. */
  @Test
  void specialTokensMayHaveNamesOrStandInLists() throws IOException {
    String beginning = "{\"tokenizer_class\": \"TokenizersBackend\", \"backend\": \"tokenizers\", ";
    String image = "{\"content\": \"<image>\", \"special\": true}";
    for (String extra :
        List.of(
            "\"extra_special_tokens\": [\"<image>\"]",
            "\"extra_special_tokens\": {\"image_token\": \"<image>\"}",
            "\"extra_special_tokens\": {\"image_token\": " + image + "}",
            "\"model_specific_special_tokens\": {\"image_token\": \"<image>\"}",
            "\"additional_special_tokens\": [" + image + "]",
            "\"eos_token\": [\"<eos>\", \"<image>\"]")) {
      config(beginning + extra + "}");
      assertThat(encode("a<image>b")).as(extra).containsExactly(1, 3, 10, 4);
    }
    for (String eos : List.of("\"<eos>\"", "{\"content\": \"<eos>\"}", "[\"<eos>\"]")) {
      config(beginning + "\"eos_token\": " + eos + "}");
      try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
        assertThat(tokenizer.specialTokenId("eos_token")).as(eos).hasValue(2);
      }
    }
    config(beginning + "\"eos_token\": 2}");
    assertRefused("eos_token is 2, expected a token");
  }

  @Test
  void aListOfTemplatesWithoutADefaultServesUntilOneIsNeeded() throws IOException {
    config(
        "{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"chat_template\": [{\"name\":"
            + " \"rag\", \"template\": \"x\"}, {\"name\": \"tool_use\", \"template\": \"y\"}]}");
    assertThat(encode("ab")).containsExactly(1, 3, 4);
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.chatTemplate()).isEmpty();
      assertThatThrownBy(() -> tokenizer.encodeChat(List.of(ChatMessage.user("a"))))
          .hasMessage("the model directory has no chat template named default, only rag, tool_use");
    }
  }

  @Test
  void withoutAClassTheArchitectureDecides() throws IOException {
    config("{\"bos_token\": \"<eos>\", \"eos_token\": \"<eos>\", \"unk_token\": \"<pad>\"}");
    assertThatThrownBy(() -> encode("ab"))
        .hasMessage(directory.resolve("tokenizer_config.json") + ": tokenizer_class is missing");
    Files.writeString(
        directory.resolve("config.json"), "{\"model_type\": \"llama\", \"vocab_size\": 10}");
    assertThat(encode("ab")).containsExactly(2, 3, 4);
  }

  @Test
  void refusesWhatTransformersWouldBuildOtherwise() throws IOException {
    config("{\"tokenizer_class\": \"T5Tokenizer\"}");
    assertRefused(
        "tokenizer_class is \"T5Tokenizer\", expected one of those supported: LlamaTokenizerFast,"
            + " GemmaTokenizerFast, Qwen2TokenizerFast, GPT2TokenizerFast,"
            + " PreTrainedTokenizerFast, TokenizersBackend");
    config("{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"split_special_tokens\": true}");
    assertRefused("split_special_tokens is true, expected false");
    config("{\"tokenizer_class\": \"LlamaTokenizer\", \"bos_token\": null}");
    assertRefused("add_bos_token is missing, expected false where there is no bos_token");
    config("{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"chat_template\": \"\\n{% x %}\"}");
    assertRefused("chat template, line 2: statement 'x' is not supported");
  }

  @Test
  void refusesIdsBeyondTheModelsVocabulary() throws IOException {
    String config = "{\"model_type\": \"llama\", \"vocab_size\": %d}";
    Files.writeString(directory.resolve("config.json"), String.format(config, 9));
    assertRefused("has id 9, expected 0 to 8: the model's vocab_size is 9");
    Files.writeString(directory.resolve("config.json"), String.format(config, 10));
    assertThat(encode("a")).containsExactly(1, 3);
    // transformers gives a special token that has no id the next one, here 10.
    config("{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"pad_token\": \"[PAD]\"}");
    assertRefused("token \"[PAD]\" has id 10, expected 0 to 9");
    Files.writeString(directory.resolve("config.json"), String.format(config, 11));
    assertThat(encode("a[PAD]")).containsExactly(1, 3, 10);
  }

  @Test
  void flagsOfTheConfigStandOverThoseOfTokenizerJson() throws IOException {
    // An ordinary character becomes a special token, and eats the blanks before it.
    config(
        "{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"added_tokens_decoder\": {\"6\":"
            + " {\"content\": \"d\", \"lstrip\": true, \"special\": true}}}");
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.encode("a  d")).containsExactly(1, 3, 6);
      assertThat(tokenizer.decode(new int[] {3, 6})).isEqualTo("a");
      assertThat(tokenizer.decodeWithSpecialTokens(new int[] {3, 6})).isEqualTo("ad");
    }
  }

  @Test
  void cleansUpSpacesWhereTheConfigSaysSo() throws IOException {
    String plain = "{\"tokenizer_class\": \"PreTrainedTokenizerFast\"";
    int[] ids = {3, 7, 8}; // "a ."
    config(plain + "}");
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.decode(ids)).isEqualTo("a .");
    }
    config(plain + ", \"clean_up_tokenization_spaces\": true}");
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.decode(ids)).isEqualTo("a.");
    }
  }

  @Test
  void neitherTruncatesNorPads() throws IOException {
    Path file = directory.resolve("tokenizer.json");
    String json = Files.readString(file);
    Files.writeString(
        file,
        json.replace(
                "\"truncation\" : null",
                "\"truncation\": {\"direction\": \"Right\", \"max_length\": 2, \"strategy\":"
                    + " \"LongestFirst\", \"stride\": 0}")
            .replace(
                "\"padding\" : null",
                "\"padding\": {\"strategy\": {\"Fixed\": 9}, \"direction\": \"Right\","
                    + " \"pad_to_multiple_of\": null, \"pad_id\": 0, \"pad_type_id\": 0,"
                    + " \"pad_token\": \"<pad>\"}"));
    assertThat(encode("abcd")).containsExactly(1, 3, 4, 5, 6);
    assertThat(encode("abcdabcd".repeat(100))).hasSize(801);
  }

  @Test
  void encodesChatsWithTheTemplateAndNothingElse() throws IOException {
    config(
        "{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"bos_token\": \"<bos>\","
            + " \"chat_template\": [{\"name\": \"tool_use\", \"template\": \"x\"}, {\"name\":"
            + " \"default\", \"template\": \"{{ bos_token }}{{ messages[0].content }}{% if"
            + " add_generation_prompt %}.{% endif %}\"}]}");
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.encodeChat(List.of(ChatMessage.user("ab")))).containsExactly(1, 3, 4, 8);
    }
    Files.writeString(directory.resolve("chat_template.jinja"), "{{ messages[0].content }}");
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThat(tokenizer.encodeChat(List.of(ChatMessage.user("ab")))).containsExactly(3, 4);
    }
  }

  @Test
  void theAnswersBeginningAndTheTurnsEndAreTokens() throws IOException {
    config("{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \"bos_token\": \"<bos>\"}");
    Files.writeString(
        directory.resolve("chat_template.jinja"),
        "{% for m in messages %}{{ m.content }}{{ '<bos>' if stops else '' }}{% endfor %}");
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      ChatOptions options = new ChatOptions(java.util.Map.of("stops", true), "cd");
      assertThat(tokenizer.encodeChat(List.of(ChatMessage.user("ab")), options))
          .containsExactly(3, 4, 1, 5, 6);
      assertThat(tokenizer.turnEnd(options)).hasValue(1);
      assertThat(tokenizer.turnEnd(ChatOptions.NONE)).isEmpty();
    }
  }

  @Test
  void refusesChatsWithoutATemplate() throws IOException {
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      assertThatThrownBy(() -> tokenizer.encodeChat(List.of(ChatMessage.user("a"))))
          .hasMessage("the model directory has no chat template");
    }
  }

  @Test
  void refusesDirectoriesWithoutATokenizer() throws IOException {
    Path file = directory.resolve("tokenizer.json");
    Files.writeString(file, "{\"model\": {\"type\": \"Nonsense\", \"vocab\": {}}}");
    assertRefused("tokenizer.json cannot be used");
    Files.delete(file);
    assertThatThrownBy(() -> TextTokenizer.open(directory)).hasMessage(file + " does not exist");
  }

  @Test
  void givesTheSameIdsFromSeveralThreads() throws IOException {
    try (TextTokenizer tokenizer = TextTokenizer.open(directory)) {
      List<List<Integer>> encoded =
          IntStream.range(0, 200)
              .parallel()
              .mapToObj(i -> IntStream.of(tokenizer.encode("abcd".repeat(i % 7))).boxed().toList())
              .toList();
      for (int i = 0; i < encoded.size(); i++) {
        assertThat(encoded.get(i)).hasSize(1 + 4 * (i % 7));
      }
    }
  }

  /** The ids of transformers 4.56.2 for the same texts. */
  @Test
  void agreesWithTransformersOnSmolLm2() throws IOException {
    Path model = SharedFiles.model("smollm2-135m-instruct");
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      assertThat(tokenizer.encode("Hello  world")).containsExactly(1, 19556, 216, 905);
      assertThat(tokenizer.encodeWithoutSpecialTokens("Hello  world"))
          .containsExactly(19556, 216, 905);
      assertThat(tokenizer.encode("")).containsExactly(1);
      assertThat(tokenizer.encodeWithoutSpecialTokens("\uD83D\uDE00 a\0b"))
          .containsExactly(10813, 242, 218, 253, 190, 82);
      assertThat(tokenizer.decode(new int[] {1, 9690, 198, 2})).isEqualTo("system\n");
      assertThat(tokenizer.decodeWithSpecialTokens(new int[] {1, 9690, 198, 2}))
          .isEqualTo("<|im_start|>system\n<|im_end|>");
      assertThat(tokenizer.encodeChat(List.of(ChatMessage.user("hi"))))
          .containsExactly(
              1, 9690, 198, 2683, 359, 253, 5356, 5646, 11173, 3365, 3511, 308, 34519, 28, 7018,
              411, 407, 19712, 8182, 2, 198, 1, 4093, 198, 6004, 2, 198, 1, 520, 9531, 198);
      assertThat(tokenizer.turnEnd(ChatOptions.NONE)).hasValue(2);
      for (String line : Files.readAllLines(model.resolve("expected_logprobs.jsonl"))) {
        JsonNode expected = MAPPER.readTree(line);
        assertThat(tokenizer.encodeWithoutSpecialTokens(expected.get("text").asText()))
            .containsExactly(MAPPER.treeToValue(expected.get("input_ids"), int[].class));
      }
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> TextTokenizer.open(directory))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(directory.toString())
        .hasMessageContaining(message);
  }
}
