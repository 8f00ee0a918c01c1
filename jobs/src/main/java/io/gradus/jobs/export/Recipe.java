package io.gradus.jobs.export;

import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import java.util.Map;
import java.util.Optional;

/**
 * The part of the update that trainers call by names of their own.
 *
 * @param clipLow ratios are clipped from below at 1 minus this
 * @param clipHigh ratios are clipped from above at 1 plus this
 * @param aggregation how the losses of tokens are averaged, in the trainer's words; empty where it
 *     has none for it
 */
record Recipe(double clipLow, double clipHigh, Optional<String> aggregation) {
  private static final Map<String, String> VERL_AGGREGATIONS =
      Map.of(
          "token-mean", "token-mean",
          "seq-mean-token-mean", "seq-mean-token-mean",
          "seq-mean-token-sum-norm", "seq-mean-token-sum-norm");

  private static final Map<String, String> TRL_AGGREGATIONS =
      Map.of(
          "token-mean",
          "dapo",
          "seq-mean-token-mean",
          "grpo",
          "seq-mean-token-sum-norm",
          "dr_grpo");

  /** What a run's settings say to a trainer. */
  static Recipe of(TrainConfig config, Trainer trainer) {
    Map<String, String> settings = Settings.flatten(config.json());
    Map<String, String> aggregations =
        trainer == Trainer.VERL ? VERL_AGGREGATIONS : TRL_AGGREGATIONS;
    return new Recipe(
        clip(settings, "grpo.clip-low"),
        clip(settings, "grpo.clip-high"),
        Optional.ofNullable(aggregations.get(settings.get("grpo.aggregation"))));
  }

  /** One side of the clip range, which is the whole range's unless it has a setting. */
  private static double clip(Map<String, String> settings, String side) {
    String own = settings.getOrDefault(side, "null");
    return Double.parseDouble(own.equals("null") ? settings.get("grpo.clip-range") : own);
  }
}
