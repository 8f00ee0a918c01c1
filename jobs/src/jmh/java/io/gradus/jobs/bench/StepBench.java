package io.gradus.jobs.bench;

import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.GrpoUpdate;
import io.gradus.training.grpo.OldLogprobs;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.grpo.UpdateSummary;
import io.gradus.training.model.Activations;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.Sampling;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.rollout.CounterRandom;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.RolloutEngine;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutPrompt;
import io.gradus.training.rollout.RolloutSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes GRPO steps as a run in one process makes them, without tables and Spark: samples, scores
 * with the reference and learns, in one mini-batch. Prints a JSON line of seconds by phase for each
 * step after the first. Arguments: model directory, float32 or bfloat16, prompts, samples a prompt,
 * prompt tokens, new tokens, steps, threads, KL coefficient, kept, recomputed or auto. Completions
 * never stop early; rewards are made up.
 */
public final class StepBench {
  private StepBench() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    if (args.length != 10) {
      System.err.println(
          "usage: StepBench MODEL DTYPE PROMPTS SAMPLES PROMPT_TOKENS NEW_TOKENS STEPS THREADS KL"
              + " ACTIVATIONS");
      System.exit(2);
    }
    int[] numbers = new int[6];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(args[i + 2]);
    }
    int prompts = numbers[0];
    int samples = numbers[1];
    double kl = Double.parseDouble(args[8]);
    Compute compute = Compute.cpu(numbers[5], ComputeType.of(args[1]));
    Activations activations = Activations.valueOf(args[9].toUpperCase(Locale.ROOT));
    GrpoSettings settings =
        new GrpoSettings(
            prompts,
            1,
            16_384,
            new AdamW(1e-6, 0.9, 0.999, 1e-8, 0.1, 1),
            new GrpoLoss(0.2, 0.2, kl, 1),
            Aggregation.TOKEN_MEAN,
            OldLogprobs.RECOMPUTED);
    try (Policy policy = Checkpoint.loadPolicy(Path.of(args[0]), compute);
        Policy reference = Checkpoint.loadPolicy(Path.of(args[0]), compute);
        Learner learner = new Learner(policy, activations)) {
      List<RolloutPrompt> all = prompts(prompts, numbers[2], policy.config().vocabSize());
      RolloutSettings sampling =
          new RolloutSettings(samples, Sampling.temperature(1), numbers[3], List.of());
      for (int step = 0; step <= numbers[4]; step++) {
        final long start = System.nanoTime();
        List<Rollout> rollouts =
            new RolloutEngine(policy, sampling).generate(all, new RolloutKey(1, "bench", step));
        final long sampled = System.nanoTime();
        List<Optional<float[]>> referenceLogprobs = new ArrayList<>();
        if (kl != 0) {
          List<Sequence> sequences =
              rollouts.stream().map(r -> Sequence.of(r.promptIds(), r.completionIds())).toList();
          for (Scores scores :
              new SequenceScorer(reference, settings.microBatchTokens()).score(sequences, 1)) {
            referenceLogprobs.add(Optional.of(scores.logprobs()));
          }
        }
        final long scored = System.nanoTime();
        List<List<Trajectory>> groups = new ArrayList<>();
        for (int i = 0; i < rollouts.size(); i++) {
          if (i % samples == 0) {
            groups.add(new ArrayList<>());
          }
          groups
              .get(i / samples)
              .add(
                  new Trajectory(
                      rollouts.get(i),
                      i % 2 == 0 ? 1 : -1,
                      Optional.empty(),
                      kl == 0 ? Optional.empty() : referenceLogprobs.get(i)));
        }
        UpdateSummary summary = new GrpoUpdate(learner, settings).run(groups);
        final long updated = System.nanoTime();
        long tokens = rollouts.stream().mapToLong(r -> r.completionIds().length).sum();
        if (step > 0) {
          System.out.printf(
              Locale.ROOT,
              "{\"tokens\":%d,\"seconds\":%.6f,\"sampling\":%.6f,\"reference\":%.6f,"
                  + "\"update\":%.6f,\"gap\":%.3g}%n",
              tokens,
              (updated - start) / 1e9,
              (sampled - start) / 1e9,
              (scored - sampled) / 1e9,
              (updated - scored) / 1e9,
              summary.begin().gap());
        }
      }
    }
    System.out.printf(Locale.ROOT, "{\"peak_bytes\":%d}%n", Peak.bytes());
  }

  private static List<RolloutPrompt> prompts(int count, int tokens, int vocabulary) {
    List<RolloutPrompt> prompts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] uniforms = CounterRandom.of(1, "bench prompts").uniforms(0, i, tokens);
      int[] ids = new int[tokens];
      for (int t = 0; t < tokens; t++) {
        ids[t] = (int) (uniforms[t] * vocabulary);
      }
      prompts.add(new RolloutPrompt("prompt-" + i, ids));
    }
    return prompts;
  }
}
