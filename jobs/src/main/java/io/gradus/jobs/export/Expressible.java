package io.gradus.jobs.export;

import io.gradus.jobs.config.ConfigException;
import io.gradus.jobs.config.Dtype;
import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.Settings;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.grpo.OldLogprobs;
import io.gradus.training.hub.LoraSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What another trainer can do of a run's settings, and what it does otherwise. */
final class Expressible {
  /** Rewards that the exported grader computes. */
  private static final Set<String> REWARDS =
      Set.of("correctness", "strict", "format", "exact_match", "exact_final");

  /** Settings, or blocks of them, that are written for the trainer or checked below. */
  private static final List<String> WRITTEN =
      List.of(
          "seed",
          "steps",
          "run",
          "model.path",
          "model.pretrain",
          "problems",
          "rollout.group-size",
          "rollout.temperature",
          "rollout.top-p",
          "rollout.top-k",
          "rollout.max-tokens",
          "rollout.dtype",
          "rollout.stop-ids",
          "reward.functions",
          "reward.extraction",
          "reward.options",
          "grpo.prompts",
          "grpo.mini-batch",
          "grpo.epochs",
          "grpo.micro-batch-tokens",
          "grpo.learning-rate",
          "grpo.betas",
          "grpo.epsilon",
          "grpo.weight-decay",
          "grpo.max-grad-norm",
          "grpo.clip-range",
          "grpo.clip-low",
          "grpo.clip-high",
          "grpo.kl-coefficient",
          "grpo.aggregation",
          "grpo.old-logprobs",
          "grpo.adapter",
          "grpo.lora",
          "grpo.activations",
          "grpo.dtype",
          "evaluate.every",
          "evaluate.at",
          "evaluate.samples",
          "evaluate.temperature",
          "evaluate.top-p",
          "evaluate.top-k",
          "evaluate.max-tokens",
          "evaluate.benchmarks",
          "commit",
          "checkpoint");

  /** Settings of this machine or of Gradus's own workings, which change no result elsewhere. */
  private static final List<String> OWN =
      List.of(
          "store",
          "tracking",
          "device",
          "model.cache",
          "rollout.prompts-per-batch",
          "rollout.threads",
          "rollout.broadcast-limit",
          "reward.sandbox",
          "grpo.threads",
          "update",
          "evaluate.prompts-per-batch");

  private final TrainConfig config;
  private final Trainer trainer;

  Expressible(TrainConfig config, Trainer trainer) {
    this.config = config;
    this.trainer = trainer;
  }

  /**
   * Refuses what the trainer cannot do.
   *
   * @throws ConfigException naming the setting, its place, and what can be exported
   */
  void check() {
    Map<String, String> defaults = Settings.defaults();
    Settings.flatten(config.json())
        .forEach(
            (key, value) -> {
              if (!isIn(WRITTEN, key) && !isIn(OWN, key) && !value.equals(defaults.get(key))) {
                throw wrong(key, defaults.get(key) + ", since it has no counterpart that is known");
              }
            });
    if (!config.rollout().stopIds().isEmpty()) {
      throw wrong("rollout.stop-ids", "none: completions end at the model's own tokens there");
    }
    if (!config.reward().settings().options().isEmpty()) {
      throw wrong("reward.options", "none: the exported grader has no options");
    }
    for (String function : config.reward().settings().functions()) {
      String name = function.replaceFirst("\\*.*", "").strip();
      if (!REWARDS.contains(name)) {
        throw wrong(
            "reward.functions", "only correctness, strict, format, exact_match and exact_final");
      }
    }
    if (Recipe.of(config, trainer).aggregation().isEmpty()) {
      throw wrong("grpo.aggregation", "one that it has too");
    }
    double alpha = config.grpo().adapter().map(LoraSettings::alpha).orElse(1.0);
    if (alpha != Math.rint(alpha)) {
      throw wrong("grpo.lora.alpha", "a whole number");
    }
    switch (trainer) {
      case VERL -> checkVerl();
      case TRL -> checkTrl();
    }
  }

  private void checkVerl() {
    if (!config.problems().prompt().options().answerPrefix().isEmpty()) {
      throw wrong("problems.prompt.answer-prefix", "none: answers begin after the template there");
    }
    if (config.evaluate().sampling().maxTokens() != config.rollout().sampling().maxTokens()) {
      throw wrong(
          "evaluate.max-tokens",
          "rollout.max-tokens = %d: one length holds for training and evaluation there"
              .formatted(config.rollout().sampling().maxTokens()));
    }
  }

  private void checkTrl() {
    if (config.grpo().update().oldLogprobs() == OldLogprobs.SAMPLER) {
      throw wrong("grpo.old-logprobs", "recomputed");
    }
  }

  private ConfigException wrong(String key, String expected) {
    return config
        .origins()
        .wrong(key, "for an export to %s %s".formatted(trainer.label(), expected));
  }

  private static boolean isIn(List<String> names, String key) {
    return names.stream().anyMatch(name -> key.equals(name) || key.startsWith(name + "."));
  }

  /** Steps between evaluations; more often than asked where {@code evaluate.at} asks for it. */
  int testEvery() {
    int every = usualEvery();
    for (int step : config.evaluate().at()) {
      every = step < config.steps() ? greatestDivisor(every, step) : every;
    }
    return every;
  }

  private int usualEvery() {
    return config.evaluate().every() == 0 ? config.steps() : config.evaluate().every();
  }

  private static int greatestDivisor(int a, int b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
  }

  /** What the trainer does otherwise than these settings say, or than Gradus does, in words. */
  List<String> differences() {
    List<String> said = new ArrayList<>();
    said.add(
        "Answers are graded by reward.py with math-verify, not by Gradus's own grader: verdicts on"
            + " unusual notations differ.");
    if (config.reward().settings().functions().stream()
        .anyMatch(f -> f.startsWith("exact_final"))) {
      said.add(
          "exact_final: a completion that was cut off right after its answer counts as ended.");
    }
    if (testEvery() != usualEvery()) {
      said.add(
          "evaluate.at = %s: evaluated every %d steps, which meets these too."
              .formatted(config.evaluate().at(), testEvery()));
    }
    if (config.evaluate().benchmarks().stream().anyMatch(EvaluateConfig.Benchmark::rarely)) {
      said.add("when = first-and-last: these benchmarks are evaluated as often as the test set.");
    }
    if (config.grpo().adapter().isPresent()) {
      said.add(
          "grpo.adapter = lora: adapters are initialised by peft, as here, with random numbers of"
              + " its own; the reference is the model without them, as here.");
    }
    said.addAll(
        switch (trainer) {
          case VERL -> verlDifferences();
          case TRL -> trlDifferences();
        });
    return List.copyOf(said);
  }

  private List<String> verlDifferences() {
    return List.of(
        "verl clamps log-ratios and the terms of the KL estimate; Gradus does not. Its second clip"
            + " for negative advantages is set out of reach.");
  }

  private List<String> trlDifferences() {
    List<String> said = new ArrayList<>();
    said.add(
        "TRL counts optimiser steps: %d of them are a step of the study."
            .formatted(optimizerSteps()));
    said.add(
        "TRL adds 1e-4 to a group's standard deviation (Gradus 1e-6), and decays no norms or"
            + " biases.");
    if (config.rollout().dtype() != Dtype.AUTO) {
      said.add("rollout.dtype is that of the update there.");
    }
    return said;
  }

  /** Optimiser steps of a step of the study. */
  int optimizerSteps() {
    return config.grpo().prompts()
        / config.grpo().update().miniBatchPrompts()
        * config.grpo().update().epochs();
  }
}
