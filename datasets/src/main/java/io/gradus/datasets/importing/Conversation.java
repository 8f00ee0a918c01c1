package io.gradus.datasets.importing;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradus.datasets.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a row.
 *
 * @param asked the turns up to the last of the user
 * @param reply what the assistant answers there, as in data for fine-tuning; empty where the
 *     messages end with the user
 */
record Conversation(List<Message> asked, String reply) {

  /** A list of {role, content} with a user's turn that only an assistant's follows. */
  static Conversation of(JsonNode row, String name) throws RejectedRowException {
    List<Message> turns = new ArrayList<>(JsonFields.turns(row, name));
    String reply = "";
    int last = turns.size() - 1;
    if (last > 0
        && turns.get(last).role().equals("assistant")
        && turns.get(last - 1).role().equals("user")) {
      reply = turns.remove(last).content();
    }
    Message end = turns.get(turns.size() - 1);
    if (!end.role().equals("user")) {
      throw new RejectedRowException(
          "the last of %s has the role '%s', expected user".formatted(name, end.role()));
    }
    JsonFields.notBlank(end.content(), "the last of " + name);
    return new Conversation(List.copyOf(turns), reply);
  }

  /** What the user asks last. */
  String question() {
    return asked.get(asked.size() - 1).content();
  }
}
