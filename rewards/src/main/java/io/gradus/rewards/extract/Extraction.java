package io.gradus.rewards.extract;

import java.util.List;
import java.util.Optional;

/**
 * The answer found in a completion.
 *
 * @param answer its text, without delimiters; empty when none was found
 * @param rivals other answers the completion claims in the same way; unless all are equal to the
 *     answer, the completion hedges and earns nothing
 * @param reason where the answer stood, or why none was found
 */
public record Extraction(Optional<String> answer, List<String> rivals, String reason) {
  static Extraction found(String answer, String reason) {
    return new Extraction(Optional.of(answer), List.of(), reason);
  }

  static Extraction none(String reason) {
    return new Extraction(Optional.empty(), List.of(), reason);
  }

  Extraction withRivals(List<String> others) {
    return new Extraction(answer, List.copyOf(others), reason);
  }
}
