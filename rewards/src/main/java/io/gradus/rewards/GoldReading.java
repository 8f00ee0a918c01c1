package io.gradus.rewards;

import io.gradus.rewards.equivalent.Equivalence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether completions can be compared with a gold answer as mathematics or as words. */
public final class GoldReading {
  /** What sets of problems write where there is no answer. */
  private static final Set<String> PLACEHOLDERS =
      Set.of("proof", "notfound", "not found", "no answer", "n/a", "nan", "null");

  private GoldReading() {}

  /**
   * Why no completion can be right; empty if one can. Of several answers one that can be read is
   * enough.
   */
  public static Optional<String> defect(String gold) {
    List<String> defects = new ArrayList<>();
    for (String answer : Alternatives.of(gold)) {
      Optional<String> defect = defectOfOne(answer);
      if (defect.isEmpty()) {
        return defect;
      }
      defects.add(defect.get());
    }
    return Optional.of(defects.get(0));
  }

  private static Optional<String> defectOfOne(String gold) {
    if (PLACEHOLDERS.contains(gold.strip().toLowerCase(Locale.ROOT))) {
      return Optional.of("it stands for no answer");
    }
    try {
      return Equivalence.goldDefect(GoldAnswer.of(gold));
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.of("it cannot be read: " + e.getMessage());
    }
  }
}
