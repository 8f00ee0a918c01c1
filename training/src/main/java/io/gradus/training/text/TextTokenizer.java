package io.gradus.training.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.gradus.training.hub.ModelFormatException;
import io.gradus.training.hub.TokenizerFiles;
import io.gradus.training.text.jinja.JinjaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The tokenizer of a model directory. Ids and texts are those of transformers' {@code
 * AutoTokenizer} for the same directory; texts are neither truncated nor padded.
 *
 * <p>Which special tokens a text gets depends on what it is: a plain prompt gets the model's own
 * ({@link #encode}), while a rendered conversation brings them along and gets none ({@link
 * #encodeWithoutSpecialTokens}, {@link #encodeChat}). In both, the text of a special token is read
 * as that token. Safe for use from several threads.
 */
public final class TextTokenizer implements AutoCloseable {
  /** What transformers' clean_up_tokenization_spaces replaces, in this order. */
  private static final List<Map.Entry<String, String>> CLEAN_UP =
      List.of(
          Map.entry(" .", "."),
          Map.entry(" ?", "?"),
          Map.entry(" !", "!"),
          Map.entry(" ,", ","),
          Map.entry(" ' ", "'"),
          Map.entry(" n't", "n't"),
          Map.entry(" 'm", "'m"),
          Map.entry(" 's", "'s"),
          Map.entry(" 've", "'ve"),
          Map.entry(" 're", "'re"));

  private final HuggingFaceTokenizer tokenizer;
  private final TokenizerFiles files;
  private final Optional<ChatTemplate> chatTemplate;

  private TextTokenizer(
      HuggingFaceTokenizer tokenizer, TokenizerFiles files, Optional<ChatTemplate> chatTemplate) {
    this.tokenizer = tokenizer;
    this.files = files;
    this.chatTemplate = chatTemplate;
  }

  /**
   * Opens the tokenizer of a model directory.
   *
   * @throws ModelFormatException if a file is missing, malformed or not supported
   */
  public static TextTokenizer open(Path directory) throws IOException {
    return open(directory, Clock.systemDefaultZone());
  }

  /**
   * Opens the tokenizer of a model directory; see {@link #open(Path)}.
   *
   * @param clock what the chat template reads the date from, if it asks for it as Llama 3.2's does
   */
  public static TextTokenizer open(Path directory, Clock clock) throws IOException {
    TokenizerFiles files = TokenizerFiles.read(directory);
    Optional<ChatTemplate> template = chatTemplate(directory, files, clock);
    Map<String, String> options = Map.of("truncation", "false", "padding", "false");
    try (ByteArrayInputStream json =
        new ByteArrayInputStream(files.json().getBytes(StandardCharsets.UTF_8))) {
      return new TextTokenizer(HuggingFaceTokenizer.newInstance(json, options), files, template);
    } catch (RuntimeException e) {
      throw new ModelFormatException(
          directory + ": tokenizer.json cannot be used: " + e.getMessage(), e);
    }
  }

  private static Optional<ChatTemplate> chatTemplate(
      Path directory, TokenizerFiles files, Clock clock) {
    try {
      return files
          .chatTemplate()
          .map(source -> ChatTemplate.of(source, files.specialTokens(), clock));
    } catch (JinjaException e) {
      throw new ModelFormatException(directory + ": chat template, " + e.getMessage(), e);
    }
  }

  /**
   * Ids of a plain text with the special tokens that the model puts around it, if any, such as the
   * beginning of sequence: transformers' {@code tokenizer(text)}.
   */
  public int[] encode(String text) {
    return ids(tokenizer.encode(text, true, false).getIds());
  }

  /**
   * Ids of a text as it stands: transformers' {@code tokenizer(text, add_special_tokens=False)}.
   */
  public int[] encodeWithoutSpecialTokens(String text) {
    return ids(tokenizer.encode(text, false, false).getIds());
  }

  /**
   * Ids of a conversation up to where the assistant's answer begins: transformers' {@code
   * apply_chat_template(messages, add_generation_prompt=True)}.
   *
   * @throws IllegalStateException if the model has no chat template
   */
  public int[] encodeChat(List<ChatMessage> messages) {
    return encodeChat(messages, ChatOptions.NONE);
  }

  /**
   * Ids of a conversation up to where the assistant's answer begins, and of what the options let it
   * begin with; the two are one text to the tokenizer.
   *
   * @throws IllegalStateException if the model has no chat template
   */
  public int[] encodeChat(List<ChatMessage> messages, ChatOptions options) {
    ChatTemplate template =
        chatTemplate.orElseThrow(
            () ->
                new IllegalStateException(
                    files.otherTemplates().isEmpty()
                        ? "the model directory has no chat template"
                        : "the model directory has no chat template named default, only "
                            + String.join(", ", files.otherTemplates())));
    return encodeWithoutSpecialTokens(
        template.render(messages, ChatTemplate.Ending.ASSISTANT_TURN, options)
            + options.answerPrefix());
  }

  /**
   * Id of the special token that the chat template puts after an assistant's message; empty if
   * there is no template, it takes no such message, or it puts none.
   */
  public OptionalInt turnEnd(ChatOptions options) {
    String answer = "answer-of-the-assistant";
    String rendered;
    try {
      rendered =
          chatTemplate
              .map(
                  template ->
                      template.render(
                          List.of(ChatMessage.user("a"), new ChatMessage("assistant", answer)),
                          ChatTemplate.Ending.LAST_MESSAGE,
                          options))
              .orElse("");
    } catch (JinjaException e) {
      return OptionalInt.empty();
    }
    int end = rendered.lastIndexOf(answer);
    if (end < 0) {
      return OptionalInt.empty();
    }
    return Arrays.stream(encodeWithoutSpecialTokens(rendered.substring(end + answer.length())))
        .filter(id -> decode(new int[] {id}).isEmpty())
        .filter(id -> !decodeWithSpecialTokens(new int[] {id}).isEmpty())
        .findFirst();
  }

  /**
   * The text of ids, special tokens left out. Decode whole completions: a character may span
   * several tokens, so pieces decoded one by one need not join to the text.
   */
  public String decode(int[] ids) {
    return decode(ids, true);
  }

  /** The text of ids, special tokens written out. */
  public String decodeWithSpecialTokens(int[] ids) {
    return decode(ids, false);
  }

  private String decode(int[] ids, boolean skipSpecialTokens) {
    String text = tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecialTokens);
    if (files.cleansUpSpaces()) {
      for (Map.Entry<String, String> replacement : CLEAN_UP) {
        text = text.replace(replacement.getKey(), replacement.getValue());
      }
    }
    return text;
  }

  /** The model's chat template, if it has one. */
  public Optional<ChatTemplate> chatTemplate() {
    return chatTemplate;
  }

  /** Id of the special token with the given attribute, for example {@code pad_token}. */
  public OptionalInt specialTokenId(String attribute) {
    return files.idOf(attribute).stream().mapToInt(Integer::intValue).findFirst();
  }

  private static int[] ids(long[] ids) {
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
