package io.gradus.analysis.importing;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What {@code curves import} reads. */
public enum CurveFormat {
  /** Whatever the input looks like, which is then said. */
  AUTO("auto"),
  /** Comma-separated values: a curve table, or any columns with a mapping. */
  CSV("csv"),
  /** Parquet: a curve table, or any columns with a mapping. */
  PARQUET("parquet"),
  /**
   * An export of Weights &amp; Biases, wide (a step column and a column per run) or long (a row per
   * run and step); needs a mapping.
   */
  WANDB_CSV("wandb-csv"),
  /** JSON lines as verl's file logger writes them, a file per run; needs a mapping. */
  VERL_JSONL("verl-jsonl"),
  /** What verl prints, a file per run; needs a mapping. */
  VERL_CONSOLE("verl-console"),
  /** JSON lines with the step beside the metrics, as prime-rl writes them; needs a mapping. */
  PRIME_JSONL("prime-jsonl"),
  /** {@code trainer_state.json} of TRL or transformers, one per run; needs a mapping. */
  TRL_JSON("trl-json"),
  /** Event files of TensorBoard, a folder per run; needs a mapping. */
  TENSORBOARD("tensorboard"),
  /** MLflow's file store, or the address of its server; needs a mapping. */
  MLFLOW("mlflow");

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
    return this != AUTO && this != CSV && this != PARQUET;
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
