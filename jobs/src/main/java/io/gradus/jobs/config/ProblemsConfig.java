package io.gradus.jobs.config;

import io.gradus.datasets.importing.GoldCheck;

/**
 * Problems to train on, held-out problems, and how either becomes a prompt (block {@code
 * problems}).
 *
 * @param golds what becomes of problems whose gold answers cannot be compared with
 */
public record ProblemsConfig(
    ProblemSource train, ProblemSource test, PromptConfig prompt, GoldCheck.Policy golds) {

  static GoldCheck.Policy golds(Section section) {
    return section.choice("unreadable-golds", GoldCheck.Policy.class);
  }

  static ProblemsConfig of(Section section, long seed) {
    return new ProblemsConfig(
        ProblemSource.of(section.child("train"), seed),
        ProblemSource.of(section.child("test"), seed),
        PromptConfig.of(section.child("prompt")),
        golds(section));
  }
}
