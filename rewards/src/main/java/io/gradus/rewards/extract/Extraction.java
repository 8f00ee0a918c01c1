package io.gradus.rewards.extract;

import java.util.List;
import java.util.Optional;

/**
 * The answer found in a completion.
 *
 * @param answer its text, without delimiters; empty when none was found
 * @param rivals other answers the completion claims in the same way; unless all are equal to the
 *     answer, the completion hedges and the verdict is "not correct"
 * @param place where the answer stood; empty when none was found
 * @param passage the words that it stood in, for people; empty when none was found
 * @param reason the place in words, or why no answer was found
 */
public record Extraction(
    Optional<String> answer,
    List<String> rivals,
    Optional<Place> place,
    String passage,
    String reason) {
  static Extraction found(String answer, Place place, String passage) {
    return new Extraction(
        Optional.of(answer), List.of(), Optional.of(place), passage, place.words());
  }

  static Extraction none(String reason) {
    return new Extraction(Optional.empty(), List.of(), Optional.empty(), "", reason);
  }

  Extraction withRivals(List<String> others) {
    return new Extraction(answer, List.copyOf(others), place, passage, reason);
  }

  /** Whether the answer stood in a box or after ####. */
  public boolean isMarked() {
    return place.map(Place::isMark).orElse(false);
  }
}
