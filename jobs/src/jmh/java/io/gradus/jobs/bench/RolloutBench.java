package io.gradus.jobs.bench;

import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Sampling;
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

/**
 * Decodes random prompts and prints a JSON line of tokens and seconds for each repeat, after one
 * that is not counted. Arguments: model directory, float32 or bfloat16, prompts, samples a prompt,
 * prompt tokens, new tokens, repeats, threads. Completions never stop early.
 */
public final class RolloutBench {
  private RolloutBench() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    if (args.length != 8) {
      System.err.println(
          "usage: RolloutBench MODEL DTYPE PROMPTS SAMPLES PROMPT_TOKENS NEW_TOKENS REPEATS"
              + " THREADS");
      System.exit(2);
    }
    int[] numbers = new int[6];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(args[i + 2]);
    }
    Compute compute = Compute.cpu(numbers[5], ComputeType.of(args[1]));
    try (Policy loaded = Checkpoint.loadPolicy(Path.of(args[0]), compute);
        Policy policy = loaded.inferenceCopy(compute)) {
      RolloutEngine engine =
          new RolloutEngine(
              policy,
              new RolloutSettings(numbers[1], Sampling.temperature(1), numbers[3], List.of()));
      List<RolloutPrompt> prompts = prompts(numbers[0], numbers[2], policy.config().vocabSize());
      for (int repeat = 0; repeat <= numbers[4]; repeat++) {
        long start = System.nanoTime();
        List<Rollout> rollouts = engine.generate(prompts, new RolloutKey(1, "bench", repeat));
        double seconds = (System.nanoTime() - start) / 1e9;
        long tokens = rollouts.stream().mapToLong(r -> r.completionIds().length).sum();
        if (repeat > 0) {
          System.out.printf(Locale.ROOT, "{\"tokens\":%d,\"seconds\":%.6f}%n", tokens, seconds);
        }
      }
    }
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
