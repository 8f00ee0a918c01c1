package io.gradus.jobs.study.cost;

import io.gradus.jobs.config.EstimateConfig.Activations;
import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.EvaluateConfig.Benchmark;
import io.gradus.jobs.config.GrpoConfig;
import io.gradus.jobs.config.ProblemSource;
import io.gradus.jobs.config.TrainConfig;
import io.gradus.training.hub.LoraLayout;
import io.gradus.training.hub.ModelConfig;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Floating-point operations of a run, by what they are for. With F(n) for reading a sequence of n
 * tokens ({@link ForwardFlops}), P prompts a step, G completions of each, p and c their lengths:
 *
 * <ul>
 *   <li>rollout: P·F(p) + P·G·(F(p+c) − F(p)): a prompt is read once for its group;
 *   <li>score: P·G·F(p+c) for the logprobs of the policy, and as much for the frozen initial policy
 *       where there is a KL term;
 *   <li>update: 3·P·G·F(p+c) an epoch, the backward pass counted as two forward passes; 4 where
 *       activations are recomputed. With low-rank adapters no weight has a gradient, which spares
 *       2·W a token, and the gradients of their a numbers take 4·a;
 *   <li>evaluate: problems·(F(p) + samples·(F(p+c) − F(p))) for each policy evaluated.
 * </ul>
 *
 * Prompts that dynamic sampling will replace are not known before and left out: each of its rounds
 * adds at most as much rollout and score again. A refreshed reference costs no operations.
 *
 * <p>Leaving attention out, rollout is 2·W, the two scoring passes 4·W and the update 6·W a token.
 *
 * @param rollout of all steps; as are the others
 */
public record RunFlops(double rollout, double score, double update, double evaluate) {

  static RunFlops of(
      TrainConfig config, ModelConfig model, Lengths lengths, Activations activations) {
    ForwardFlops forward = ForwardFlops.of(model);
    GrpoConfig grpo = config.grpo();
    double sequences = (double) grpo.prompts() * config.rollout().groupSize();
    double whole = sequences * forward.read(lengths.sequence());
    int scored = grpo.klCoefficient() > 0 ? 2 : 1;
    int passes = activations == Activations.RECOMPUTED ? 4 : 3;
    double spared = sequences * lengths.sequence() * sparedByAdapters(grpo, model, forward);
    int steps = config.steps();
    return new RunFlops(
        steps * sampled(forward, lengths, grpo.prompts(), config.rollout().groupSize()),
        steps * whole * scored,
        steps * grpo.update().epochs() * (whole * passes - spared),
        evaluate(config, forward, lengths));
  }

  /** Of one token in one update; 0 where every weight learns. */
  private static double sparedByAdapters(GrpoConfig grpo, ModelConfig model, ForwardFlops forward) {
    return grpo.adapter()
        .map(lora -> 2 * forward.weights() - 4.0 * LoraLayout.of(model, lora).totalLength())
        .orElse(0.0);
  }

  private static double sampled(
      ForwardFlops forward, Lengths lengths, double prompts, double samples) {
    return prompts
        * (forward.read(lengths.prompt())
            + samples * forward.write(lengths.prompt(), lengths.completion()));
  }

  private static double evaluate(TrainConfig config, ForwardFlops forward, Lengths lengths) {
    EvaluateConfig evaluate = config.evaluate();
    double problems = 0;
    for (Benchmark set : evaluate.heldOut(config.problems().test())) {
      int steps = config.steps();
      long policies =
          IntStream.rangeClosed(0, steps)
              .filter(step -> evaluate.isDue(set.name(), step, steps))
              .count();
      problems += (double) policies * problems(set.problems());
    }
    return sampled(forward, lengths, problems, evaluate.samples());
  }

  /** As many as the limit says; files without one are not looked into and count nothing. */
  private static int problems(ProblemSource source) {
    OptionalInt limit = source.limit();
    return source.kind() == ProblemSource.Kind.SYNTHETIC
        ? Math.min(limit.orElse(Integer.MAX_VALUE), source.synthetic().count())
        : limit.orElse(0);
  }

  /** Everything together. */
  public double total() {
    return rollout + score + update + evaluate;
  }

  /** Of sampling, in training and evaluation. */
  public double sampling() {
    return rollout + evaluate;
  }

  /** Of passes over whole sequences. */
  public double training() {
    return score + update;
  }
}
