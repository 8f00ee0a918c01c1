package io.gradus.datasets.importing;

import java.util.Locale;

/** Why a row was not accepted. */
public enum Cause {
  /** Not readable, or a field is missing or wrong. */
  MALFORMED,
  /** An earlier row has the same id. */
  DUPLICATE_ID,
  /** The prompt has more tokens than the limit. */
  OVER_TOKEN_LIMIT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
