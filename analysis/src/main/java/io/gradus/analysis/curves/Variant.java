package io.gradus.analysis.curves;

import java.io.Serializable;
import java.util.Objects;

/**
 * What reinforcement learning began from: a base model, an instruct model, or another kind of the
 * curves' own naming.
 *
 * @param name as the column {@code variant} of the table {@code curves} has it
 */
public record Variant(String name) implements Comparable<Variant>, Serializable {
  /** Pre-trained only. */
  public static final Variant BASE = new Variant("base");

  /** Tuned to follow instructions before. */
  public static final Variant INSTRUCT = new Variant("instruct");

  /** Curves that do not say. */
  public static final Variant UNKNOWN = new Variant("unknown");

  /** Checks that there is a name. */
  public Variant {
    Objects.requireNonNull(name, "name");
  }

  /** Whether the curves say what it was. */
  public boolean isKnown() {
    return !equals(UNKNOWN);
  }

  @Override
  public int compareTo(Variant other) {
    return name.compareTo(other.name);
  }
}
