package io.gradus.datasets.importing;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The layouts that can be imported. */
public enum SourceKind {
  /** GSM8K JSON lines: question, answer ending in {@code #### x}. */
  GSM8K,
  /** verl's Parquet: data_source, prompt messages, reward_model.ground_truth, extra_info. */
  VERL,
  /** JSON lines with prompt or messages, answer, and optional further fields, by name. */
  JSONL,
  /** SVAMP JSON lines: Body, Question, Answer, ID. */
  SVAMP,
  /** ASDiv JSON lines: body, question, answer with its unit in parentheses. */
  ASDIV,
  /** MAWPS JSON lines: input, target. */
  MAWPS,
  /** Arithmetic problems made on the spot; no input. */
  SYNTHETIC;

  /**
   * The kind of a command-line value.
   *
   * @throws IllegalArgumentException naming the known kinds
   */
  public static SourceKind of(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Source '%s', expected one of %s."
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(SourceKind::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
