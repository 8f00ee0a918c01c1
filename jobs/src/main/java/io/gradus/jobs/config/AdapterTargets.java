package io.gradus.jobs.config;

import io.gradus.training.hub.LoraLayout;
import io.gradus.training.hub.LoraSettings;
import io.gradus.training.hub.ModelConfig;
import java.util.List;

/** The check that a model has the projections that are to have adapters. */
public final class AdapterTargets {
  private AdapterTargets() {}

  /**
   * Checks the settings against a model's shape; nothing where every weight learns.
   *
   * @throws ConfigException naming {@code grpo.lora.targets} and the projections that there are
   */
  public static void require(TrainConfig config, ModelConfig shape) {
    if (config.grpo().adapter().isEmpty()) {
      return;
    }
    List<String> targets = config.grpo().adapter().get().targets();
    List<String> possible = LoraLayout.projections(shape);
    if (!targets.equals(List.of(LoraSettings.ALL_LINEAR)) && !possible.containsAll(targets)) {
      throw config
          .origins()
          .wrong(
              "grpo.lora.targets",
              "[%s], or some of %s, which the model has"
                  .formatted(LoraSettings.ALL_LINEAR, String.join(", ", possible)));
    }
  }
}
