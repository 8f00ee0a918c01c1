package io.gradus.datasets.importing;

import io.gradus.datasets.Message;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a question becomes a prompt.
 *
 * @param chat whether it becomes a user message
 * @param system the system message before it
 * @param instruction appended to the question as it stands
 */
record PromptStyle(boolean chat, String system, String instruction) implements Serializable {

  static final Set<String> OPTIONS = Set.of("style", "system", "instruction");

  static PromptStyle of(ImportOptions options, String otherwise) {
    boolean chat = options.oneOf("style", otherwise, List.of("chat", "plain")).equals("chat");
    Optional<String> system = options.name("system");
    if (!chat && system.isPresent()) {
      throw new IllegalArgumentException(
          "Option system needs style = chat; found style = plain, which has no messages.");
    }
    return new PromptStyle(chat, system.orElse(""), options.text("instruction").orElse(""));
  }

  String prompt(String question) {
    return question + instruction;
  }

  List<Message> messages(String question) {
    if (!chat) {
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    if (!system.isEmpty()) {
      messages.add(new Message("system", system));
    }
    messages.add(new Message("user", prompt(question)));
    return messages;
  }
}
