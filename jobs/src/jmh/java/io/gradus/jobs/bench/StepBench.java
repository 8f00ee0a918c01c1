package io.gradus.jobs.bench;

import com.sun.management.OperatingSystemMXBean;
import io.gradus.training.checkpoint.Checkpoint;
import io.gradus.training.grpo.Aggregation;
import io.gradus.training.grpo.Clip;
import io.gradus.training.grpo.GrpoLoss;
import io.gradus.training.grpo.GrpoSettings;
import io.gradus.training.grpo.GrpoUpdate;
import io.gradus.training.grpo.OldLogprobs;
import io.gradus.training.grpo.Overlong;
import io.gradus.training.grpo.Trajectory;
import io.gradus.training.grpo.UpdateSummary;
import io.gradus.training.hub.LoraLayout;
import io.gradus.training.hub.LoraSettings;
import io.gradus.training.model.Activations;
import io.gradus.training.model.AdamW;
import io.gradus.training.model.Adapter;
import io.gradus.training.model.Compute;
import io.gradus.training.model.Compute.ComputeType;
import io.gradus.training.model.Learner;
import io.gradus.training.model.Policy;
import io.gradus.training.model.Policy.Scores;
import io.gradus.training.model.Sampling;
import io.gradus.training.model.SequenceScorer;
import io.gradus.training.model.TokenBatch.Sequence;
import io.gradus.training.pretrain.AdapterInitializer;
import io.gradus.training.rollout.Rollout;
import io.gradus.training.rollout.RolloutEngine;
import io.gradus.training.rollout.RolloutKey;
import io.gradus.training.rollout.RolloutPrompt;
import io.gradus.training.rollout.RolloutSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes GRPO steps as a run in one process makes them, without tables and Spark: samples, scores
 * with the reference and learns, in one mini-batch. Prints a JSON line of wall and processor
 * seconds by phase for each step after the first, then one of peak memory by phase and the speed of
 * large products, and the bytes of a commit's checkpoint where a folder is named for it.
 *
 * <p>Of each completion's new tokens the first are drawn, as many as asked for, and the others made
 * up. Completions never stop early. Rewards are made up: every second completion is right. With a
 * KL coefficient of 0 no reference is held. With a rank low-rank adapters of all projections learn,
 * and the base model is held for them.
 */
public final class StepBench {
  private final Policy policy;
  private final Optional<Policy> reference;
  private final Learner learner;
  private final RolloutSettings sampling;
  private final int newTokens;
  private final GrpoSettings settings;
  private final Map<String, Long> peaks = new TreeMap<>();
  private final Map<String, Double> seconds = new TreeMap<>();
  private final Map<String, Double> processor = new TreeMap<>();

  private StepBench(
      Policy policy,
      Optional<Policy> reference,
      Learner learner,
      RolloutSettings sampling,
      int newTokens,
      GrpoSettings settings) {
    this.policy = policy;
    this.reference = reference;
    this.learner = learner;
    this.sampling = sampling;
    this.newTokens = newTokens;
    this.settings = settings;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    if (args.length < 11 || args.length > 13) {
      System.err.println(
          "usage: StepBench MODEL DTYPE PROMPTS.jsonl SAMPLES NEW_TOKENS DRAWN STEPS THREADS"
              + " KL ACTIVATIONS MICRO_BATCH_TOKENS [LORA_RANK [COMMIT]]");
      System.exit(2);
    }
    final Path model = Path.of(args[0]);
    final List<RolloutPrompt> prompts = BenchPrompts.read(Path.of(args[2]));
    final int samples = Integer.parseInt(args[3]);
    final int newTokens = Integer.parseInt(args[4]);
    final int drawn = Integer.parseInt(args[5]);
    final int steps = Integer.parseInt(args[6]);
    final int threads = Integer.parseInt(args[7]);
    final double kl = Double.parseDouble(args[8]);
    Compute compute = Compute.cpu(threads, ComputeType.of(args[1]));
    Activations activations = Activations.valueOf(args[9].toUpperCase(Locale.ROOT));
    GrpoSettings settings =
        new GrpoSettings(
            prompts.size(),
            1,
            Integer.parseInt(args[10]),
            new AdamW(1e-6, 0.9, 0.999, 1e-8, 0.1, 1),
            GrpoLoss.of(Clip.of(0.2), kl, 1),
            Aggregation.TOKEN_MEAN,
            newTokens,
            OldLogprobs.RECOMPUTED,
            Overlong.KEEP);
    RolloutSettings sampling =
        new RolloutSettings(samples, Sampling.temperature(1), drawn, List.of());
    double limit = ProductLimit.measure(threads);
    Peak.reset();
    final int rank = args.length > 11 ? Integer.parseInt(args[11]) : 0;
    try (Policy policy = Checkpoint.loadPolicy(model, compute);
        Policy reference = kl == 0 && rank == 0 ? null : Checkpoint.loadPolicy(model, compute);
        Adapter adapter = rank == 0 ? null : adapter(policy, reference, rank);
        Learner learner =
            rank == 0
                ? new Learner(policy, activations)
                : Learner.of(policy, adapter, activations)) {
      StepBench bench =
          new StepBench(
              policy,
              kl == 0 ? Optional.empty() : Optional.of(reference),
              learner,
              sampling,
              newTokens,
              settings);
      bench.peaks.put("load", Peak.bytes());
      for (int step = 0; step <= steps; step++) {
        bench.step(prompts, step);
      }
      limit = Math.max(limit, ProductLimit.measure(threads));
      long commit = args.length == 13 ? commit(learner, model, Path.of(args[12])) : 0;
      System.out.printf(
          Locale.ROOT,
          "{\"peaks\":{%s},\"peak_bytes\":%d,\"commit_bytes\":%d,\"gflops\":%.1f}%n",
          json(bench.peaks, "%d"),
          Collections.max(bench.peaks.values()),
          commit,
          limit);
    }
  }

