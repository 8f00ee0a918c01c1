package io.gradus.datasets.importing;

import java.util.Locale;

/** Why a row was not accepted. */
public enum Cause {
  /** Not readable, or a field is missing or wrong. */
  MALFORMED,
  /** An earlier row has the same id. */
  DUPLICATE_ID,
  /** An earlier row has the same id, prompt and answer; such rows are counted, not put aside. */
  COPY,
  /** The prompt has more tokens than the limit. */
  OVER_TOKEN_LIMIT,
  /** No completion can be compared with the gold answer. */
  UNREADABLE_GOLD;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
