package io.gradus.jobs.export;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A trainer that studies are written for. */
public enum Trainer {
  /** verl: a shell script with settings for {@code verl.trainer.main_ppo}. */
  VERL("verl", "0.9.1", ".parquet", "verl-console"),
  /** TRL: a {@code GRPOConfig} in YAML and a program that calls {@code GRPOTrainer}. */
  TRL("trl", "0.23.1", ".jsonl", "trl-json");

  private final String label;
  private final String version;
  private final String ending;
  private final String logs;

  Trainer(String label, String version, String ending, String logs) {
    this.label = label;
    this.version = version;
    this.ending = ending;
    this.logs = logs;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** The version whose settings are written. */
  String version() {
    return version;
  }

  /** Ending of its files of problems. */
  String ending() {
    return ending;
  }

  /** What {@code curves import --format} calls its logs. */
  String logs() {
    return logs;
  }

  /**
   * The trainer of a name.
   *
   * @throws IllegalArgumentException naming the trainers there are
   */
  public static Trainer of(String label) {
    return Arrays.stream(values())
        .filter(trainer -> trainer.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--export %s, expected one of %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(Trainer::label)
                                .collect(Collectors.joining(", ")))));
  }
}
