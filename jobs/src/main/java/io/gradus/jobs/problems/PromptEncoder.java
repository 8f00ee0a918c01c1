package io.gradus.jobs.problems;

import io.gradus.datasets.Problem;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.PromptConfig;
import io.gradus.training.rollout.RolloutPrompt;
import io.gradus.training.text.ChatMessage;
import io.gradus.training.text.TextTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns problems into token ids: through the model's chat template, or as plain text.
 *
 * <p>A system message of the settings stands before a problem's own messages unless these bring one
 * along; the suffix is added to the last user message, or to the plain text. The beginning of the
 * answer ends the prompt.
 */
public final class PromptEncoder {
  private final TextTokenizer tokenizer;
  private final PromptConfig config;

  public PromptEncoder(TextTokenizer tokenizer, PromptConfig config) {
    this.tokenizer = tokenizer;
    this.config = config;
    if (config.template() == PromptConfig.Template.CHAT && tokenizer.chatTemplate().isEmpty()) {
      throw new IllegalArgumentException(
          "problems.prompt.template = chat, but the model has no chat template; expected plain");
    }
  }

  /**
   * Problems with their prompts.
   *
   * @param kept those whose prompts are within the token limit
   * @param tooLong number of those left out
   */
  public record Encoded(List<EncodedProblem> kept, int tooLong) {}

  public Encoded encode(List<Problem> problems, ProblemSource.Grading grading) {
    List<EncodedProblem> kept = new ArrayList<>();
    for (Problem problem : problems) {
      int[] ids = encode(problem);
      if (ids.length <= config.maxTokens()) {
        kept.add(
            new EncodedProblem(
                problem, new RolloutPrompt(problem.id(), ids), Golds.of(problem, grading)));
      }
    }
    return new Encoded(List.copyOf(kept), problems.size() - kept.size());
  }

  public int[] encode(Problem problem) {
    if (config.template() == PromptConfig.Template.PLAIN) {
      return tokenizer.encode(problem.prompt() + config.suffix() + config.options().answerPrefix());
    }
    return tokenizer.encodeChat(messages(problem, config), config.options());
  }

  /** The conversation of a problem that the chat template is applied to. */
  public static List<ChatMessage> messages(Problem problem, PromptConfig config) {
    List<ChatMessage> messages = new ArrayList<>();
    problem.messages().forEach(m -> messages.add(new ChatMessage(m.role(), m.content())));
    if (messages.isEmpty()) {
      messages.add(ChatMessage.user(problem.prompt()));
    }
    Optional<String> system = config.system();
    if (system.isPresent() && !messages.get(0).role().equals("system")) {
      messages.add(0, ChatMessage.system(system.get()));
    }
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role().equals("user")) {
        messages.set(i, ChatMessage.user(messages.get(i).content() + config.suffix()));
        break;
      }
    }
    return messages;
  }
}
