package io.gradus.training.rollout;

import io.gradus.training.model.Policy;
import io.gradus.training.model.Policy.DecodeRequest;
import io.gradus.training.model.Policy.Decoded;
import io.gradus.training.rollout.Rollout.FinishReason;
import java.util.ArrayList;
import java.util.List;

/** Samples the completions of one batch of prompts with a policy, in one decoding loop. */
public final class RolloutEngine {
  private final Policy policy;
  private final RolloutSettings settings;

  public RolloutEngine(Policy policy, RolloutSettings settings) {
    this.policy = policy;
    this.settings = settings;
  }

  /**
   * Samples every prompt's completions.
   *
   * @return prompt by prompt in the order given, sample by sample
   * @throws IllegalArgumentException if a prompt and a completion of the most tokens together
   *     exceed the model's positions, naming the problem
   */
  public List<Rollout> generate(List<RolloutPrompt> prompts, RolloutKey key) {
    int samples = settings.samples();
    prompts.forEach(this::checkLength);
    float[][] uniforms = new float[prompts.size() * samples][];
    for (int row = 0; row < uniforms.length; row++) {
      String problem = prompts.get(row / samples).problemId();
      uniforms[row] = key.uniforms(problem, row % samples, settings.maxTokens());
    }
    int[] stops = settings.stopIds().stream().mapToInt(Integer::intValue).toArray();
    List<Decoded> decoded =
        policy.decode(
            new DecodeRequest(
                prompts.stream().map(RolloutPrompt::ids).toList(),
                uniforms,
                settings.sampling(),
                stops));
    List<Rollout> rollouts = new ArrayList<>(decoded.size());
    for (int row = 0; row < decoded.size(); row++) {
      RolloutPrompt prompt = prompts.get(row / samples);
      Decoded completion = decoded.get(row);
      rollouts.add(
          new Rollout(
              prompt.problemId(),
              row % samples,
              prompt.ids(),
              completion.tokens(),
              completion.logprobs(),
              completion.stopped() ? FinishReason.STOP : FinishReason.LENGTH));
    }
    return rollouts;
  }

  private void checkLength(RolloutPrompt prompt) {
    int positions = policy.config().maxPositions();
    if (prompt.ids().length + settings.maxTokens() > positions) {
      throw new IllegalArgumentException(
          String.format(
              "The prompt of problem %s has %d tokens; with %d new ones it exceeds the model's %d"
                  + " positions",
              prompt.problemId(), prompt.ids().length, settings.maxTokens(), positions));
    }
  }
}
