package io.gradus.rewards.extract;

import java.util.Optional;

/**
 * What a sentence claims.
 *
 * @param kind whether it claims anything
 * @param value the text of the claimed value
 */
record Reading(Kind kind, Optional<String> value) {
  /** What a sentence does. */
  enum Kind {
    /** States a value. */
    CLAIM,
    /** States nothing: a question, or words about something else. */
    NOTHING,
    /** Says what the answer is not. */
    NEGATION,
    /** Bounds, hedges or changes a value: what is meant stays in doubt. */
    DOUBT
  }

  static final Reading NOTHING = new Reading(Kind.NOTHING, Optional.empty());
  static final Reading NEGATION = new Reading(Kind.NEGATION, Optional.empty());
  static final Reading DOUBT = new Reading(Kind.DOUBT, Optional.empty());

  static Reading of(String value) {
    return value.isBlank() ? NOTHING : new Reading(Kind.CLAIM, Optional.of(value));
  }

  boolean isClaim() {
    return kind == Kind.CLAIM;
  }
}
