package io.gradus.jobs.problems;

import java.util.Collection;

/**
 * What a model's positions leave for completions.
 *
 * @param longest tokens of the longest prompt
 * @param positions of the model
 */
public record PromptRoom(int longest, int positions) {

  /** Beside the longest of some prompts. */
  public static PromptRoom of(Collection<EncodedProblem> problems, int positions) {
    int longest =
        problems.stream().mapToInt(problem -> problem.prompt().ids().length).max().orElse(0);
    return new PromptRoom(longest, positions);
  }

  /** Tokens that a completion may have; below 1 if there is no room. */
  public int tokens() {
    return positions - longest;
  }

  /** What a completion's length has to be, and why, for an error about another one. */
  public String expected() {
    return "at most %d, since the longest prompt has %d tokens and the model %d positions"
        .formatted(tokens(), longest, positions);
  }
}
