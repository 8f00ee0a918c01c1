package io.gradus.jobs.study;

import io.gradus.jobs.config.EvaluateConfig;
import io.gradus.jobs.config.PretrainConfig;
import io.gradus.jobs.config.PretrainConfig.Phase;
import io.gradus.jobs.config.SyntheticConfig;
import io.gradus.jobs.config.TrainConfig;
import java.util.List;

/**
 * About how long a run takes on one core, for putting long runs first and for the time left. Only
 * ratios matter: what is left is scaled by what the finished part took.
 */
final class CostGuess {
  /** Where size is not known from the settings, as of models that are not made here. */
  private static final double UNKNOWN_PARAMETERS = 1e8;

  private static final double SECONDS_PER_FLOP = 2e-11;

  /** Of a product of small matrices: the least a token costs, however small the model. */
  private static final double SECONDS_PER_TOKEN = 6e-6;

  private static final double SECONDS_PER_STEP = 0.03;

  private CostGuess() {}

  /** Seconds of all steps and evaluations of a run. */
  static double run(TrainConfig config) {
    double parameters =
        config.model().pretrain().map(CostGuess::parameters).orElse(UNKNOWN_PARAMETERS);
    double rollouts = (double) config.grpo().prompts() * config.rollout().groupSize();
    // Sampling and two scoring passes read a token forward, the update forward and backward.
    double step = rollouts * tokens(config) * (3 * forward(parameters) + 3 * forward(parameters));
    double evaluation = testProblems(config) * tokens(config) * forward(parameters);
    return config.steps() * (step + SECONDS_PER_STEP) + evaluations(config) * evaluation;
  }

  /** Seconds of all pre-training steps of phases. */
  static double phases(PretrainConfig config, List<Phase> phases) {
    int steps = phases.stream().mapToInt(Phase::steps).sum();
    double tokens = (double) config.batch() * config.maxPositions() * 0.6;
    return steps * tokens * 3 * forward(parameters(config));
  }

  /** Non-embedding parameters of a Llama with separate input and output embeddings. */
  static double parameters(PretrainConfig config) {
    PretrainConfig.Size size = config.size();
    double head = (double) size.hidden() / size.heads();
    double attention = 2.0 * size.hidden() * (size.hidden() + head * size.kvHeads());
    double feedForward = 3.0 * size.hidden() * size.intermediate();
    return size.layers() * (attention + feedForward + 2.0 * size.hidden()) + size.hidden();
  }

  private static double forward(double parameters) {
    return SECONDS_PER_TOKEN + 2 * parameters * SECONDS_PER_FLOP;
  }

  private static double tokens(TrainConfig config) {
    return config.problems().prompt().maxTokens() + config.rollout().sampling().maxTokens();
  }

  private static int evaluations(TrainConfig config) {
    EvaluateConfig evaluate = config.evaluate();
    int count = 0;
    for (int step = 0; step <= config.steps(); step++) {
      count += evaluate.isDue(step, config.steps()) ? 1 : 0;
    }
    return count;
  }

  private static double testProblems(TrainConfig config) {
    SyntheticConfig made = config.problems().test().synthetic();
    return (double) config.problems().test().limit().orElse(made.count())
        * config.evaluate().samples();
  }
}
