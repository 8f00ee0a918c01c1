package io.gradus.datasets;

import java.io.Serializable;
import java.util.Objects;

/**
 * One turn of a chat prompt.
 *
 * @param role who speaks: usually system, user or assistant
 * @param content the text of the turn
 */
public record Message(String role, String content) implements Serializable {

  /** Checks that the role is named. */
  public Message {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
    if (role.isBlank()) {
      throw new IllegalArgumentException(
          "A message needs a role, such as user; found a blank one.");
    }
  }
}
