package io.gradus.analysis.curves;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What {@code curves import} reads. */
public enum CurveFormat {
  /** Comma-separated values with the columns of the curve table. */
  CSV("csv"),
  /** Parquet with the columns of the curve table. */
  PARQUET("parquet"),
  /** A wide export of Weights &amp; Biases: a step column and a column per run; needs a mapping. */
  WANDB_CSV("wandb-csv"),
  /** JSON lines as verl's file logger writes them, a file per run; needs a mapping. */
  VERL_JSONL("verl-jsonl"),
  /** {@code trainer_state.json} of TRL or transformers, one per run; needs a mapping. */
  TRL_JSON("trl-json");

  private final String label;

  CurveFormat(String label) {
    this.label = label;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** Whether the file itself says nothing of model sizes, so that a mapping file must. */
  public boolean needsMapping() {
    return this != CSV && this != PARQUET;
  }

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException naming the formats there are
   */
  public static CurveFormat of(String label) {
    return Arrays.stream(values())
        .filter(f -> f.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown curve format '%s', expected one of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(CurveFormat::label)
                                .collect(Collectors.joining(", ")))));
  }
}
