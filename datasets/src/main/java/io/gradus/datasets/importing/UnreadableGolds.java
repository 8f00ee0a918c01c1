package io.gradus.datasets.importing;

import io.gradus.files.Texts;
import java.util.List;

/**
 * Gold answers that no completion can be compared with.
 *
 * @param count number of problems that have one
 * @param problems number of problems that were looked at
 * @param examples some of them, at most {@value #MOST_EXAMPLES}
 */
public record UnreadableGolds(long count, long problems, List<Example> examples) {
  /** Most examples that are kept. */
  public static final int MOST_EXAMPLES = 3;

  private static final int SHOWN = 60;

  /**
   * One of them.
   *
   * @param id of the problem
   * @param gold its gold answer
   * @param defect why it cannot be read
   */
  public record Example(String id, String gold, String defect) {
    @Override
    public String toString() {
      String line = gold.strip().replaceAll("\\s+", " ");
      return "%s: \"%s\" (%s)".formatted(id, Texts.shortened(line, SHOWN), defect);
    }
  }

  /** Takes a copy. */
  public UnreadableGolds {
    examples = List.copyOf(examples);
  }

  /** One line: how many of how many, and the examples. */
  @Override
  public String toString() {
    return "%,d of %,d gold answers are not understood, for instance %s"
        .formatted(
            count, problems, String.join("; ", examples.stream().map(Example::toString).toList()));
  }
}
