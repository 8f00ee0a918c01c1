package io.gradus.analysis.findings;

import java.util.Collection;
import java.util.Locale;

/** What data say of a claim. */
public enum Verdict {
  /** They show it. */
  SUPPORTED,
  /** They show the opposite. */
  CONTRADICTED,
  /** They show neither, or speak with two voices, or there are none. */
  UNDECIDED;

  /** The word used in tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of a claim with several parts: all must hold, and one that fails is enough against it. */
  static Verdict all(Collection<Verdict> parts) {
    if (parts.contains(CONTRADICTED)) {
      return CONTRADICTED;
    }
    return parts.isEmpty() || parts.contains(UNDECIDED) ? UNDECIDED : SUPPORTED;
  }
}