  /** Bytes of the checkpoint that a commit of the run would have. */
  private static long commit(Learner learner, Path model, Path folder) throws IOException {
    Files.createDirectories(folder);
    if (learner.adapter().isPresent()) {
      Checkpoint.saveAdapter(folder, learner, model.toString(), "", model, Map.of());
    } else {
      Checkpoint.save(folder, learner, model, Map.of());
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Adapter adapter(Policy policy, Policy base, int rank) {
    LoraSettings settings = new LoraSettings(rank, 2.0 * rank, List.of(LoraSettings.ALL_LINEAR));
    Adapter adapter = new Adapter(policy, base, LoraLayout.of(policy.config(), settings));
    AdapterInitializer.fill(adapter, 1);
    return adapter;
  }

  private void step(List<RolloutPrompt> prompts, int step) {
    seconds.clear();
    RolloutEngine engine = new RolloutEngine(policy, sampling);
    RolloutKey key = new RolloutKey(1, "bench", step);
    List<Rollout> drawn = timed("sampling", () -> engine.generate(prompts, key));
    List<Rollout> rollouts = drawn.stream().map(this::lengthened).toList();
    List<Optional<float[]>> scores = timed("reference", () -> referenceLogprobs(rollouts));
    UpdateSummary summary =
        timed("update", () -> new GrpoUpdate(learner, settings).run(groups(rollouts, scores)));
    if (step > 0) {
      System.out.printf(
          Locale.ROOT,
          "{\"tokens\":%d,\"seconds\":%.6f,%s,\"processor\":{%s},\"gap\":%.3g}%n",
          rollouts.stream().mapToLong(r -> r.completionIds().length).sum(),
          seconds.values().stream().mapToDouble(Double::doubleValue).sum(),
          json(seconds, "%.6f"),
          json(processor, "%.6f"),
          summary.begin().mean());
    }
  }

  private <T> T timed(String phase, Supplier<T> work) {
    Peak.reset();
    final long used = processorNanos();
    final long start = System.nanoTime();
    final T result = work.get();
    seconds.put(phase, (System.nanoTime() - start) / 1e9);
    processor.put(phase, (processorNanos() - used) / 1e9);
    peaks.merge(phase, Peak.bytes(), Math::max);
    return result;
  }

  private Rollout lengthened(Rollout rollout) {
    int[] ids = Arrays.copyOf(rollout.completionIds(), newTokens);
    for (int t = rollout.completionIds().length; t < newTokens; t++) {
      ids[t] = Math.floorMod(7919 * t, policy.config().vocabSize());
    }
    return new Rollout(
        rollout.problemId(),
        rollout.sample(),
        rollout.promptIds(),
        ids,
        Arrays.copyOf(rollout.logprobs(), newTokens),
        rollout.finishReason());
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private List<Optional<float[]>> referenceLogprobs(List<Rollout> rollouts) {
    if (reference.isEmpty()) {
      return Collections.nCopies(rollouts.size(), Optional.empty());
    }
    List<Sequence> sequences =
        rollouts.stream().map(r -> Sequence.of(r.promptIds(), r.completionIds())).toList();
    List<Scores> scores =
        new SequenceScorer(reference.get(), settings.microBatchTokens()).score(sequences, 1);
    return scores.stream().map(s -> Optional.of(s.logprobs())).toList();
  }

  private List<List<Trajectory>> groups(List<Rollout> rollouts, List<Optional<float[]>> scores) {
    List<List<Trajectory>> groups = new ArrayList<>();
    for (int i = 0; i < rollouts.size(); i++) {
      if (i % sampling.samples() == 0) {
        groups.add(new ArrayList<>());
      }
      groups
          .get(groups.size() - 1)
          .add(
              new Trajectory(
                  rollouts.get(i), i % 2 == 0 ? 1 : -1, Optional.empty(), scores.get(i)));
    }
    return groups;
  }

  private static String json(Map<String, ?> values, String format) {
    return String.join(
        ",",
        values.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":" + String.format(Locale.ROOT, format, e.getValue()))
            .toList());
  }
}
