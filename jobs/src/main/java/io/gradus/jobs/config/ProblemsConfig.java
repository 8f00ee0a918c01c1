package io.gradus.jobs.config;

/**
 * Problems to train on, held-out problems, and how either becomes a prompt (block {@code
 * problems}).
 */
public record ProblemsConfig(ProblemSource train, ProblemSource test, PromptConfig prompt) {

  static ProblemsConfig of(Section section, long seed) {
    return new ProblemsConfig(
        ProblemSource.of(section.child("train"), seed),
        ProblemSource.of(section.child("test"), seed),
        PromptConfig.of(section.child("prompt")));
  }
}
