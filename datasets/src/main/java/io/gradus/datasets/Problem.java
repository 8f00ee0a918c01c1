package io.gradus.datasets;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One problem with a checkable answer: what a policy is asked, and what it should find.
 *
 * @param id unique within a table; the same problem keeps its id across subsets of one source
 * @param source the data set it comes from, for example {@code gsm8k}
 * @param split the part of the source, for example {@code train}
 * @param position place in the source's own order, from 0; a curriculum follows it. Gaps are
 *     allowed (rejected rows leave them)
 * @param messages the chat to render with the policy's template; empty for a plain-text prompt
 * @param prompt the plain text, or the last user message of {@code messages}
 * @param answer the gold answer, as the reward compares it
 * @param difficulty pass rate of a reference model in [0, 1], 1 the easiest; NaN when unknown
 * @param extra whatever else the source says, by name, in name order
 */
public record Problem(
    String id,
    String source,
    String split,
    long position,
    List<Message> messages,
    String prompt,
    String answer,
    double difficulty,
    Map<String, String> extra)
    implements Serializable {

  /** Checks ranges and takes copies. */
  public Problem {
    requireText(id, "id");
    requireText(source, "source");
    requireText(split, "split");
    requireText(prompt, "prompt");
    requireText(answer, "answer");
    if (position < 0) {
      throw new IllegalArgumentException(
          "Problem %s: position %d, expected 0 or more.".formatted(id, position));
    }
    if (difficulty < 0 || difficulty > 1) {
      throw new IllegalArgumentException(
          "Problem %s: difficulty %s, expected a pass rate in [0, 1] or NaN."
              .formatted(id, difficulty));
    }
    messages = List.copyOf(messages);
    extra = Collections.unmodifiableMap(new TreeMap<>(extra));
  }

  private static void requireText(String value, String name) {
    Objects.requireNonNull(value, name);
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "The %s of a problem is blank, expected text.".formatted(name));
    }
  }
}
